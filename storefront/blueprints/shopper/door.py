"""Whose shop it is: found by the address, entered for the whole request, left at its end."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

from flask import Blueprint, Response, g, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from storefront.blueprints.common.addresses import MOUNT, OWN_HOST, PREVIEW
from storefront.blueprints.common.csp import allow_framing
from storefront.blueprints.common.errors import Problem
from storefront.blueprints.common.links import absolute, shop_url
from storefront.blueprints.common.origin import SAFE
from storefront.blueprints.common.respond import moved, page
from storefront.domain.shops.resolve import Resolved, shop_by_slug
from storefront.infra.errors import Forbidden, NotFound
from storefront.infra.tenancy import enter_shop
from storefront.models.shop import Shop, ShopState

bp = Blueprint("shopper", __name__, url_prefix="/s/<shop>")


class ShopNotOpen(NotFound):
    """The shop is still being set up, or has closed for good."""

    code = "shop_not_open"
    message = lazy_gettext("This shop is not open. Please come back later, or look for another shop.")


class OnlyAPreview(Forbidden):
    """A preview shows pages; nothing can be ordered in it."""

    code = "only_a_preview"
    message = lazy_gettext("This is a preview of the shop, so nothing can be ordered or sent here.")


@bp.url_value_preprocessor
def take_slug(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Views of a shop do not ask for its slug; the door has it."""
    g.shop_slug = (values or {}).pop("shop", "")


@bp.before_request
def enter() -> ResponseReturnValue | None:
    """Find the shop and stay in it until the request ends."""
    found = shop_by_slug(g.shop_slug)
    if found.moved_to and not _is_domain():
        return moved(_present_address(found))
    shop = found.shop
    if shop.suspended_at:
        return _suspended()
    if shop.state in (ShopState.DRAFT, ShopState.CLOSED) and not in_preview():
        raise ShopNotOpen
    if in_preview():
        _only_look()
    enter_scope(shop)
    return None


@bp.after_request
def keep_practice_inside(answer: Response) -> Response:
    """No search engine keeps a page, picture or paper of a practice shop."""
    shop: Shop | None = g.get("shop")
    if shop is not None and shop.is_practice:
        answer.headers["X-Robots-Tag"] = "noindex"
    return answer


@bp.teardown_request
def leave(_error: BaseException | None) -> None:
    """Leave the shop, whatever happened."""
    stack: ExitStack | None = g.pop("shop_scope", None)
    if stack:
        stack.close()


def enter_scope(shop: Shop) -> None:
    """Put the shop in force until teardown."""
    g.shop = shop
    g.shop_scope = ExitStack()
    g.shop_scope.enter_context(enter_shop(shop.id))


def in_preview() -> bool:
    """Whether the address carries a token that lets people of the shop see it before it opens."""
    return bool(request.environ.get(PREVIEW) == g.get("shop_slug"))


def _only_look() -> None:
    if request.method not in SAFE:
        raise OnlyAPreview
    allow_framing()


def _is_domain() -> bool:
    """On a domain of the shop's own the former slug is only a matter of a few seconds."""
    own = request.environ.get(OWN_HOST, False)
    return bool(own) and not request.host.startswith(f"{g.shop_slug}.")


def _present_address(found: Resolved) -> str:
    rest = request.path.removeprefix(f"/s/{g.shop_slug}") or "/"
    query = f"?{request.query_string.decode()}" if request.query_string else ""
    if request.environ.get(OWN_HOST):
        here = absolute(shop_url(rest))
        return here.replace(f"//{g.shop_slug}.", f"//{found.moved_to}.", 1) + query
    request.environ[MOUNT] = f"/s/{found.moved_to}"
    return shop_url(rest) + query


def _suspended() -> ResponseReturnValue:
    words = _("This shop cannot be visited at the moment.")
    return page("errors/503.html", problem=Problem(503, "shop_suspended", words, {})), 503
