"""Orders that end before anything was sent, and those whose money never came."""

from __future__ import annotations

import datetime as dt

from flask_babel import lazy_gettext
from sqlalchemy import select

from storefront.domain.inventory import reserve as stock
from storefront.domain.orders.transitions import move
from storefront.domain.payments.poll import may_still_be_told
from storefront.domain.payments.record import let_cards_go, stop_waiting
from storefront.domain.payments.refund import request_refunds
from storefront.infra import clock, events
from storefront.infra.db import db, locked
from storefront.infra.errors import Conflict, Forbidden
from storefront.infra.text import clean
from storefront.models.order import Acceptance, Order, OrderState, PaymentSummary
from storefront.models.payment import Payment
from storefront.models.shop import ShopSettings

ABANDONED_AFTER = dt.timedelta(days=7)
"""How long an unpaid order can still be paid; gateways rarely tell of money later than that."""


class OrderNotCancellable(Conflict):
    """Something was sent already, or the order is closed."""

    code = "order_not_cancellable"
    message = lazy_gettext(
        "This order can no longer be cancelled. Goods that come back are taken as a return."
    )


class TooLateToCancel(Forbidden):
    """The shop announced until when shoppers may cancel by themselves."""

    code = "too_late_to_cancel"
    message = lazy_gettext("This order can no longer be cancelled here. Please contact the shop.")


def cancel(order: Order, *, reason: str, by: events.Actor) -> None:
    """Cancel an order that has not shipped: give back the stock, ask for the money back.

    Raises OrderNotCancellable.
    """
    order = locked(order)
    if not order.is_cancellable:
        raise OrderNotCancellable
    move(order, OrderState.CANCELLED)
    order.cancel_reason = clean(reason)
    stock.release(order)
    stop_waiting(order, by=by)
    request_refunds(order, by=by)
    events.record("order.cancelled", order, by=by, number=order.number, mode=order.mode.value)


def shopper_may_cancel(order: Order, settings: ShopSettings) -> bool:
    """Whether the shopper may still cancel by themselves, by the stage the shop announced."""
    before_answer = order.acceptance is Acceptance.WAITING
    return order.is_cancellable and (settings.cancel_until != "accepted" or before_answer)


def cancel_by_shopper(order: Order, settings: ShopSettings) -> None:
    """Cancel through the order's own page. Raises TooLateToCancel, OrderNotCancellable."""
    order = locked(order)
    if not shopper_may_cancel(order, settings):
        raise TooLateToCancel
    cancel(order, reason="", by=events.CUSTOMER)


def expire(order: Order) -> None:
    """The time to pay has passed: the goods are free again; the order can still be paid if goods are left.

    Harmless when it was paid or accepted meanwhile, waits for the seller's answer, or when a gateway has not
    yet answered the last question about it.
    """
    order = locked(order)
    waits_for_money = order.state is OrderState.OPEN and order.answer_by is None
    if not waits_for_money or not stock.expired(order) or _may_still_be_paid(order):
        return
    stock.release(order)
    let_cards_go(order, by=events.JOB)
    events.record("order.expired", order, by=events.JOB, number=order.number)


def _may_still_be_paid(order: Order) -> bool:
    payments = db.session.scalars(select(Payment).where(Payment.order_id == order.id))
    return any(may_still_be_told(payment) for payment in payments)


def abandon(order: Order) -> None:
    """Cancel an order nobody paid or answered for days, so that lists stay true; harmless otherwise."""
    order = locked(order)
    unpaid = order.payment_summary in (PaymentSummary.UNPAID, PaymentSummary.PENDING) and not order.paid
    old = order.placed_at < clock.now() - ABANDONED_AFTER
    if order.is_cancellable and order.awaits_answer and unpaid and old:
        cancel(order, reason="", by=events.JOB)
