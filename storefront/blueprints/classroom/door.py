"""Who comes into a class: its trainers and its learners; to everybody else it does not exist.

A view names whom it needs by decorator, tests read it off `needs`. Where the address has a `workshop_id`, the
workshop stands in `g.workshop` (and the learner in `g.learner`), and the view is not given the id again.
"""

from __future__ import annotations

from functools import wraps
from typing import Any

from flask import g
from flask.typing import ResponseReturnValue

from storefront.blueprints.common.guards import View, check_token, to_sign_in
from storefront.blueprints.common.session import me
from storefront.domain.workshops.people import is_trainer, learner_in, workshop_of_trainer
from storefront.infra import trail
from storefront.infra.errors import Forbidden


def need_trainer(view: View) -> View:
    """This view is for trainers; with a `workshop_id` in its address, for those of that workshop."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        away = to_sign_in()
        if away:
            return away
        if not is_trainer(me()):
            raise Forbidden
        if "workshop_id" in kwargs:
            g.workshop = workshop_of_trainer(me(), kwargs.pop("workshop_id"))
        check_token()
        return view(*args, **kwargs)

    guarded.needs = "trainer"  # type: ignore[attr-defined]
    return guarded  # type: ignore[return-value]


def need_learner(view: View) -> View:
    """This view is for learners of the workshop in its address."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        away = to_sign_in()
        if away:
            return away
        g.learner = learner_in(me(), kwargs.pop("workshop_id"))
        trail.follow(trail.Walker(learner_id=g.learner.id))
        g.workshop = g.learner.workshop
        check_token()
        return view(*args, **kwargs)

    guarded.needs = "learner"  # type: ignore[attr-defined]
    return guarded  # type: ignore[return-value]
