"""Ask the gateway about payments that stay pending, less and less often, until they end."""

from __future__ import annotations

import datetime as dt

from storefront.adapters.gateways import gateway
from storefront.adapters.gateways.base import GatewayEvent, GatewayRefused
from storefront.domain.payments import breaker
from storefront.domain.payments.facts import facts_of
from storefront.domain.payments.methods import gateway_of
from storefront.domain.payments.record import ENDED_UNPAID, STILL_OPEN, WAITING
from storefront.domain.payments.start import POLL
from storefront.infra import clock, queue
from storefront.infra.db import commit_then_call, db
from storefront.infra.tenancy import current_shop_id
from storefront.models.payment import Payment, PaymentState

WAITS = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 3, 10, 30))
HOURLY = dt.timedelta(hours=1)
AFTER_EXPIRY = dt.timedelta(hours=24)
LAST_WORD = dt.timedelta(minutes=1)
GIVE_UP = dt.timedelta(hours=2)
"""How long goods wait past the end of an attempt for a gateway that does not answer the last question."""


def ask(payment: Payment) -> list[GatewayEvent]:
    """What the gateway knows of the payment now; commits first, calls with no transaction open."""
    asked = gateway_of(payment.method)
    facts, circuit = facts_of(payment), breaker.key(payment.method)
    if not asked.capabilities.query:
        return []
    try:
        return commit_then_call(lambda: breaker.guarded(circuit, lambda: asked.query(facts)))
    except GatewayRefused:
        return []


def ask_again_later(payment: Payment) -> None:
    """Leave the next poll, unless the payment has ended or is a day past its end.

    A refusal is asked about once more when the attempt's time is over: money wins over what was told.
    """
    if payment.state in ENDED_UNPAID and payment.expires_at and clock.now() < payment.expires_at:
        _leave(payment, "last", payment.expires_at + LAST_WORD)
    ends = [moment for moment in (payment.expires_at, payment.hold_until) if moment]
    last = max(ends) + AFTER_EXPIRY if ends else None
    if payment.state not in STILL_OPEN or (last is not None and clock.now() > last):
        return
    wait = WAITS[payment.polls] if payment.polls < len(WAITS) else HOURLY
    payment.polls += 1
    _leave(payment, str(payment.polls), clock.now() + wait)


def _leave(payment: Payment, turn: str, run_at: dt.datetime) -> None:
    queue.enqueue(
        POLL,
        shop_id=current_shop_id(),
        unique_key=f"{POLL}:{payment.id}:{turn}",
        run_at=run_at,
        payment=str(payment.id),
    )


def may_still_be_told(payment: Payment) -> bool:
    """Whether a gateway that can be asked may yet report money for an attempt, also for a refused one."""
    if payment.state is PaymentState.AUTHORIZED:
        return payment.stored_card_id is None
    if not gateway(payment.gateway).capabilities.query:
        return False
    if payment.state in ENDED_UNPAID:
        return payment.expires_at is not None and clock.now() < payment.expires_at + 2 * LAST_WORD
    if payment.state not in WAITING:
        return False
    return payment.expires_at is None or clock.now() < payment.expires_at + GIVE_UP


def payment_of(payment_id: str) -> Payment:
    """The payment a job names."""
    return db.session.get_one(Payment, (current_shop_id(), int(payment_id)))
