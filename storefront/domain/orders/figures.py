"""The desk's figures: what waits to be done, today's orders, money in and money expected."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, case, func, or_, select

from storefront.domain.shops.counting import counted_mode
from storefront.infra import clock
from storefront.infra.db import db
from storefront.models.order import FulfillmentSummary, Order, OrderState, PaymentSummary
from storefront.models.payment import Payment, Review, Transaction, TransactionKind
from storefront.models.shop import Shop

PREPAID_DONE = (PaymentSummary.PAID, PaymentSummary.OVERPAID)


@dataclass(frozen=True, slots=True)
class DeskFigures:
    """Counts of orders and sums in minor units; days are Vietnam's."""

    to_answer: int
    to_send: int
    to_collect: int
    to_look_at: int
    orders_today: int
    sales_today: int
    money_in_today: int
    money_expected: int

    @property
    def to_do(self) -> int:
        """Everything that waits for the owner."""
        return self.to_answer + self.to_send + self.to_look_at


def desk_figures(shop: Shop) -> DeskFigures:
    """The figures of the shop in force, counting its own kind of orders only. Three statements."""
    start, end = clock.vn_day_bounds(clock.today_vn())
    row = db.session.execute(_orders(shop, start, end)).one()
    return DeskFigures(
        to_answer=row.to_answer,
        to_send=row.to_send,
        to_collect=row.to_collect,
        to_look_at=db.session.scalar(_looks(shop)) or 0,
        orders_today=row.orders_today,
        sales_today=int(row.sales_today),
        money_in_today=money_in(shop, start, end),
        money_expected=int(row.money_expected),
    )


def money_in(shop: Shop, start: dt.datetime, end: dt.datetime) -> int:
    """What was received from one moment to another, minor units, refunds not taken off."""
    received = (
        select(func.coalesce(func.sum(Transaction.amount), 0))
        .join(Payment, (Payment.shop_id == Transaction.shop_id) & (Payment.id == Transaction.payment_id))
        .join(Order, (Order.shop_id == Payment.shop_id) & (Order.id == Payment.order_id))
        .where(
            Payment.mode == counted_mode(shop),
            Order.self_test.is_(False),
            Transaction.kind == TransactionKind.CHARGED,
            Transaction.counted,
            Transaction.happened_at >= start,
            Transaction.happened_at < end,
        )
    )
    return int(db.session.scalar(received) or 0)


def _looks(shop: Shop) -> Select[int]:
    """Open looks at stock and at orders that count; those at test orders stand in the list of looks only.

    Findings of a month's accounts are counted there."""
    counted = (
        select(Order.id)
        .where(Order.shop_id == Review.shop_id, Order.id == Review.order_id, Order.mode == counted_mode(shop))
        .exists()
    )
    return select(func.count(Review.id)).where(
        Review.resolved_at.is_(None), Review.month.is_(None), or_(Review.order_id.is_(None), counted)
    )


def _orders(shop: Shop, start: dt.datetime, end: dt.datetime) -> Select[*tuple[Any, ...]]:
    open_now = Order.state == OrderState.OPEN
    today = and_(Order.placed_at >= start, Order.placed_at < end)
    unsent = Order.fulfillment_summary.in_((FulfillmentSummary.NONE, FulfillmentSummary.PARTIAL))
    waiting = and_(Order.accepted_at.is_(None), _ready_to_answer())
    owed = and_(open_now, Order.total > Order.paid)
    sent = Order.fulfillment_summary == FulfillmentSummary.DONE
    return select(
        _count(and_(open_now, waiting)).label("to_answer"),
        _count(and_(open_now, Order.accepted_at.is_not(None), unsent)).label("to_send"),
        _count(and_(owed, sent)).label("to_collect"),
        _count(today).label("orders_today"),
        _sum(and_(today, Order.state != OrderState.CANCELLED), Order.total).label("sales_today"),
        _sum(and_(owed, Order.accepted_at.is_not(None)), Order.total - Order.paid).label("money_expected"),
    ).where(Order.mode == counted_mode(shop), Order.self_test.is_(False))


def _ready_to_answer() -> ColumnElement[bool]:
    """Cash on delivery waits for the owner at once, prepaid orders when the money is there."""
    return Order.answer_by.is_not(None) | Order.payment_summary.in_(PREPAID_DONE)


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _sum(condition: ColumnElement[bool], amount: SQLColumnExpression[int]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, amount), else_=0)), 0)
