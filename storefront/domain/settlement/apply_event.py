"""The only road from a gateway's word to a paid order. Callbacks, polls and bank feeds all end here."""

from __future__ import annotations

from sqlalchemy import select

from storefront.adapters.gateways.base import EventKind, GatewayEvent, Outcome
from storefront.domain.orders.transitions import complete_if_done
from storefront.domain.payments.match import payment_by_memo, payment_by_number
from storefront.domain.payments.record import record_fact
from storefront.domain.payments.refund import finish_refund
from storefront.domain.payments.reviews import open_review
from storefront.infra import events
from storefront.infra.db import db
from storefront.infra.tenancy import current_shop_id
from storefront.models.payment import Payment, PaymentMethod, Refund, Review


def apply_event(method: PaymentMethod, event: GatewayEvent) -> Outcome:
    """Apply one verified fact to the shop's data; safe to run twice.

    What can't be matched waits as a Review. Source: reference rules for gateways, decisions 7.
    """
    payment = _payment(event)
    if payment is None or payment.payment_method_id != method.id:
        _leave_for_a_look(method, event)
        return Outcome.UNKNOWN_PAYMENT
    if event.kind is EventKind.REFUNDED and event.refund_id:
        return _our_refund(payment, event)
    outcome = record_fact(payment, event)
    complete_if_done(payment.order, by=events.GATEWAY)
    return outcome


def _payment(event: GatewayEvent) -> Payment | None:
    if event.public_number is not None:
        return payment_by_number(event.public_number)
    return payment_by_memo(event.memo)


def _our_refund(payment: Payment, event: GatewayEvent) -> Outcome:
    refund = db.session.get(Refund, (current_shop_id(), int(event.refund_id)))
    if refund is None or refund.payment_id != payment.id:
        return record_fact(payment, event)
    if refund.amount != event.money.amount:
        open_review("two_amounts", payment=payment, reference=event.provider_ref)
        return Outcome.WRONG_AMOUNT
    finish_refund(refund, reference=event.provider_ref, by=events.GATEWAY)
    return Outcome.ACCEPTED


def _leave_for_a_look(method: PaymentMethod, event: GatewayEvent) -> None:
    """Money (or news of it) that no payment of this shop explains; told once a reference."""
    seen = db.session.scalars(select(Review).where(Review.cause == "unknown_payment")).all()
    if any(review.facts.get("reference") == event.provider_ref for review in seen):
        return
    open_review(
        "unknown_payment",
        gateway=method.gateway,
        reference=event.provider_ref,
        kind=event.kind.value,
        amount=event.money.amount,
        memo=event.memo[:100],
    )
