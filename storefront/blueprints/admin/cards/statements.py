"""A month of a card or a fleet: on a page, and as a file for the accountant."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from storefront.blueprints.common.guards import need_permission
from storefront.blueprints.common.respond import page
from storefront.domain.payments.card_statements import Statement, statement, table
from storefront.domain.payments.cards import card_by_id
from storefront.domain.payments.fleets import cards_of, fleet_by_id
from storefront.infra import clock
from storefront.infra.sheets import CSV_TYPE, XLSX_TYPE, csv_file, xlsx_file

bp = Blueprint("statements", __name__)


@bp.get("/<int:card_id>/statement")
@need_permission("cards.view")
def of_card(card_id: int) -> ResponseReturnValue:
    """A month of one card; `?as=csv` and `?as=xlsx` give the file."""
    card = card_by_id(card_id)
    title = _("Card …%(end)s", end=card.last_four)
    told = statement([card], _month())
    return _answer(told, f"the-{card.last_four.lower()}", title=title, up=f"/cards/{card.id}")


@bp.get("/fleets/<int:fleet_id>/statement")
@need_permission("cards.view")
def of_fleet(fleet_id: int) -> ResponseReturnValue:
    """A month of all cards of a fleet."""
    fleet = fleet_by_id(fleet_id)
    told = statement(cards_of(fleet), _month())
    return _answer(told, f"doi-xe-{fleet.id}", title=fleet.name, up=f"/cards/fleets/{fleet.id}")


def _answer(told: Statement, name: str, **face: Any) -> ResponseReturnValue:
    wanted = request.args.get("as", "")
    file_name = f"{name}-{told.month:%Y-%m}"
    if wanted == "csv":
        return _file(csv_file(table(told)), CSV_TYPE, f"{file_name}.csv")
    if wanted == "xlsx":
        return _file(xlsx_file(table(told)), XLSX_TYPE, f"{file_name}.xlsx")
    return page("admin/cards/statement.html", nav="cards", told=told, month=f"{told.month:%Y-%m}", **face)


def _file(content: bytes, kind: str, name: str) -> Response:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, no-store",
        "Content-Type": kind,
    }
    return Response(content, headers=headers)


def _month() -> dt.date:
    """The month in the address, as 2026-11; else this one."""
    try:
        return dt.datetime.strptime(request.args.get("month", ""), "%Y-%m").date()
    except ValueError:
        return clock.today_vn()
