"""Gift cards, prepaid cards and fleet accounts: value that is good in the one shop that issued it."""

from __future__ import annotations

import datetime as dt
import enum

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storefront.infra.crypto import Sealed
from storefront.infra.db import Base
from storefront.infra.tenancy import ShopScoped, shop_fk, shop_relationship
from storefront.models.common import Created, Versioned
from storefront.models.order import Mode


class StoredCardKind(enum.Enum):
    """Bought once as a present, or topped up again and again."""

    GIFT = "gift"
    PREPAID = "prepaid"


class CardEntryKind(enum.Enum):
    """Why a balance or a hold moved."""

    TOP_UP = "top_up"
    HOLD = "hold"
    RELEASE = "release"
    CAPTURE = "capture"
    REFUND = "refund"
    CORRECTION = "correction"


class FleetAccount(ShopScoped, Created, Versioned, Base):
    """A firm whose drivers hold cards of this shop; one statement for all of them. Amounts in minor units."""

    __tablename__ = "fleet_account"
    __table_args__ = (UniqueConstraint("shop_id", "name"),)

    name: Mapped[str] = mapped_column(String(200))
    tax_code: Mapped[str] = mapped_column(String(14), default="")
    contact: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str | None] = mapped_column(Sealed)
    email: Mapped[str | None] = mapped_column(Sealed)
    closed_at: Mapped[dt.datetime | None]


class StoredCard(ShopScoped, Created, Versioned, Base):
    """One card of one shop. `balance` includes what is `held`; both in minor units, never below zero.

    Only the code's hash and its last four characters are kept. `daily_limit` and `single_limit` bind a
    fleet's cards.
    """

    __tablename__ = "stored_card"
    __table_args__ = (
        shop_fk("fleet_account_id", "fleet_account"),
        UniqueConstraint("shop_id", "code_hash"),
        Index(None, "shop_id", "fleet_account_id"),
        CheckConstraint("held >= 0 AND balance >= held", name="amounts"),
    )

    kind: Mapped[StoredCardKind]
    mode: Mapped[Mode]
    code_hash: Mapped[str] = mapped_column(String(64))
    last_four: Mapped[str] = mapped_column(String(4))
    pin_hash: Mapped[str | None]
    holder: Mapped[str] = mapped_column(String(200), default="")
    plate: Mapped[str] = mapped_column(String(20), default="")
    fleet_account_id: Mapped[int | None]
    currency: Mapped[str] = mapped_column(String(3), default="VND")
    balance: Mapped[int] = mapped_column(default=0)
    held: Mapped[int] = mapped_column(default=0)
    daily_limit: Mapped[int | None]
    single_limit: Mapped[int | None]
    expires_at: Mapped[dt.datetime | None]
    blocked_at: Mapped[dt.datetime | None]
    fleet: Mapped[FleetAccount | None] = shop_relationship("FleetAccount", key="StoredCard.fleet_account_id")


class CardEntry(ShopScoped, Created, Base):
    """One movement of a card; never edited. `amount` is signed for the balance, zero for holds."""

    __tablename__ = "card_entry"
    __table_args__ = (
        shop_fk("card_id", "stored_card"),
        shop_fk("payment_id", "payment"),
        UniqueConstraint("shop_id", "key"),
        Index(None, "shop_id", "card_id"),
    )

    card_id: Mapped[int]
    payment_id: Mapped[int | None]
    kind: Mapped[CardEntryKind]
    amount: Mapped[int]
    held: Mapped[int] = mapped_column(default=0)
    balance_after: Mapped[int]
    key: Mapped[str] = mapped_column(String(80))
    note: Mapped[str] = mapped_column(default="")
