"""Pages of words and the menus that lead to things."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storefront.infra.db import Base
from storefront.infra.tenancy import ShopScoped
from storefront.models.common import Created, Versioned


class PageKind(enum.Enum):
    """Free pages are the owner's; the others are what the law asks for."""

    FREE = "free"
    ABOUT = "about"
    PRIVACY = "privacy"
    TERMS = "terms"
    COMPLAINTS = "complaints"
    PRICE = "price"
    PAYMENT = "payment"
    DELIVERY = "delivery"
    RETURNS = "returns"


class Page(ShopScoped, Created, Versioned, Base):
    """A page of cleaned HTML; a policy carries the day it came into force and its edition."""

    __tablename__ = "page"
    __shopper_visible__ = True
    __table_args__ = (UniqueConstraint("shop_id", "slug"),)

    slug: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(160))
    body: Mapped[str] = mapped_column(Text, default="")
    kind: Mapped[PageKind] = mapped_column(default=PageKind.FREE)
    published: Mapped[bool] = mapped_column(default=True)
    edition: Mapped[int] = mapped_column(default=1)
    effective_from: Mapped[dt.date | None]
    law: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    position: Mapped[int] = mapped_column(default=0)
    seo_description: Mapped[str | None]


class Menu(ShopScoped, Versioned, Base):
    """A menu by its place ("main", "footer"): items are {label, kind, ref, children}."""

    __tablename__ = "menu"
    __shopper_visible__ = True
    __table_args__ = (UniqueConstraint("shop_id", "place"),)

    place: Mapped[str] = mapped_column(String(20))
    items: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
