"""The only road from a gateway's word to a paid order. Callbacks, polls and bank feeds all end here."""

from __future__ import annotations

from storefront.adapters.gateways.base import EventKind, GatewayEvent, Outcome
from storefront.domain.orders.transitions import complete_if_done
from storefront.domain.payments.match import payment_by_charge, payment_by_memo, payment_by_number
from storefront.domain.payments.record import locked_with_order, record_fact
from storefront.domain.payments.refund_facts import (
    fail_refund,
    finish_refund,
    record_external,
    refund_meant,
)
from storefront.domain.payments.reviews import open_review
from storefront.infra import events
from storefront.models.payment import Payment, PaymentMethod, RefundState


def apply_event(method: PaymentMethod, event: GatewayEvent) -> Outcome:
    """Apply one verified fact to the shop's data; safe to run twice and in any order.

    What can't be matched waits as a Review. Source: reference rules for gateways, decisions 7.
    """
    payment = _payment(event)
    if payment is None or payment.payment_method_id != method.id:
        _leave_for_a_look(method, event)
        return Outcome.UNKNOWN_PAYMENT
    if event.kind in (EventKind.REFUNDED, EventKind.REFUND_FAILED):
        return _refund_fact(payment, event)
    outcome = record_fact(payment, event)
    complete_if_done(payment.order, by=events.GATEWAY)
    return outcome


def _payment(event: GatewayEvent) -> Payment | None:
    if event.public_number is not None:
        return payment_by_number(event.public_number)
    return (payment_by_charge(event.charge_ref) if event.charge_ref else None) or payment_by_memo(event.memo)


def _refund_fact(payment: Payment, event: GatewayEvent) -> Outcome:
    _, payment = locked_with_order(payment)
    refund = refund_meant(payment, event)
    if refund is None:
        if event.kind is EventKind.REFUNDED:
            record_external(payment, event)
        return Outcome.ACCEPTED
    if refund.amount != event.money.amount:
        open_review(
            "two_amounts",
            payment=payment,
            fingerprint=f"refund:{refund.id}:{event.money.amount}",
            reference=event.provider_ref,
            first=refund.amount,
            second=event.money.amount,
        )
        return Outcome.WRONG_AMOUNT
    known = refund.state in (RefundState.DONE, RefundState.FAILED)
    if event.kind is EventKind.REFUNDED:
        finish_refund(refund, reference=event.provider_ref, by=events.GATEWAY, happened_at=event.happened_at)
    else:
        fail_refund(
            refund,
            reason=event.reason,
            by=events.GATEWAY,
            reference=event.provider_ref,
            happened_at=event.happened_at,
        )
    return Outcome.DUPLICATE if known else Outcome.ACCEPTED


def _leave_for_a_look(method: PaymentMethod, event: GatewayEvent) -> None:
    """Money (or news of it) that no payment of this shop explains; told once a reference."""
    open_review(
        "unknown_payment",
        fingerprint=f"{method.id}:{event.kind.value}:{event.provider_ref}",
        gateway=method.gateway,
        reference=event.provider_ref,
        kind=event.kind.value,
        amount=event.money.amount,
        memo=event.memo[:100],
    )
