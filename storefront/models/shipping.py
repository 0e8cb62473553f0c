"""How goods reach people: pickup and delivery at a flat fee by groups of communes."""

from __future__ import annotations

import enum

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from storefront.infra.db import Base
from storefront.infra.tenancy import ShopScoped, shop_fk, shop_relationship
from storefront.models.common import Created, Versioned


class DeliveryKind(enum.Enum):
    """Fetched by the shopper or brought to them."""

    PICKUP = "pickup"
    DELIVERY = "delivery"


class DeliveryMethod(ShopScoped, Created, Versioned, Base):
    """A way to get the goods, with the days it takes in words."""

    __tablename__ = "delivery_method"
    __shopper_visible__ = True

    kind: Mapped[DeliveryKind]
    name: Mapped[str] = mapped_column(String(120))
    promise: Mapped[str] = mapped_column(default="")
    enabled: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int] = mapped_column(default=0)
    zones: Mapped[list[DeliveryZone]] = shop_relationship(
        "DeliveryZone",
        key="DeliveryZone.method_id",
        parent="DeliveryMethod",
        back_populates="method",
        order_by="DeliveryZone.position",
        cascade="all, delete-orphan",
    )


class DeliveryZone(ShopScoped, Base):
    """A group of communes (5 digits) or whole provinces (2 digits) at one fee; empty codes mean anywhere."""

    __tablename__ = "delivery_zone"
    __shopper_visible__ = True
    __table_args__ = (
        shop_fk("method_id", "delivery_method", ondelete="CASCADE"),
        Index(None, "shop_id", "method_id"),
    )

    method_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(120), default="")
    codes: Mapped[list[str]] = mapped_column(default=list)
    fee: Mapped[int]
    free_above: Mapped[int | None]
    position: Mapped[int] = mapped_column(default=0)
    method: Mapped[DeliveryMethod] = shop_relationship(
        "DeliveryMethod", key="DeliveryZone.method_id", back_populates="zones"
    )
