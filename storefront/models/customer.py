"""The shop's record of its shoppers, by phone, and what they agreed to."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storefront.infra.db import Base
from storefront.infra.tenancy import ShopScoped, shop_fk
from storefront.models.common import Created


class Customer(ShopScoped, Created, Base):
    """A shopper in one shop, known by phone (E.164); most are guests."""

    __tablename__ = "customer"
    __table_args__ = (UniqueConstraint("shop_id", "phone"), Index(None, "shop_id", "folded_name"))

    phone: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(120))
    folded_name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str | None] = mapped_column(String(254))
    locale: Mapped[str] = mapped_column(String(5), default="vi")
    note: Mapped[str] = mapped_column(default="")
    order_count: Mapped[int] = mapped_column(default=0)
    last_order_at: Mapped[dt.datetime | None]
    erased_at: Mapped[dt.datetime | None]


class Consent(ShopScoped, Base):
    """What a shopper agreed to, word for word by version, when and through what; withdrawn as easily."""

    __tablename__ = "consent"
    __table_args__ = (shop_fk("customer_id", "customer"), Index(None, "shop_id", "customer_id"))

    customer_id: Mapped[int]
    purpose: Mapped[str] = mapped_column(String(40))
    text_version: Mapped[str] = mapped_column(String(40))
    channel: Mapped[str] = mapped_column(String(20))
    address: Mapped[str] = mapped_column(String(64), default="")
    given_at: Mapped[dt.datetime]
    withdrawn_at: Mapped[dt.datetime | None]
