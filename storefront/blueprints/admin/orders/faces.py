"""What the order pages show, worked out once so that templates only show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from storefront.blueprints.admin.orders.forms import blank_forms
from storefront.blueprints.admin.orders.money_faces import money, money_face, offer_refunds
from storefront.blueprints.common.forms import BaseForm
from storefront.domain.orders import exempt, queries, words
from storefront.domain.orders.documents import address_lines
from storefront.domain.support.complaints import complaints_of
from storefront.infra.dates import format_datetime
from storefront.infra.db import db
from storefront.infra.events import ActorKind, Event
from storefront.infra.i18n import current_locale
from storefront.infra.phone import format_phone
from storefront.infra.quantity import format_quantity
from storefront.models.order import LineItem, Order, OrderState
from storefront.models.user import User


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One row of a list of orders."""

    number: str
    placed: str
    customer: str
    total: str
    headline: str
    tone: str
    order: Order


@dataclass(frozen=True, slots=True)
class LineFace:
    """One line of an order, with what is still to be sent, in thousandths and in words."""

    id: int
    name: str
    sku: str
    quantity: str
    unit_price: str
    amount: str
    left: int
    left_shown: str
    sent: int
    sent_shown: str
    unit: str


def rows_of(found: queries.OrderPage) -> list[OrderLine]:
    """A page of orders as rows."""
    return [
        OrderLine(
            number=row.order.number,
            placed=format_datetime(row.order.placed_at, current_locale()),
            customer=row.customer_name,
            total=money(row.order, row.order.total),
            headline=str(words.headline(row.order)),
            tone=_tone(row.order),
            order=row.order,
        )
        for row in found.rows
    ]


def _tone(order: Order) -> str:
    if order.state is OrderState.COMPLETED:
        return "good"
    if order.state is OrderState.CANCELLED:
        return "quiet"
    return "warn" if order.awaits_answer else "info"


def face(order: Order) -> dict[str, Any]:
    """Everything the page of one order shows."""
    noted = exempt.exemption_of(order)
    return {
        **money_face(order),
        "order": order,
        "lines": [_line(order, line) for line in order.line_items],
        "sums": _sums(order),
        "buyer": order.buyer,
        "buyer_phone": format_phone(order.buyer["phone"]) if order.buyer.get("phone") else "",
        "buyer_address": address_lines(order.buyer),
        "placed": format_datetime(order.placed_at, current_locale()),
        "answer_by": format_datetime(order.answer_by, current_locale()) if order.answer_by else "",
        "entries": _timeline(order),
        "exemption": exempt.REASONS[noted.reason] if noted else None,
        "exemption_laws": {key: each.law for key, each in exempt.REASONS.items()},
        "complaints": complaints_of(order),
    }


def forms_of(order: Order, **sent: Any) -> dict[str, Any]:
    """The forms of the order page, with those that were sent and not good yet."""
    ready = {**blank_forms(order), **sent}
    offer_refunds(ready["refund"], order)
    for name, form in ready.items():
        _name_apart(name, form)
    return ready


def _name_apart(name: str, form: BaseForm) -> None:
    """Several forms of the page ask for an amount or a reason; a label must find its own field."""
    for field in form:
        field.id = f"{name}-{field.short_name}"


def _line(order: Order, line: LineItem) -> LineFace:
    locale = current_locale()
    left, sent = line.quantity - line.fulfilled, line.fulfilled - line.returned
    return LineFace(
        id=line.id,
        name=" – ".join(part for part in (line.product_name, line.variant_title) if part),
        sku=line.sku or "",
        quantity=f"{format_quantity(line.quantity, locale)} {line.unit}",
        unit_price=money(order, line.unit_price),
        amount=money(order, line.amount),
        left=left,
        left_shown=format_quantity(left, locale),
        sent=sent,
        sent_shown=format_quantity(sent, locale),
        unit=line.unit,
    )


def _sums(order: Order) -> list[tuple[str, str]]:
    rows = [(_("Goods in all"), order.subtotal)]
    if order.discount:
        rows.append((_("Discount"), -order.discount))
    rows += [(_("Delivery fee"), order.shipping_fee), (_("Total"), order.total)]
    if order.paid:
        rows.append((_("Received"), order.paid))
    if order.refunded:
        rows.append((_("Given back"), order.refunded))
    if order.paid and order.due > 0:
        rows.append((_("Still owed"), order.due))
    return [(label, money(order, amount)) for label, amount in rows]


def _timeline(order: Order) -> list[dict[str, str]]:
    found = [event for event in reversed(queries.timeline(order)) if event.topic in words.EVENTS]
    names = _names(found)
    return [
        {
            "title": str(words.EVENTS[event.topic]),
            "when": format_datetime(event.at, current_locale()),
            "iso": event.at.isoformat(),
            "who": _who(event, names),
        }
        for event in found
    ]


def _names(found: list[Event]) -> dict[int, str]:
    wanted = {event.actor_id for event in found if event.actor_kind is ActorKind.USER and event.actor_id}
    rows = db.session.execute(select(User.id, User.name).where(User.id.in_(wanted)))
    return {row.id: row.name for row in rows}


def _who(event: Event, names: dict[int, str]) -> str:
    kinds = {
        ActorKind.CUSTOMER: _("customer"),
        ActorKind.GATEWAY: _("payment gateway"),
        ActorKind.JOB: _("automatically"),
        ActorKind.SYSTEM: _("automatically"),
    }
    name = names.get(event.actor_id or 0) or kinds.get(event.actor_kind, "")
    return _("%(name)s, helping", name=name) if event.on_behalf_of else name
