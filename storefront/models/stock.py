"""Stock: what is on hand and reserved at a place, and one row for each time either changed."""

from __future__ import annotations

import datetime as dt
import enum

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storefront.infra.db import Base
from storefront.infra.tenancy import ShopScoped, shop_fk
from storefront.models.common import Created


class MovementKind(enum.Enum):
    """Why stock changed."""

    RESERVE = "reserve"
    RELEASE = "release"
    FULFIL = "fulfil"
    RETURN = "return"
    COUNT = "count"
    RECEIVE = "receive"


class StockLocation(ShopScoped, Created, Base):
    """A place that holds goods; a shop begins with one."""

    __tablename__ = "stock_location"

    name: Mapped[str] = mapped_column(String(120))
    is_default: Mapped[bool] = mapped_column(default=True)


class StockLevel(ShopScoped, Base):
    """On hand and reserved, in thousandths; changed by conditional updates only."""

    __tablename__ = "stock_level"
    __table_args__ = (
        shop_fk("variant_id", "variant", ondelete="CASCADE"),
        shop_fk("location_id", "stock_location"),
        UniqueConstraint("shop_id", "variant_id", "location_id"),
        CheckConstraint("reserved >= 0 AND on_hand >= reserved", name="never_below_zero"),
    )

    variant_id: Mapped[int]
    location_id: Mapped[int]
    on_hand: Mapped[int] = mapped_column(default=0)
    reserved: Mapped[int] = mapped_column(default=0)
    low_at: Mapped[int | None]


class ReservationState(enum.Enum):
    """Held until fulfilled or released."""

    HELD = "held"
    FULFILLED = "fulfilled"
    RELEASED = "released"


class Reservation(ShopScoped, Created, Base):
    """Goods held for a line of an order; without `expires_at` they stay held."""

    __tablename__ = "reservation"
    __table_args__ = (
        shop_fk("order_id", "orders"),
        shop_fk("line_item_id", "line_item"),
        shop_fk("variant_id", "variant"),
        Index(None, "shop_id", "order_id"),
        Index(None, "shop_id", "variant_id", "state"),
        Index(None, "state", "expires_at"),
        CheckConstraint("quantity > 0 AND fulfilled >= 0 AND fulfilled <= quantity", name="quantity"),
    )

    order_id: Mapped[int]
    line_item_id: Mapped[int]
    variant_id: Mapped[int]
    location_id: Mapped[int]
    quantity: Mapped[int]
    fulfilled: Mapped[int] = mapped_column(default=0)
    state: Mapped[ReservationState] = mapped_column(default=ReservationState.HELD)
    expires_at: Mapped[dt.datetime | None]


class StockMovement(ShopScoped, Created, Base):
    """One change of a level, signed thousandths, with its reason; the ledger is never edited."""

    __tablename__ = "stock_movement"
    __table_args__ = (
        shop_fk("variant_id", "variant"),
        Index(None, "shop_id", "variant_id", "id"),
        Index("uq_stock_movement_form_key", "shop_id", "form_key", unique=True),
    )

    variant_id: Mapped[int]
    location_id: Mapped[int]
    kind: Mapped[MovementKind]
    on_hand_change: Mapped[int]
    reserved_change: Mapped[int]
    order_id: Mapped[int | None]
    note: Mapped[str] = mapped_column(default="")
    form_key: Mapped[str | None] = mapped_column(String(40))


class PendingCount(ShopScoped, Created, Base):
    """A count below what is reserved, kept until the owner has freed enough goods."""

    __tablename__ = "pending_count"
    __table_args__ = (shop_fk("variant_id", "variant"),)

    variant_id: Mapped[int]
    location_id: Mapped[int]
    counted: Mapped[int]
    settled_at: Mapped[dt.datetime | None]
