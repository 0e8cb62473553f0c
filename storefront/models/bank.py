"""What banks, gateways and couriers report: feeds, statements, lines, and the months that were closed."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storefront.infra.crypto import Sealed
from storefront.infra.db import Base
from storefront.infra.tenancy import ShopScoped, shop_fk
from storefront.models.common import Created, Versioned
from storefront.models.order import Mode


class StatementKind(enum.Enum):
    """Who wrote the statement."""

    BANK = "bank"
    GATEWAY = "gateway"
    COURIER = "courier"


class LineState(enum.Enum):
    """What became of a reported line."""

    OPEN = "open"
    MATCHED = "matched"
    IGNORED = "ignored"


class BankFeed(ShopScoped, Created, Versioned, Base):
    """A provider that reports one account's movements. `options` open settings, `secrets` sealed JSON."""

    __tablename__ = "bank_feed"
    __table_args__ = (UniqueConstraint("shop_id", "provider", "account"),)

    provider: Mapped[str] = mapped_column(String(30))
    mode: Mapped[Mode]
    enabled: Mapped[bool] = mapped_column(default=True)
    account: Mapped[str] = mapped_column(String(40))
    options: Mapped[dict[str, Any]] = mapped_column(default=dict)
    secrets: Mapped[str | None] = mapped_column(Sealed)
    balance: Mapped[int | None]
    last_line_at: Mapped[dt.datetime | None]


class StatementMapping(ShopScoped, Created, Versioned, Base):
    """How the columns of one layout are read; the next file with the same heading needs no questions."""

    __tablename__ = "statement_mapping"
    __table_args__ = (UniqueConstraint("shop_id", "kind", "heading"),)

    kind: Mapped[StatementKind]
    name: Mapped[str] = mapped_column(String(100))
    heading: Mapped[str] = mapped_column(String(64))
    columns: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Statement(ShopScoped, Created, Base):
    """One uploaded file; the same file twice is the same statement. Sums in minor units."""

    __tablename__ = "statement"
    __table_args__ = (
        shop_fk("mapping_id", "statement_mapping"),
        UniqueConstraint("shop_id", "kind", "content_hash"),
    )

    kind: Mapped[StatementKind]
    source: Mapped[str] = mapped_column(String(40))
    account: Mapped[str] = mapped_column(String(40), default="")
    file_name: Mapped[str] = mapped_column(String(200))
    content_hash: Mapped[str] = mapped_column(String(64))
    mapping_id: Mapped[int | None]
    opening: Mapped[int | None]
    closing: Mapped[int | None]
    lines: Mapped[int] = mapped_column(default=0)


class BankLine(ShopScoped, Created, Base):
    """One movement of an account, from a feed or a statement. `amount` in minor units, negative for out.

    Unique by provider and its id; `fingerprint` finds the same movement told by two sources.
    """

    __tablename__ = "bank_line"
    __table_args__ = (
        shop_fk("bank_feed_id", "bank_feed"),
        shop_fk("statement_id", "statement"),
        shop_fk("payment_id", "payment"),
        UniqueConstraint("shop_id", "provider", "account", "provider_id"),
        Index(None, "shop_id", "fingerprint"),
        Index(None, "shop_id", "state", "happened_at"),
        Index(None, "shop_id", "payment_id"),
    )

    bank_feed_id: Mapped[int | None]
    statement_id: Mapped[int | None]
    provider: Mapped[str] = mapped_column(String(30))
    provider_id: Mapped[str] = mapped_column(String(120))
    reference: Mapped[str] = mapped_column(String(120), default="")
    fingerprint: Mapped[str] = mapped_column(String(64))
    account: Mapped[str] = mapped_column(String(40))
    mode: Mapped[Mode]
    amount: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3), default="VND")
    balance: Mapped[int | None]
    memo: Mapped[str] = mapped_column(default="")
    counterparty: Mapped[str | None] = mapped_column(Sealed)
    happened_at: Mapped[dt.datetime]
    state: Mapped[LineState] = mapped_column(default=LineState.OPEN)
    verdict: Mapped[str] = mapped_column(String(40), default="")
    payment_id: Mapped[int | None]


class StatementLine(ShopScoped, Created, Base):
    """One row of a settlement file or a courier's remittance. Amounts in minor units, fee positive."""

    __tablename__ = "statement_line"
    __table_args__ = (
        shop_fk("statement_id", "statement"),
        UniqueConstraint("shop_id", "statement_id", "row"),
        Index(None, "shop_id", "reference"),
    )

    statement_id: Mapped[int]
    row: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    reference: Mapped[str] = mapped_column(String(120))
    provider_ref: Mapped[str] = mapped_column(String(120), default="")
    amount: Mapped[int]
    fee: Mapped[int] = mapped_column(default=0)
    net: Mapped[int | None]
    currency: Mapped[str] = mapped_column(String(3), default="VND")
    happened_at: Mapped[dt.datetime | None]
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)


class MonthClose(ShopScoped, Created, Base):
    """A month whose money was looked through: the sums of that moment, in minor units, by whom and when."""

    __tablename__ = "month_close"
    __table_args__ = (UniqueConstraint("shop_id", "month"),)

    month: Mapped[str] = mapped_column(String(7))
    closed_by: Mapped[int]
    totals: Mapped[dict[str, Any]] = mapped_column(default=dict)
    reopened_at: Mapped[dt.datetime | None]
