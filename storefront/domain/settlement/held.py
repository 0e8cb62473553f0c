"""Money that is held and not yet taken: take it, let it go, and say so before the hold ends by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from flask_babel import lazy_gettext
from sqlalchemy import select

from storefront.adapters.gateways.base import Gateway, GatewayEvent, GatewayRefused
from storefront.domain.payments import breaker, card_facts
from storefront.domain.payments.facts import facts_of
from storefront.domain.payments.methods import gateway_of
from storefront.domain.payments.reviews import close_review, open_review
from storefront.domain.settlement.apply_event import apply_event
from storefront.infra import clock, events
from storefront.infra.db import commit_then_call, db, locked
from storefront.infra.errors import Conflict
from storefront.infra.money import Money
from storefront.models.payment import Payment, PaymentMethod, PaymentState

Asking = Callable[[], list[GatewayEvent]]
"""A call to the gateway, made ready while the database is at hand."""
WARN_BEFORE = dt.timedelta(hours=24)
"""How long before its end a hold is warned of; a shorter hold at half its time."""


class NothingHeld(Conflict):
    """The payment holds no money that could be taken or let go."""

    code = "nothing_held"
    message = lazy_gettext("No money is held for this payment any more.")


class HoldRefused(Conflict):
    """The gateway said no, in its own word."""

    code = "hold_refused"
    message = lazy_gettext("The gateway refused. Ask it again on this page, or contact the gateway.")


def capture(payment: Payment, amount: int, *, by: events.Actor) -> None:
    """Take held money, all of it or less (minor units); asked twice it is taken once.

    Commits and calls the gateway. Raises NothingHeld, HoldRefused, GatewayUnavailable: then nothing is known,
    and the payment goes on being asked about.
    """
    if not 0 < amount <= payment.amount:
        raise NothingHeld(amount=amount)
    payment.taking = amount
    if payment.stored_card_id is not None:
        _book(payment, "payment.capture_requested", by, lambda: card_facts.capture(payment, amount))
        return
    _ask(payment, "payment.capture_requested", by, lambda gateway: _taking(gateway, payment, amount))


def void(payment: Payment, *, by: events.Actor) -> None:
    """Let held money go. Commits and calls the gateway. Raises as `capture` does."""
    if payment.stored_card_id is not None:
        _book(payment, "payment.void_requested", by, lambda: card_facts.void(payment))
        return
    _ask(payment, "payment.void_requested", by, lambda gateway: _letting_go(gateway, payment))


def warn(payment: Payment) -> None:
    """Open a Review for a hold that ends soon; harmless twice."""
    if payment.state is PaymentState.AUTHORIZED and payment.hold_until is not None:
        open_review(
            "hold_ending",
            payment=payment,
            fingerprint=str(payment.id),
            amount=payment.amount,
            until=payment.hold_until.isoformat(),
        )


def ending_soon(limit: int = 200) -> list[tuple[int, int]]:
    """(shop, payment) ids of holds that end within a day, across shops."""
    rows = db.session.execute(
        select(Payment.shop_id, Payment.id)
        .where(
            Payment.state == PaymentState.AUTHORIZED,
            Payment.hold_until < clock.now() + WARN_BEFORE,
        )
        .limit(limit)
    )
    return [(row.shop_id, row.id) for row in rows]


def _book(payment: Payment, topic: str, by: events.Actor, booking: Asking) -> None:
    """In the shop's own books, within the caller's transaction."""
    locked(payment.order)
    payment = locked(payment)
    if payment.state is not PaymentState.AUTHORIZED:
        raise NothingHeld
    events.record(topic, payment, by=by, order=str(payment.order_id), gateway=payment.gateway)
    for event in booking():
        apply_event(payment.method, event)


def _ask(
    payment: Payment,
    topic: str,
    by: events.Actor,
    asking: Callable[[Gateway], Callable[[], list[GatewayEvent]]],
) -> None:
    locked(payment.order)
    payment = locked(payment)
    if payment.state is not PaymentState.AUTHORIZED:
        raise NothingHeld
    method: PaymentMethod = payment.method
    ask, circuit = asking(gateway_of(method)), breaker.key(method)
    events.record(topic, payment, by=by, order=str(payment.order_id), gateway=payment.gateway)
    try:
        told = commit_then_call(lambda: breaker.guarded(circuit, ask))
    except GatewayRefused as error:
        raise HoldRefused(reason=str(error)[:200]) from error
    for event in told:
        apply_event(method, event)
    close_review("hold_ending", str(payment.id), "settled", by=by)


def _taking(gateway: Gateway, payment: Payment, amount: int) -> Asking:
    facts, money = facts_of(payment), Money(amount, payment.currency)
    return lambda: gateway.capture(facts, money)


def _letting_go(gateway: Gateway, payment: Payment) -> Asking:
    facts = facts_of(payment)
    return lambda: gateway.void(facts)
