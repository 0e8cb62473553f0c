"""404, 500 and what lies between, drawn by the shop's own theme."""

from __future__ import annotations

import secrets

from flask import current_app, g, request
from flask_babel import gettext as _

from storefront.blueprints.common.errors import Problem
from storefront.blueprints.common.links import shop_url
from storefront.blueprints.common.respond import page
from storefront.blueprints.shopper import door
from storefront.blueprints.shopper.draw import drawn
from storefront.domain.shops.menus import menus
from storefront.domain.shops.resolve import NoSuchShop, shop_by_slug
from storefront.domain.theming.drops import ErrorDrop, LinkDrop
from storefront.infra.db import db
from storefront.models.shop import ShopState

DRAWN_BY_PLATFORM = ("no_such_shop", "shop_not_open", "shop_suspended")


def draw_problem(problem: Problem) -> str:
    """The page for a problem; the platform's own where there is no shop to draw it."""
    if problem.code in DRAWN_BY_PLATFORM or not _in_shop(problem):
        return page(f"errors/{problem.status if problem.status in (404, 503) else 500}.html", problem=problem)
    reference = _note(problem) if problem.status >= 500 else ""
    error = ErrorDrop(
        problem.status,
        _title(problem.status),
        problem.message,
        reference=reference,
        links=_ways_on() if problem.status == 404 else (),
    )
    return drawn("404" if problem.status == 404 else "500", error, title=error.title, noindex=True)


def _in_shop(problem: Problem) -> bool:
    """Whether a shop is in force now; addresses no rule knows have not entered one yet."""
    if problem.status >= 500:
        # the failed transaction takes no more statements, and its rows are gone from the session
        db.session.rollback()
        g.pop("frame", None)
    if "shop" in g:
        return True
    g.shop_slug = request.path.removeprefix("/s/").partition("/")[0]
    try:
        shop = shop_by_slug(g.shop_slug).shop
    except NoSuchShop:
        return False
    if shop.suspended_at or (shop.state in (ShopState.DRAFT, ShopState.CLOSED) and not door.in_preview()):
        return False
    door.enter_scope(shop)
    return True


def _title(status: int) -> str:
    if status == 404:
        return _("This page was not found")
    if status >= 500:
        return _("The shop has a problem at the moment")
    return _("That did not work")


def _note(problem: Problem) -> str:
    """A short mark that the shopper can read out and the operator finds in the log."""
    reference = secrets.token_hex(4).upper()
    current_app.logger.error("problem %s shown to a shopper: %s", reference, problem.code)
    return reference


def _ways_on() -> tuple[LinkDrop, ...]:
    goods = LinkDrop(_("All products"), shop_url("/products"))
    collections = (item for item in menus()["main"] if item.kind == "collection" and item.ref != "all")
    return (goods, *(LinkDrop(item.label, shop_url(f"/collections/{item.ref}")) for item in collections))
