"""Goods leave for the shopper, and sometimes come back."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext, lazy_gettext
from sqlalchemy import select

from storefront.domain.inventory import reserve
from storefront.domain.shipping.sold import count_sold
from storefront.infra import clock, events
from storefront.infra.db import db, locked
from storefront.infra.errors import Conflict, Invalid
from storefront.infra.text import clean
from storefront.models.order import Acceptance, Fulfillment, FulfillmentSummary, LineItem, Order, OrderState


class OrderNotFulfillable(Conflict):
    """It is cancelled, completed, declined or has lapsed."""

    code = "order_not_fulfillable"
    message = lazy_gettext("This order is closed, so nothing can be sent for it.")


class NothingToReturn(Conflict):
    """More would come back than was sent."""

    code = "nothing_to_return"
    message = lazy_gettext("More would come back than was sent.")


def fulfil(
    order: Order,
    *,
    lines: Mapping[int, int] | None,
    carrier: str,
    tracking_number: str,
    key: str,
    by: events.Actor,
) -> Fulfillment:
    """Send goods of an order: line item id -> thousandths, everything left when None.

    The same key gives the same fulfillment. Sending accepts the offer; it pays nothing (COD).
    Raises OrderNotFulfillable, Invalid on `lines`, NotEnoughStock.
    """
    order = locked(order)
    known = _by_key(order, key)
    if known is not None:
        return known
    if order.state is not OrderState.OPEN or order.acceptance in (Acceptance.DECLINED, Acceptance.LAPSED):
        raise OrderNotFulfillable
    sent = _checked(order, lines)
    reserve.take(order, sent)
    fulfillment = _fulfillment(order, sent, carrier=carrier, tracking_number=tracking_number, key=key)
    for line in order.line_items:
        line.fulfilled += sent.get(line.id, 0)
    if any(_left(line) for line in order.line_items):
        reserve.keep(order)
    count_sold(order, sent)
    order.accepted_at = order.accepted_at or clock.now()
    summarise(order)
    db.session.flush()
    events.record(
        "order.fulfilled",
        order,
        by=by,
        number=order.number,
        fulfillment_id=str(fulfillment.id),
        summary=order.fulfillment_summary.value,
    )
    return fulfillment


def take_back(
    order: Order, *, lines: Mapping[int, int], restock: bool, reason: str, by: events.Actor
) -> None:
    """Goods came back: line item id -> thousandths; restocked ones can be sold again.

    The reason, free words, joins the shop's own note on the order. Raises NothingToReturn. Money is given
    back by a refund of its own.
    """
    order = locked(order)
    by_id = {line.id: line for line in order.line_items}
    if not lines or any(
        line_id not in by_id or not 0 < quantity <= by_id[line_id].fulfilled - by_id[line_id].returned
        for line_id, quantity in lines.items()
    ):
        raise NothingToReturn
    for line_id, quantity in lines.items():
        by_id[line_id].returned += quantity
    if restock:
        reserve.give_back(order, lines)
    count_sold(order, {line_id: -quantity for line_id, quantity in lines.items()})
    summarise(order)
    if clean(reason):
        words = gettext("Came back: %(reason)s", reason=clean(reason))
        order.owner_note = f"{order.owner_note}\n{words}".strip()
    events.record(
        "order.returned",
        order,
        by=by,
        number=order.number,
        restocked=restock,
        summary=order.fulfillment_summary.value,
    )


def summarise(order: Order) -> None:
    """Work out the order's fulfillment summary from its lines."""
    lines = order.line_items
    if all(line.fulfilled == 0 for line in lines):
        order.fulfillment_summary = FulfillmentSummary.NONE
    elif all(line.fulfilled > 0 and line.returned == line.fulfilled for line in lines if line.fulfilled):
        order.fulfillment_summary = FulfillmentSummary.RETURNED
    elif all(line.fulfilled == line.quantity for line in lines):
        order.fulfillment_summary = FulfillmentSummary.DONE
    else:
        order.fulfillment_summary = FulfillmentSummary.PARTIAL


def _fulfillment(
    order: Order, sent: Mapping[int, int], *, carrier: str, tracking_number: str, key: str
) -> Fulfillment:
    made = Fulfillment(
        order_id=order.id,
        idempotency_key=key,
        carrier=clean(carrier),
        tracking_number=clean(tracking_number),
        lines=[{"line_item_id": str(line_id), "quantity": quantity} for line_id, quantity in sent.items()],
        sent_at=clock.now(),
    )
    order.fulfillments.append(made)
    return made


def _by_key(order: Order, key: str) -> Fulfillment | None:
    wanted = select(Fulfillment).where(Fulfillment.order_id == order.id, Fulfillment.idempotency_key == key)
    return db.session.scalars(wanted).one_or_none()


def _checked(order: Order, lines: Mapping[int, int] | None) -> dict[int, int]:
    left = {line.id: _left(line) for line in order.line_items if _left(line) > 0}
    asked = left if lines is None else lines
    wanted = {line_id: quantity for line_id, quantity in asked.items() if quantity}
    if not wanted:
        raise Invalid.field("lines", gettext("Choose what is sent."))
    if any(not 0 < quantity <= left.get(line_id, 0) for line_id, quantity in wanted.items()):
        raise Invalid.field("lines", gettext("More would be sent than was ordered."))
    return wanted


def _left(line: LineItem) -> int:
    return line.quantity - line.fulfilled
