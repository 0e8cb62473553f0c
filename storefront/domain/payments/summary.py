"""What an order's money looks like: sums over facts, never numbers kept by hand."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, select

from storefront.adapters.gateways import gateway
from storefront.adapters.gateways.base import Patience
from storefront.infra.db import db
from storefront.models.order import Order, PaymentSummary
from storefront.models.payment import Payment, PaymentState, Transaction, TransactionKind

OPEN = (PaymentState.CREATED, PaymentState.PENDING, PaymentState.AUTHORIZED)
TAKEN_BACK = (TransactionKind.REFUNDED, TransactionKind.CHARGED_BACK, TransactionKind.REVERSED)


def refresh(order: Order) -> None:
    """Recompute paid, refunded, held and the payment summary of a locked order."""
    db.session.flush()
    order.paid, order.refunded, order.held = _sums(order)
    order.payment_summary = _summary(order)
    if order.paid:
        order.keep_for_accounting()
    db.session.flush()


def captured(payment: Payment) -> int:
    """What one attempt brought in, in minor units."""
    return _total(Transaction.payment_id == payment.id, Transaction.kind == TransactionKind.CHARGED)


def charged_back(payment: Payment) -> int:
    """What of one attempt a bank or gateway took back, in minor units."""
    kinds = (TransactionKind.CHARGED_BACK, TransactionKind.REVERSED)
    return _total(Transaction.payment_id == payment.id, Transaction.kind.in_(kinds))


def _sums(order: Order) -> tuple[int, int, int]:
    """What came, what went back, and what cards of the shop set aside for the order."""
    mine = select(Payment.id).where(Payment.order_id == order.id)
    held = select(func.sum(Payment.amount)).where(
        Payment.order_id == order.id,
        Payment.stored_card_id.is_not(None),
        Payment.state == PaymentState.AUTHORIZED,
    )
    counted = select(
        _sum_of(Transaction.kind == TransactionKind.CHARGED),
        _sum_of(Transaction.kind.in_(TAKEN_BACK)),
        held.scalar_subquery(),
    ).where(Transaction.counted, Transaction.payment_id.in_(mine))
    came, back, aside = db.session.execute(counted).one()
    return int(came or 0), int(back or 0), int(aside or 0)


def _sum_of(which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(Transaction.amount).filter(which)


def _total(*conditions: object) -> int:
    statement = select(func.coalesce(func.sum(Transaction.amount), 0)).where(
        Transaction.counted,
        *conditions,  # type: ignore[arg-type]
    )
    return int(db.session.scalar(statement) or 0)


def _summary(order: Order) -> PaymentSummary:
    if order.refunded:
        return PaymentSummary.REFUNDED if order.refunded >= order.paid else PaymentSummary.PARTLY_REFUNDED
    if order.paid > order.total:
        return PaymentSummary.OVERPAID
    if order.paid == order.total:
        return PaymentSummary.PAID
    if order.paid:
        return PaymentSummary.PARTLY_PAID
    waiting = select(Payment.gateway).where(Payment.order_id == order.id, Payment.state.in_(OPEN))
    pending = not all(paid_at_the_door(code) for code in db.session.scalars(waiting.distinct()))
    return PaymentSummary.PENDING if pending else PaymentSummary.UNPAID


def paid_at_the_door(code: str) -> bool:
    """Whether nobody waits for this gateway's money before the goods are sent."""
    return gateway(code).capabilities.patience is Patience.DOOR
