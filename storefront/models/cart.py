"""The cart: known by a token in a cookie, and the keeper of the order's idempotency key."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storefront.infra.db import Base
from storefront.infra.tenancy import ShopScoped, shop_fk, shop_relationship
from storefront.models.common import Created


class Cart(ShopScoped, Created, Base):
    """What a shopper means to buy. `checkout` holds what was typed so far; `order_id` once it was placed."""

    __tablename__ = "cart"
    __table_args__ = (
        UniqueConstraint("shop_id", "token_hash"),
        UniqueConstraint("shop_id", "idempotency_key"),
    )

    token_hash: Mapped[str] = mapped_column(String(64))
    idempotency_key: Mapped[str] = mapped_column(String(64))
    checkout: Mapped[dict[str, Any]] = mapped_column(default=dict)
    test_order: Mapped[bool] = mapped_column(default=False)
    order_id: Mapped[int | None]
    retain_until: Mapped[dt.datetime]
    lines: Mapped[list[CartLine]] = shop_relationship(
        "CartLine",
        key="CartLine.cart_id",
        parent="Cart",
        back_populates="cart",
        order_by="CartLine.id",
        cascade="all, delete-orphan",
    )


class CartLine(ShopScoped, Base):
    """A variant and how much of it, in thousandths; the price seen, to tell the shopper what changed."""

    __tablename__ = "cart_line"
    __table_args__ = (
        shop_fk("cart_id", "cart", ondelete="CASCADE"),
        shop_fk("variant_id", "variant", ondelete="CASCADE"),
        UniqueConstraint("shop_id", "cart_id", "variant_id"),
        CheckConstraint("quantity > 0", name="quantity"),
    )

    cart_id: Mapped[int]
    variant_id: Mapped[int]
    quantity: Mapped[int]
    seen_price: Mapped[int]
    cart: Mapped[Cart] = shop_relationship("Cart", key="CartLine.cart_id", back_populates="lines")
