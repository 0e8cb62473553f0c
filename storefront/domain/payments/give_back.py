"""Settle a finding by giving back the money it is about: all of that payment, or what was too much."""

from __future__ import annotations

from sqlalchemy import select

from storefront.domain.payments.refund import RefundTooLarge, refundable, request_refund
from storefront.domain.payments.reviews import resolve
from storefront.infra import events
from storefront.infra.db import db
from storefront.models.order import Order
from storefront.models.payment import Payment, Refund, Review

OVERPAID = "paid_over"


def to_give_back(review: Review) -> int:
    """What would go back, in minor units; 0 when there is nothing left to give."""
    payment = _payment(review)
    if payment is None:
        return 0
    left = refundable(payment)
    if review.cause != OVERPAID:
        return max(left, 0)
    order: Order = payment.order
    return max(min(left, order.paid - order.refunded - order.total), 0)


def give_back(review: Review, *, by: events.Actor) -> Refund:
    """Promise it back and close the finding; pressed twice it is promised once. Raises RefundTooLarge."""
    payment, amount = _payment(review), to_give_back(review)
    if payment is None or not amount:
        raise RefundTooLarge(amount=amount)
    refund = request_refund(payment, amount, reason="", key=f"review:{review.id}", by=by)
    resolve(review, "refunded", by=by)
    return refund


def _payment(review: Review) -> Payment | None:
    if review.payment_id is None:
        return None
    return db.session.scalar(select(Payment).where(Payment.id == review.payment_id))
