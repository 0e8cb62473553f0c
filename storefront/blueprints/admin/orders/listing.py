"""The list of orders with its search and filters, and the page of one order."""

from __future__ import annotations

import base64
import datetime as dt
import json

from flask import Blueprint, g, request
from flask.typing import ResponseReturnValue
from wtforms import SelectField

from storefront.blueprints.admin.orders.faces import face, forms_of, rows_of
from storefront.blueprints.admin.orders.forms import OrderFilterForm
from storefront.blueprints.common.guards import need_permission
from storefront.blueprints.common.respond import page
from storefront.domain.orders.queries import OrderFilter, order_by_number, orders
from storefront.domain.shops.counting import counted_mode
from storefront.infra.paging import NoSuchPage
from storefront.models.order import Acceptance, FulfillmentSummary, OrderState, PaymentSummary

bp = Blueprint("listing", __name__)


@bp.get("/")
@need_permission("orders.view")
def index() -> ResponseReturnValue:
    """Orders, newest first."""
    form = OrderFilterForm(request.args)
    form.validate()
    found = orders(_wanted(form), after=_place(request.args.get("cursor", "")))
    return page(
        "admin/orders/index.html",
        nav="orders",
        form=form,
        rows=rows_of(found),
        next_cursor=_cursor(found.after) if found.after else None,
        filtered=any(request.args.get(name) for name in ("q", "answer", "money", "parcel", "since", "until")),
    )


@bp.get("/<number>")
@need_permission("orders.view")
def show(number: str) -> ResponseReturnValue:
    """One order: what to do with it, its goods, money, parcels and history."""
    order = order_by_number(number)
    return page("admin/orders/show.html", nav="orders", **face(order), forms_of=forms_of(order))


def _wanted(form: OrderFilterForm) -> OrderFilter:
    answer, state = _chosen(form.answer), None
    if answer in ("completed", "cancelled"):
        answer, state = "", OrderState(answer)
    return OrderFilter(
        mode=counted_mode(g.shop),
        query=form.q.data or "",
        acceptance=Acceptance(answer) if answer else None,
        state=state,
        payment=PaymentSummary(money) if (money := _chosen(form.money)) else None,
        fulfillment=FulfillmentSummary(parcel) if (parcel := _chosen(form.parcel)) else None,
        first_day=form.since.data,
        last_day=form.until.data,
    )


def _chosen(field: SelectField) -> str:
    """A filter's value; what is not on its list does not narrow."""
    return "" if field.errors else field.data


def _cursor(place: tuple[dt.datetime, int]) -> str:
    text = json.dumps([place[0].isoformat(), str(place[1])])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _place(cursor: str) -> tuple[dt.datetime, int] | None:
    if not cursor:
        return None
    try:
        moment, number = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return dt.datetime.fromisoformat(moment), int(number)
    except (ValueError, TypeError) as error:
        raise NoSuchPage from error
