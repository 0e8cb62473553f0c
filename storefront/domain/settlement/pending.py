"""Payments that wait: ask the gateway, and let those past their end expire."""

from __future__ import annotations

from sqlalchemy import select

from storefront.adapters.gateways.base import EventKind, GatewayEvent, Mode
from storefront.domain.payments import poll
from storefront.domain.payments.record import STILL_OPEN, record_fact
from storefront.domain.settlement.apply_event import apply_event
from storefront.infra import clock, events
from storefront.infra.db import db
from storefront.infra.money import Money
from storefront.infra.tenancy import current_shop_id
from storefront.models.payment import Payment, PaymentMethod


def settle(payment_id: str) -> None:
    """Ask about one payment, apply what is told, expire it when its time is over, come again if need be."""
    payment = poll.payment_of(payment_id)
    told = poll.ask(payment)
    for event in told:
        apply_event(_method(payment), event)
    expire_if_due(payment)
    poll.ask_again_later(payment)


def check_now(payment: Payment) -> None:
    """The shopper's "check now": one question to the gateway; no wait is changed by it."""
    for event in poll.ask(payment):
        apply_event(_method(payment), event)


def expire_if_due(payment: Payment) -> None:
    """End an attempt whose time is over and that brought nothing in."""
    if payment.expires_at is None or payment.expires_at > clock.now() or payment.captured:
        return
    if payment.state in STILL_OPEN:
        record_fact(payment, _end_of_time(payment), by=events.JOB)


def _end_of_time(payment: Payment) -> GatewayEvent:
    return GatewayEvent(
        kind=EventKind.EXPIRED,
        provider_ref=f"expiry:{payment.id}",
        money=Money(payment.amount, payment.currency),
        happened_at=clock.now(),
        mode=Mode(payment.mode.value),
    )


def due_to_expire(limit: int = 200) -> list[tuple[int, int]]:
    """(shop, payment) ids of open attempts past their end that no poll looks after, across shops."""
    rows = db.session.execute(
        select(Payment.shop_id, Payment.id)
        .where(Payment.state.in_(STILL_OPEN), Payment.expires_at < clock.now(), Payment.captured == 0)
        .limit(limit)
    )
    return [(row.shop_id, row.id) for row in rows]


def _method(payment: Payment) -> PaymentMethod:
    return db.session.get_one(PaymentMethod, (current_shop_id(), payment.payment_method_id))
