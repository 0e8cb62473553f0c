"""What becomes of a refund: done, failed, failed after all, or made at the gateway without us.

Of two contradicting facts the one that *happened* later is believed, whatever order they arrived in.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from storefront.adapters.gateways.base import EventKind, GatewayEvent, Mode
from storefront.domain.payments import summary
from storefront.domain.payments.record import record_fact
from storefront.domain.payments.reviews import close_review, open_review
from storefront.infra import clock, events
from storefront.infra.db import db, locked
from storefront.infra.money import Money
from storefront.infra.tenancy import current_shop_id
from storefront.models.payment import (
    Payment,
    Refund,
    RefundChannel,
    RefundState,
    Transaction,
    TransactionKind,
)


def finish_refund(
    refund: Refund, *, reference: str, by: events.Actor, happened_at: dt.datetime | None = None
) -> None:
    """The money went back: by the gateway's word, or a person's with the bank's reference."""
    refund = locked(refund)
    happened_at = happened_at or clock.now()
    if refund.state is RefundState.DONE:
        return
    payment, late = _payment(refund), _outdated(refund, happened_at)
    refund.provider_ref = reference
    record_fact(payment, _fact(refund, payment, EventKind.REFUNDED, reference, happened_at), by=by)
    _count(refund, payment, counted=not late)
    if late:
        return
    refund.state, refund.ended_at = RefundState.DONE, happened_at
    for cause in ("refund_by_hand", "refund_failed"):
        close_review(cause, str(refund.id), "refunded", by=by)
    events.record("refund.done", refund, by=by, order=str(refund.order_id), amount=refund.amount)


def fail_refund(
    refund: Refund,
    *,
    reason: str,
    by: events.Actor,
    reference: str = "",
    happened_at: dt.datetime | None = None,
) -> None:
    """The money did not go back, perhaps after it was said to be on its way; it may be asked for again."""
    refund = locked(refund)
    happened_at = happened_at or clock.now()
    payment = _payment(refund)
    if reference:
        record_fact(payment, _fact(refund, payment, EventKind.REFUND_FAILED, reference, happened_at), by=by)
    if refund.state is RefundState.FAILED or _outdated(refund, happened_at):
        return
    refund.state, refund.ended_at = RefundState.FAILED, happened_at
    _count(refund, payment, counted=False)
    open_review(
        "refund_failed",
        payment=payment,
        fingerprint=str(refund.id),
        refund=str(refund.id),
        amount=refund.amount,
        reason=reason[:200],
    )
    events.record("refund.failed", refund, by=by, order=str(refund.order_id), amount=refund.amount)


def refund_meant(payment: Payment, event: GatewayEvent) -> Refund | None:
    """Our refund that a gateway's fact is about: by our id, by its own, or the one waiting with this sum."""
    if event.refund_id.isdecimal():
        named = db.session.get(Refund, (current_shop_id(), int(event.refund_id)))
        if named is not None and named.payment_id == payment.id:
            return named
    mine = select(Refund).where(Refund.payment_id == payment.id, Refund.channel == RefundChannel.GATEWAY)
    known = db.session.scalars(mine.where(Refund.provider_ref == event.provider_ref)).first()
    if known is not None or event.refund_id:
        return known
    waiting = mine.where(Refund.state == RefundState.SENT, Refund.amount == event.money.amount)
    return db.session.scalars(waiting.order_by(Refund.id)).first()


def record_external(payment: Payment, event: GatewayEvent) -> Refund:
    """A refund made in the gateway's own dashboard: taken as it is."""
    refund = Refund(
        payment_id=payment.id,
        order_id=payment.order_id,
        amount=event.money.amount,
        currency=event.money.currency,
        origin="external",
        state=RefundState.SENT,
        idempotency_key=f"external:{event.provider_ref}"[:64],
    )
    db.session.add(refund)
    db.session.flush()
    finish_refund(refund, reference=event.provider_ref, by=events.GATEWAY, happened_at=event.happened_at)
    return refund


def _outdated(refund: Refund, happened_at: dt.datetime) -> bool:
    return refund.ended_at is not None and happened_at < refund.ended_at


def _payment(refund: Refund) -> Payment:
    return db.session.get_one(Payment, (current_shop_id(), refund.payment_id))


def _fact(
    refund: Refund, payment: Payment, kind: EventKind, reference: str, happened_at: dt.datetime
) -> GatewayEvent:
    return GatewayEvent(
        kind=kind,
        provider_ref=reference,
        money=Money(refund.amount, refund.currency),
        happened_at=happened_at,
        mode=Mode(payment.mode.value),
        refund_id=str(refund.id),
    )


def _count(refund: Refund, payment: Payment, *, counted: bool) -> None:
    """Let the refund's own fact count or not, and keep the order's sums."""
    sent_back = db.session.scalar(
        select(Transaction).where(
            Transaction.payment_id == payment.id,
            Transaction.kind == TransactionKind.REFUNDED,
            Transaction.provider_ref == refund.provider_ref,
        )
    )
    if sent_back is not None:
        sent_back.counted = counted
    summary.refresh(locked(payment.order))
