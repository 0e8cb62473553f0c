"""What an open page asks for again and again: answered by one statement while nothing changed."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import request, session
from flask.typing import ResponseReturnValue

from storefront.blueprints.common.guards import View

FRESH = {"Cache-Control": "no-store"}


def unless_unchanged(stamp_for: Callable[[str, int], object | None]) -> Callable[[View], View]:
    """Answer 204 while what the asker has `seen` is what stands now.

    `stamp_for` tells that by the device's token and the class, and nothing to who has no business there;
    who is told nothing comes to the view's own door.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def asked(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            seen = request.args.get("seen")
            if seen:
                stamp = stamp_for(session.get("_user_id", ""), kwargs["workshop_id"])
                if stamp is not None and str(stamp) == seen:
                    return "", 204, FRESH
            return view(*args, **kwargs)

        return asked  # type: ignore[return-value]

    return decorate
