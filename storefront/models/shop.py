"""The shop (tenant), its addresses, its legal owner, its settings, and the steps of its wizard."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storefront.infra.crypto import Sealed
from storefront.infra.db import Base
from storefront.infra.numbering import NumberCounter as NumberCounter
from storefront.infra.tenancy import ShopScoped
from storefront.models.common import Created, PlatformRow, Versioned


class ShopMode(enum.Enum):
    """Practice or real; chosen once."""

    PRACTICE = "practice"
    REAL = "real"


class ShopState(enum.Enum):
    """Where a shop stands in its life."""

    DRAFT = "draft"
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


class LegalType(enum.Enum):
    """What kind of seller the law sees."""

    INDIVIDUAL = "individual"
    HOUSEHOLD = "household"
    COOPERATIVE = "cooperative"
    COMPANY = "company"


class TaxMethod(enum.Enum):
    """How the seller pays VAT: only the deduction method shows it."""

    DEDUCTION = "deduction"
    DIRECT = "direct"


class Shop(PlatformRow, Created, Base):
    """One firm's shop. `trade` is the starter kit it began with; staff alone clear `suspended_at`."""

    __tablename__ = "shop"

    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    mode: Mapped[ShopMode]
    state: Mapped[ShopState] = mapped_column(default=ShopState.DRAFT)
    trade: Mapped[str] = mapped_column(default="general")
    locale: Mapped[str] = mapped_column(default="vi")
    currency: Mapped[str] = mapped_column(String(3), default="VND")
    theme_id: Mapped[str] = mapped_column(default="que")
    opened_at: Mapped[dt.datetime | None]
    suspended_at: Mapped[dt.datetime | None]
    demo: Mapped[bool] = mapped_column(default=False)

    @property
    def is_practice(self) -> bool:
        """Whether it never counts and never meets real money or people."""
        return self.mode is ShopMode.PRACTICE

    @property
    def is_selling(self) -> bool:
        """Whether a shopper may place an order now."""
        return self.state is ShopState.OPEN and self.suspended_at is None


class ShopHost(PlatformRow, Created, Base):
    """A host or former slug a shop answers at; custom domains count once proved by DNS."""

    __tablename__ = "shop_address"

    shop_id: Mapped[int] = mapped_column(ForeignKey("shop.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    value: Mapped[str] = mapped_column(String(255), unique=True)
    proof: Mapped[str | None]
    verified_at: Mapped[dt.datetime | None]
    is_canonical: Mapped[bool] = mapped_column(default=False)


class ShopProfile(ShopScoped, Versioned, Base):
    """Who the law says the seller is, and how people reach the shop. One row a shop."""

    __tablename__ = "shop_profile"
    __shopper_visible__ = True
    __table_args__ = (UniqueConstraint("shop_id"),)

    legal_type: Mapped[LegalType | None]
    legal_name: Mapped[str | None]
    representative: Mapped[str | None]
    tax_id: Mapped[str | None] = mapped_column(Sealed)
    tax_id_masked: Mapped[str | None]
    registration_number: Mapped[str | None]
    registered_on: Mapped[dt.date | None]
    registered_at: Mapped[str | None]
    tax_method: Mapped[TaxMethod] = mapped_column(default=TaxMethod.DIRECT)
    phone: Mapped[str | None]
    email: Mapped[str | None]
    zalo: Mapped[str | None]
    street: Mapped[str | None]
    unit_code: Mapped[str | None] = mapped_column(String(5))
    opening_hours: Mapped[str | None]
    tagline: Mapped[str | None]
    story: Mapped[str | None]
    notification_state: Mapped[str] = mapped_column(default="none")
    notification_number: Mapped[str | None]
    notification_url: Mapped[str | None]
    notification_file_code: Mapped[str | None] = mapped_column(String(60))
    notification_submitted_on: Mapped[dt.date | None]
    notification_confirmed_on: Mapped[dt.date | None]
    notification_remark: Mapped[str | None]
    licences: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    logo_asset_id: Mapped[int | None]
    hero_asset_id: Mapped[int | None]
    portrait_asset_id: Mapped[int | None]


class ShopSettings(ShopScoped, Versioned, Base):
    """How the shop sells. One row a shop; the hours are waits before an order lapses.

    `deposit_percent` is the part of an order that is paid at once, 0 for all of it.
    """

    __tablename__ = "shop_settings"
    __shopper_visible__ = True
    __table_args__ = (UniqueConstraint("shop_id"),)

    gateway_minutes: Mapped[int] = mapped_column(default=30)
    transfer_hours: Mapped[int] = mapped_column(default=24)
    answer_hours: Mapped[int] = mapped_column(default=48)
    deposit_percent: Mapped[int] = mapped_column(default=0)
    cancel_until: Mapped[str] = mapped_column(default="fulfilled")
    complaint_answer_days: Mapped[int] = mapped_column(default=3)
    complaint_resolve_days: Mapped[int] = mapped_column(default=15)
    return_days: Mapped[int] = mapped_column(default=7)
    redirect_to_canonical: Mapped[bool] = mapped_column(default=False)


class WizardStep(ShopScoped, Created, Base):
    """What the owner typed at one step, also when it was not good yet; `done_at` once it was."""

    __tablename__ = "wizard_step"
    __table_args__ = (UniqueConstraint("shop_id", "step"),)

    step: Mapped[str] = mapped_column(String(20))
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    done_at: Mapped[dt.datetime | None]


class LinkToken(PlatformRow, Created, Base):
    """A link for one purpose that expires and can be revoked; only the token's hash is kept."""

    __tablename__ = "link_token"
    __table_args__ = (Index(None, "shop_id", "subject_id", "purpose"),)

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[str] = mapped_column(String(40))
    shop_id: Mapped[int] = mapped_column(BigInteger, default=0)
    subject_id: Mapped[int] = mapped_column(BigInteger)
    expires_at: Mapped[dt.datetime]
    used_at: Mapped[dt.datetime | None]
    revoked_at: Mapped[dt.datetime | None]


class Translation(ShopScoped, Base):
    """One field of one row in a language other than the shop's own."""

    __tablename__ = "translation"
    __shopper_visible__ = True
    __table_args__ = (UniqueConstraint("shop_id", "entity", "entity_id", "field", "lang"),)

    entity: Mapped[str] = mapped_column(String(30))
    entity_id: Mapped[int]
    field: Mapped[str] = mapped_column(String(30))
    lang: Mapped[str] = mapped_column(String(5))
    words: Mapped[str] = mapped_column(server_default=text("''"))


class SlugRedirect(ShopScoped, Created, Base):
    """A former slug of a product, collection or page, and the row that answers for it now."""

    __tablename__ = "slug_redirect"
    __shopper_visible__ = True
    __table_args__ = (UniqueConstraint("shop_id", "entity", "slug"),)

    entity: Mapped[str] = mapped_column(String(20))
    slug: Mapped[str] = mapped_column(String(80))
    entity_id: Mapped[int]
