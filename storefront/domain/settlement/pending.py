"""Payments that wait: ask the gateway, and let those past their end expire."""

from __future__ import annotations

from sqlalchemy import and_, or_, select

from storefront.adapters.gateways.base import (
    ClosesAttempts,
    EventKind,
    GatewayEvent,
    GatewayRefused,
    GatewayUnavailable,
    Mode,
)
from storefront.domain.payments import breaker, poll
from storefront.domain.payments.facts import facts_of
from storefront.domain.payments.methods import gateway_of
from storefront.domain.payments.record import WAITING, let_card_go, record_fact
from storefront.domain.settlement.apply_event import apply_event
from storefront.infra import clock, events
from storefront.infra.db import commit_then_call, db
from storefront.infra.money import Money
from storefront.infra.tenancy import current_shop_id
from storefront.models.payment import Payment, PaymentMethod, PaymentState


def settle(payment_id: str) -> None:
    """Ask about one payment, apply what is told, expire it when its time is over, come again if need be.

    A gateway that does not answer is no failure of the job: it is asked again in its turn.
    """
    payment = poll.payment_of(payment_id)
    _ask_and_close(payment)
    poll.ask_again_later(payment)


def check_now(payment: Payment) -> None:
    """The shopper's "check now": one question to the gateway; no wait is changed by it."""
    _ask_and_apply(payment)


def close_attempts(order_id: int) -> None:
    """Close what is still open at gateways for a cancelled order; money that came first is heard of.

    Raises GatewayUnavailable to be run again.
    """
    waiting = select(Payment).where(Payment.order_id == order_id, Payment.state.in_(WAITING))
    for payment in db.session.scalars(waiting).all():
        asked = gateway_of(payment.method)
        if isinstance(asked, ClosesAttempts):
            _close(payment, asked)


def _close(payment: Payment, asked: ClosesAttempts) -> None:
    facts, circuit = facts_of(payment), breaker.key(payment.method)
    try:
        told = commit_then_call(lambda: breaker.guarded(circuit, lambda: asked.cancel(facts)))
    except GatewayRefused:
        # too late, or never begun there: the polls go on and find out
        return
    for event in told:
        apply_event(_method(payment), event)


def close_if_due(payment: Payment) -> None:
    """End an attempt past its time, after a last question to its gateway.

    A gateway that does not answer is asked again next time, until `GIVE_UP` has passed. What a card set
    aside for an order that was not paid in full goes back to it.
    """
    if _is_set_aside(payment) and payment.expires_at and payment.expires_at <= clock.now():
        let_card_go(payment, by=events.JOB)
    if _is_due(payment):
        _ask_and_close(payment)


def _ask_and_close(payment: Payment) -> None:
    try:
        _ask_and_apply(payment)
    except GatewayUnavailable:
        if poll.may_still_be_told(payment):
            return
    _expire_if_due(payment)


def _ask_and_apply(payment: Payment) -> None:
    for event in poll.ask(payment):
        apply_event(_method(payment), event)


def _is_due(payment: Payment) -> bool:
    over = payment.expires_at is not None and payment.expires_at <= clock.now()
    return over and payment.state in WAITING and not payment.captured


def _is_set_aside(payment: Payment) -> bool:
    return payment.stored_card_id is not None and payment.state is PaymentState.AUTHORIZED


def _expire_if_due(payment: Payment) -> None:
    if _is_due(payment):
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
    """(shop, payment) ids of open attempts past their end, across shops."""
    rows = db.session.execute(
        select(Payment.shop_id, Payment.id)
        .where(
            or_(
                Payment.state.in_(WAITING),
                and_(Payment.state == PaymentState.AUTHORIZED, Payment.stored_card_id.is_not(None)),
            ),
            Payment.expires_at < clock.now(),
            Payment.captured == 0,
        )
        .limit(limit)
    )
    return [(row.shop_id, row.id) for row in rows]


def _method(payment: Payment) -> PaymentMethod:
    return db.session.get_one(PaymentMethod, (current_shop_id(), payment.payment_method_id))
