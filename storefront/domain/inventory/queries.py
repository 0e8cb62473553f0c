"""Stock as the desk shows it: levels of every tracked variant, one variant's ledger, counts that wait."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, func, or_, select

from storefront.infra.db import db
from storefront.infra.errors import NotFound
from storefront.infra.paging import Key, Page, cut
from storefront.infra.text import clean, fold
from storefront.models.order import Order
from storefront.models.product import Product, ProductState, Variant
from storefront.models.stock import (
    MovementKind,
    PendingCount,
    Reservation,
    ReservationState,
    StockLevel,
    StockMovement,
)


class VariantNotFound(NotFound):
    """No such variant in this shop, or it is no longer sold."""

    code = "variant_not_found"


@dataclass(frozen=True, slots=True)
class StockRow:
    """One variant's stock in thousandths; `waiting` is an unwritten count, `low_at` the level of warning."""

    variant_id: int
    product_id: int
    name: str
    title: str
    sku: str
    unit: str
    on_hand: int
    reserved: int
    waiting: int | None
    low_at: int | None

    @property
    def is_low(self) -> bool:
        """Whether what may still be sold is at the level the owner set, or below."""
        return self.low_at is not None and self.available <= self.low_at

    @property
    def available(self) -> int:
        """What may still be sold."""
        return self.on_hand - self.reserved


@dataclass(frozen=True, slots=True)
class Movement:
    """One line of the ledger; changes in signed thousandths."""

    at: dt.datetime
    kind: MovementKind
    on_hand_change: int
    reserved_change: int
    order_number: str | None
    note: str


@dataclass(frozen=True, slots=True)
class Holder:
    """An order that holds goods of a variant, and how much, in thousandths."""

    order: Order
    quantity: int


def stock_rows(
    *, text: str = "", only: str = "", cursor: str | None = None, limit: int = 50
) -> Page[StockRow]:
    """Tracked variants, product by product; `only` is "", "out" or "waiting". Raises NoSuchPage."""
    at = cut(Key(Product.slug), Key(Variant.id), cursor=cursor, limit=limit)
    found = db.session.execute(at.apply(_narrowed(_rows(), text, only))).all()
    page = at.page(list(found), lambda row: [row.slug, row.id])
    return Page([_row(row) for row in page.items], page.next, page.previous)


def stock_row(variant_id: int) -> StockRow:
    """One variant's stock, tracked or not. Raises VariantNotFound."""
    row = db.session.execute(_rows(tracked=False).where(Variant.id == variant_id)).one_or_none()
    if row is None:
        raise VariantNotFound
    return _row(row)


def variant_by_id(variant_id: int) -> Variant:
    """A variant that is sold. Raises VariantNotFound."""
    wanted = select(Variant).where(Variant.id == variant_id, Variant.retired_at.is_(None))
    found = db.session.scalars(wanted).one_or_none()
    if found is None:
        raise VariantNotFound
    return found


def on_hand(variant_ids: Collection[int]) -> dict[int, int]:
    """What is on hand of these variants, in thousandths, all places together."""
    rows = db.session.execute(
        select(StockLevel.variant_id, func.sum(StockLevel.on_hand).label("amount"))
        .where(StockLevel.variant_id.in_(variant_ids))
        .group_by(StockLevel.variant_id)
    )
    return {row.variant_id: int(row.amount) for row in rows}


def ledger(variant_id: int, limit: int = 50) -> list[Movement]:
    """The last changes of a variant's stock, newest first."""
    rows = db.session.execute(
        select(StockMovement, Order.number)
        .outerjoin(Order, and_(Order.shop_id == StockMovement.shop_id, Order.id == StockMovement.order_id))
        .where(StockMovement.variant_id == variant_id)
        .order_by(StockMovement.id.desc())
        .limit(limit)
    )
    return [
        Movement(
            row.StockMovement.created_at,
            row.StockMovement.kind,
            row.StockMovement.on_hand_change,
            row.StockMovement.reserved_change,
            row.number,
            row.StockMovement.note,
        )
        for row in rows
    ]


def holders(variant_id: int) -> list[Holder]:
    """The orders that hold goods of a variant, newest first."""
    held = (
        select(
            Reservation.shop_id,
            Reservation.order_id,
            func.sum(Reservation.quantity - Reservation.fulfilled).label("quantity"),
        )
        .where(Reservation.variant_id == variant_id, Reservation.state == ReservationState.HELD)
        .group_by(Reservation.shop_id, Reservation.order_id)
        .subquery()
    )
    rows = db.session.execute(
        select(Order, held.c.quantity)
        .join(held, and_(held.c.shop_id == Order.shop_id, held.c.order_id == Order.id))
        .order_by(Order.placed_at.desc(), Order.id.desc())
    ).unique()
    return [Holder(row.Order, int(row.quantity)) for row in rows]


def _rows(*, tracked: bool = True) -> Select[Any]:
    levels = (
        select(
            StockLevel.shop_id,
            StockLevel.variant_id,
            func.sum(StockLevel.on_hand).label("on_hand"),
            func.sum(StockLevel.reserved).label("reserved"),
            func.max(StockLevel.low_at).label("low_at"),
        )
        .group_by(StockLevel.shop_id, StockLevel.variant_id)
        .subquery()
    )
    amount = [func.coalesce(levels.c[name], 0).label(name) for name in ("on_hand", "reserved")]
    statement = (
        select(Variant.id, Product.id.label("product_id"), Product.name, Product.slug, Variant.option_values)
        .add_columns(Variant.sku, Variant.unit, *amount, levels.c.low_at, _waiting().label("waiting"))
        .join(Product, and_(Product.shop_id == Variant.shop_id, Product.id == Variant.product_id))
        .outerjoin(levels, and_(levels.c.shop_id == Variant.shop_id, levels.c.variant_id == Variant.id))
        .where(Variant.retired_at.is_(None))
    )
    return (
        statement.where(Variant.stock_tracked, Product.state != ProductState.ARCHIVED)
        if tracked
        else statement
    )


def _waiting() -> Any:
    return (
        select(PendingCount.counted)
        .where(
            PendingCount.shop_id == Variant.shop_id,
            PendingCount.variant_id == Variant.id,
            PendingCount.settled_at.is_(None),
        )
        .order_by(PendingCount.id.desc())
        .limit(1)
        .correlate(Variant)
        .scalar_subquery()
    )


def _narrowed(statement: Select[Any], text: str, only: str) -> Select[Any]:
    if fold(text):
        words = "-".join(fold(text).split())
        statement = statement.where(
            or_(
                Product.slug.contains(words, autoescape=True),
                Product.name.icontains(clean(text), autoescape=True),
                Variant.sku.icontains(clean(text), autoescape=True),
            )
        )
    if only == "waiting":
        statement = statement.where(_waiting().is_not(None))
    if only == "out":
        free = (
            select(func.sum(StockLevel.on_hand - StockLevel.reserved))
            .where(StockLevel.shop_id == Variant.shop_id, StockLevel.variant_id == Variant.id)
            .correlate(Variant)
            .scalar_subquery()
        )
        statement = statement.where(func.coalesce(free, 0) < Variant.minimum)
    return statement


def _row(row: Any) -> StockRow:
    return StockRow(
        variant_id=row.id,
        product_id=row.product_id,
        name=row.name,
        title=" / ".join(row.option_values),
        sku=row.sku or "",
        unit=row.unit,
        on_hand=int(row.on_hand),
        reserved=int(row.reserved),
        waiting=row.waiting,
        low_at=row.low_at,
    )
