"""The seller's answer to an offer: accepted, declined, or none in time."""

from __future__ import annotations

from flask_babel import lazy_gettext

from storefront.domain.inventory import reserve as stock
from storefront.domain.orders.transitions import move
from storefront.domain.payments.record import stop_waiting
from storefront.domain.payments.refund import request_refunds
from storefront.infra import clock, events
from storefront.infra.db import locked
from storefront.infra.errors import Conflict
from storefront.infra.text import clean
from storefront.models.order import Acceptance, Order, OrderState


class OrderAlreadyAnswered(Conflict):
    """It was accepted, declined, cancelled or has lapsed."""

    code = "order_already_answered"
    message = lazy_gettext("This order has already been answered or has lapsed.")


def accept(order: Order, *, by: events.Actor) -> None:
    """Say yes: the goods stay held for as long as it takes. Harmless twice.

    Goods released meanwhile are held again. Raises OrderAlreadyAnswered, NotEnoughStock.
    """
    order = locked(order)
    if order.state is OrderState.OPEN and order.acceptance is Acceptance.ACCEPTED:
        return
    _still_waiting(order)
    order.accepted_at = clock.now()
    hold_for_good(order)
    events.record("order.accepted", order, by=by, number=order.number)


def decline(order: Order, *, reason: str, by: events.Actor) -> None:
    """Say no: the goods are free again, and money that came is promised back. Raises OrderAlreadyAnswered."""
    order = locked(order)
    _still_waiting(order)
    order.declined_at = clock.now()
    order.cancel_reason = clean(reason)
    _end(order, by=by)
    events.record("order.declined", order, by=by, number=order.number)


def lapse(order: Order) -> None:
    """The time to answer passed in silence, so the offer ends by itself; harmless when it was answered."""
    order = locked(order)
    if not order.awaits_answer or order.answer_by is None or order.answer_by > clock.now():
        return
    order.lapsed_at = clock.now()
    _end(order, by=events.JOB)
    events.record("order.lapsed", order, by=events.JOB, number=order.number)


def hold_for_good(order: Order) -> None:
    """What is held for a locked order no longer expires; what was released is held again."""
    if not stock.keep(order):
        stock.reserve(order, expires_at=None)


def _still_waiting(order: Order) -> None:
    if not order.awaits_answer:
        raise OrderAlreadyAnswered


def _end(order: Order, *, by: events.Actor) -> None:
    move(order, OrderState.CANCELLED)
    stock.release(order)
    stop_waiting(order, by=by)
    request_refunds(order, by=by)
