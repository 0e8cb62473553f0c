"""The desk's first page: what to do today, then the day's figures."""

from __future__ import annotations

from flask import Blueprint, g
from flask.typing import ResponseReturnValue

from storefront.blueprints.admin.orders.faces import rows_of
from storefront.blueprints.admin.visits import share_ways, visits_of_week
from storefront.blueprints.common.guards import need_permission
from storefront.blueprints.common.respond import page
from storefront.domain.orders.figures import DeskFigures, desk_figures
from storefront.domain.orders.queries import OrderFilter, orders
from storefront.domain.shops.counting import counted_mode
from storefront.domain.support.complaints import open_complaints
from storefront.domain.support.conversations import unread_count
from storefront.infra import clock
from storefront.infra.i18n import current_locale
from storefront.infra.money import Money, format_money

bp = Blueprint("dashboard", __name__)

NEWEST = 5


@bp.get("/")
@need_permission("desk.view")
def show() -> ResponseReturnValue:
    """What waits, what came in today, the newest orders."""
    sees_orders = "orders.view" in g.permissions
    figures = desk_figures(g.shop) if sees_orders else None
    waiting = open_complaints() if "inbox.view" in g.permissions else []
    newest = orders(OrderFilter(counted_mode(g.shop)), limit=NEWEST) if sees_orders else None
    return page(
        "admin/dashboard.html",
        nav="dashboard",
        figures=figures,
        sums=_sums(figures) if figures else {},
        newest=rows_of(newest) if newest else [],
        questions=unread_count() if "inbox.view" in g.permissions else 0,
        complaints=waiting,
        late=any(complaint.due < clock.now() for complaint in waiting),
        visits=visits_of_week() if g.shop.opened_at else [],
        shares=share_ways(g.shop) if g.shop.is_selling else [],
    )


def _sums(figures: DeskFigures) -> dict[str, str]:
    amounts = {
        "sales": figures.sales_today,
        "money_in": figures.money_in_today,
        "expected": figures.money_expected,
    }
    return {
        name: format_money(Money(amount, g.shop.currency), current_locale())
        for name, amount in amounts.items()
    }
