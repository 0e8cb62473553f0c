"""Finding orders: by number, in lists with search and filters, with their history, and the desk's figures."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, tuple_

from storefront.domain.orders.tokens import OrderNotFound
from storefront.infra import clock
from storefront.infra.db import db
from storefront.infra.events import Event
from storefront.infra.text import fold
from storefront.models.customer import Customer
from storefront.models.order import Acceptance, FulfillmentSummary, Mode, Order, OrderState, PaymentSummary
from storefront.models.payment import Payment, Refund, Review


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """What a list of orders shows; days are Vietnam's, both included; `query` is number, name or phone."""

    mode: Mode
    query: str = ""
    acceptance: Acceptance | None = None
    state: OrderState | None = None
    payment: PaymentSummary | None = None
    fulfillment: FulfillmentSummary | None = None
    first_day: dt.date | None = None
    last_day: dt.date | None = None


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One line of a list."""

    order: Order
    customer_name: str


@dataclass(frozen=True, slots=True)
class OrderPage:
    """Some orders, newest first, and where the next ones begin."""

    rows: tuple[OrderRow, ...]
    after: tuple[dt.datetime, int] | None


def order_by_number(number: str) -> Order:
    """The order of the shop in force with this number. Raises OrderNotFound."""
    order = db.session.scalars(select(Order).where(Order.number == number)).one_or_none()
    if order is None:
        raise OrderNotFound
    return order


def orders(
    wanted: OrderFilter, *, after: tuple[dt.datetime, int] | None = None, limit: int = 30
) -> OrderPage:
    """A page of orders, newest first; `after` is the place the page before ended at. One statement."""
    statement = _filtered(wanted).order_by(Order.placed_at.desc(), Order.id.desc()).limit(limit + 1)
    if after is not None:
        statement = statement.where(tuple_(Order.placed_at, Order.id) < after)
    found = db.session.execute(statement).all()
    rows = tuple(OrderRow(row.Order, row.name) for row in found[:limit])
    more = len(found) > limit
    return OrderPage(rows, (rows[-1].order.placed_at, rows[-1].order.id) if more else None)


def timeline(order: Order) -> list[Event]:
    """Everything that happened to an order, its payments, refunds and reviews, oldest first."""
    parts = [
        and_(Event.subject_kind == "orders", Event.subject_id == order.id),
        *(
            and_(
                Event.subject_kind == model.__tablename__,
                Event.subject_id.in_(select(model.id).where(model.order_id == order.id)),
            )
            for model in (Payment, Refund, Review)
        ),
    ]
    return list(db.session.scalars(select(Event).where(or_(*parts)).order_by(Event.at, Event.id)))


def _filtered(wanted: OrderFilter) -> Select[*tuple[Order, str]]:
    statement = (
        select(Order, Customer.name)
        .join(Customer, (Customer.shop_id == Order.shop_id) & (Customer.id == Order.customer_id))
        .where(Order.mode == wanted.mode, Order.self_test.is_(False))
    )
    conditions = [
        *_searched(wanted.query),
        *_answered(wanted.acceptance),
        *_on_days(wanted.first_day, wanted.last_day),
    ]
    if wanted.state is not None:
        conditions.append(Order.state == wanted.state)
    if wanted.payment is not None:
        conditions.append(Order.payment_summary == wanted.payment)
    if wanted.fulfillment is not None:
        conditions.append(Order.fulfillment_summary == wanted.fulfillment)
    return statement.where(*conditions)


def _searched(query: str) -> list[ColumnElement[bool]]:
    folded = fold(query).removeprefix("#")
    if not folded:
        return []
    either = [
        func.lower(Order.number) == folded,
        Customer.folded_name.contains(folded, autoescape=True),
    ]
    digits = "".join(character for character in folded if character.isdigit())
    if len(digits) >= 3:
        either.append(Customer.phone.contains(digits.removeprefix("0"), autoescape=True))
    return [or_(*either)]


def _answered(acceptance: Acceptance | None) -> list[ColumnElement[bool]]:
    if acceptance is None:
        return []
    if acceptance is Acceptance.DECLINED:
        return [Order.declined_at.is_not(None)]
    if acceptance is Acceptance.LAPSED:
        return [Order.declined_at.is_(None), Order.lapsed_at.is_not(None)]
    unanswered = [Order.declined_at.is_(None), Order.lapsed_at.is_(None)]
    if acceptance is Acceptance.ACCEPTED:
        return [*unanswered, Order.accepted_at.is_not(None)]
    return [*unanswered, Order.accepted_at.is_(None)]


def _on_days(first: dt.date | None, last: dt.date | None) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if first is not None:
        found.append(Order.placed_at >= clock.vn_day_bounds(first)[0])
    if last is not None:
        found.append(Order.placed_at < clock.vn_day_bounds(last)[1])
    return found
