"""Orders whose time has run out: found by the clock, ended one job an order in its own shop."""

from __future__ import annotations

from sqlalchemy import select

from storefront.domain.cart.ownership import forget_old_carts
from storefront.domain.orders import accept, cancel
from storefront.infra import clock, queue
from storefront.infra.db import db
from storefront.jobs.registry import Work
from storefront.models.order import Order, OrderState, PaymentSummary
from storefront.models.stock import Reservation, ReservationState

EXPIRE = "orders.expire"
LAPSE = "orders.lapse"
ABANDON = "orders.abandon"
BATCH = 500


def find_expired_reservations() -> None:
    """A job for each order that holds goods past their time."""
    late = (
        select(Reservation.shop_id, Reservation.order_id)
        .where(Reservation.state == ReservationState.HELD, Reservation.expires_at <= clock.now())
        .distinct()
        .order_by(Reservation.order_id)
        .limit(BATCH)
    )
    for shop_id, order_id in db.session.execute(late).all():
        _enqueue(EXPIRE, shop_id, order_id)


def find_unanswered_orders() -> None:
    """A job for each order whose seller did not answer in time."""
    silent = (
        select(Order.shop_id, Order.id)
        .where(
            Order.state == OrderState.OPEN,
            Order.answer_by <= clock.now(),
            Order.accepted_at.is_(None),
            Order.declined_at.is_(None),
            Order.lapsed_at.is_(None),
        )
        .order_by(Order.id)
        .limit(BATCH)
    )
    for shop_id, order_id in db.session.execute(silent).all():
        _enqueue(LAPSE, shop_id, order_id)


def find_abandoned_orders() -> None:
    """A job for each order that nobody paid or answered for days."""
    abandoned = (
        select(Order.shop_id, Order.id)
        .where(
            Order.state == OrderState.OPEN,
            Order.placed_at < clock.now() - cancel.ABANDONED_AFTER,
            Order.accepted_at.is_(None),
            Order.paid == 0,
            Order.payment_summary.in_((PaymentSummary.UNPAID, PaymentSummary.PENDING)),
        )
        .order_by(Order.id)
        .limit(BATCH)
    )
    for shop_id, order_id in db.session.execute(abandoned).all():
        _enqueue(ABANDON, shop_id, order_id)


def clean_up_carts() -> None:
    """Forget carts nobody touched for their time."""
    forget_old_carts()


def expire_order(work: Work) -> None:
    """Give free the goods of an unpaid order."""
    cancel.expire(_order(work))


def lapse_order(work: Work) -> None:
    """End an offer that was not answered in time."""
    accept.lapse(_order(work))


def abandon_order(work: Work) -> None:
    """Cancel an order that nobody paid for."""
    cancel.abandon(_order(work))


def _order(work: Work) -> Order:
    return db.session.scalars(select(Order).where(Order.id == int(work.payload["order"]))).one()


def _enqueue(kind: str, shop_id: int, order_id: int) -> None:
    queue.enqueue(kind, shop_id=shop_id, unique_key=f"{kind}:{order_id}", order=str(order_id))
