"""Payments: methods switched on, attempts to collect, facts from gateways, refunds, and what needs a look."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storefront.infra.crypto import Sealed, SealedPlatform
from storefront.infra.db import Base
from storefront.infra.tenancy import ShopScoped, shop_fk, shop_relationship
from storefront.models.common import Created, PlatformRow, Versioned
from storefront.models.order import Mode, Order


class PaymentState(enum.Enum):
    """One attempt's life; late money wins over the last three."""

    CREATED = "created"
    PENDING = "pending"
    AUTHORIZED = "authorized"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class TransactionKind(enum.Enum):
    """What a gateway says happened."""

    CHARGED = "charged"
    AUTHORIZED = "authorized"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    REFUNDED = "refunded"
    REFUND_FAILED = "refund_failed"
    CHARGED_BACK = "charged_back"
    REVERSED = "reversed"
    INFO = "info"


class RefundState(enum.Enum):
    """A refund's life; unknown answers stay sent and are asked about."""

    REQUESTED = "requested"
    SENT = "sent"
    DONE = "done"
    FAILED = "failed"


class PaymentMethod(ShopScoped, Created, Versioned, Base):
    """A gateway switched on in a shop. `options` are open settings, `secrets` sealed JSON.

    `conditions` say when it is offered: `minimum` and `maximum` in minor units, `zones` as ids of delivery
    zones. With `capture_later` money is held first and taken when the owner says so.
    """

    __tablename__ = "payment_method"
    __shopper_visible__ = True
    __table_args__ = (UniqueConstraint("shop_id", "gateway"),)

    gateway: Mapped[str] = mapped_column(String(30))
    mode: Mapped[Mode]
    enabled: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int] = mapped_column(default=0)
    options: Mapped[dict[str, Any]] = mapped_column(default=dict)
    secrets: Mapped[str | None] = mapped_column(Sealed)
    conditions: Mapped[dict[str, Any]] = mapped_column(default=dict)
    capture_later: Mapped[bool] = mapped_column(default=False)


class Payment(ShopScoped, Created, Base):
    """One attempt to collect money for an order. Amounts in minor units.

    `public_number` (below 2^53) and `memo_code` are unique for ever, so that an old tab that is paid late
    still finds its payment. `channel` is the gateway's channel that was chosen, `reason` its code for the
    last failure, `hold_until` the end of an authorisation, `taking` what of held money was asked for.
    """

    __tablename__ = "payment"
    __table_args__ = (
        shop_fk("order_id", "orders"),
        shop_fk("payment_method_id", "payment_method"),
        shop_fk("stored_card_id", "stored_card"),
        UniqueConstraint("public_number"),
        UniqueConstraint("shop_id", "memo_code"),
        Index(None, "shop_id", "order_id"),
        Index(None, "state", "expires_at"),
        CheckConstraint("amount > 0 AND captured >= 0", name="amounts"),
    )

    order_id: Mapped[int]
    payment_method_id: Mapped[int]
    gateway: Mapped[str] = mapped_column(String(30))
    channel: Mapped[str] = mapped_column(String(30), default="")
    stored_card_id: Mapped[int | None]
    mode: Mapped[Mode]
    state: Mapped[PaymentState] = mapped_column(default=PaymentState.CREATED)
    amount: Mapped[int]
    captured: Mapped[int] = mapped_column(default=0)
    taking: Mapped[int | None]
    currency: Mapped[str] = mapped_column(String(3))
    public_number: Mapped[int] = mapped_column(BigInteger)
    memo_code: Mapped[str | None] = mapped_column(String(20))
    provider_ref: Mapped[str | None] = mapped_column(String(120))
    next_step: Mapped[dict[str, Any]] = mapped_column(default=dict)
    expires_at: Mapped[dt.datetime | None]
    hold_until: Mapped[dt.datetime | None]
    reason: Mapped[str] = mapped_column(String(60), default="")
    polls: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[dt.datetime | None]
    order: Mapped[Order] = shop_relationship("Order", key="Payment.order_id")
    method: Mapped[PaymentMethod] = shop_relationship("PaymentMethod", key="Payment.payment_method_id")

    @property
    def asked(self) -> int:
        """What makes it whole, in minor units: its amount, or the part of held money that was taken."""
        return self.taking or self.amount


class Transaction(ShopScoped, Created, Base):
    """One fact from a gateway, or an owner's word; never edited, unique by method, kind and reference."""

    __tablename__ = "transaction"
    __table_args__ = (
        shop_fk("payment_id", "payment"),
        shop_fk("payment_method_id", "payment_method"),
        UniqueConstraint("shop_id", "payment_method_id", "kind", "provider_ref"),
        Index(None, "shop_id", "payment_id"),
    )

    payment_id: Mapped[int]
    payment_method_id: Mapped[int]
    kind: Mapped[TransactionKind]
    provider_ref: Mapped[str] = mapped_column(String(120))
    amount: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    happened_at: Mapped[dt.datetime]
    counted: Mapped[bool] = mapped_column(default=True)
    note: Mapped[str] = mapped_column(default="")


class RefundChannel(enum.Enum):
    """The way money goes back; all but the first are sent by a person or booked in the shop."""

    GATEWAY = "gateway"
    TRANSFER = "transfer"
    CASH = "cash"
    STORED_VALUE = "stored_value"


class Refund(ShopScoped, Created, Base):
    """Money to give back: reserved when requested, so that refunds never exceed what was paid.

    `payout` holds the receiver of a transfer as sealed JSON (bank, account, holder).
    """

    __tablename__ = "refund"
    __table_args__ = (
        shop_fk("payment_id", "payment"),
        shop_fk("order_id", "orders"),
        UniqueConstraint("shop_id", "idempotency_key"),
        Index(None, "shop_id", "order_id"),
        CheckConstraint("amount > 0", name="amount"),
    )

    payment_id: Mapped[int]
    order_id: Mapped[int]
    amount: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    reason: Mapped[str] = mapped_column(default="")
    origin: Mapped[str] = mapped_column(String(10), default="ours")
    channel: Mapped[RefundChannel] = mapped_column(default=RefundChannel.GATEWAY)
    payout: Mapped[str | None] = mapped_column(Sealed)
    state: Mapped[RefundState] = mapped_column(default=RefundState.REQUESTED)
    idempotency_key: Mapped[str] = mapped_column(String(64))
    provider_ref: Mapped[str | None] = mapped_column(String(120))
    ended_at: Mapped[dt.datetime | None]


class Review(ShopScoped, Created, Base):
    """Something about money or stock that a person must look at: cause in a word, facts, and its end.

    `fingerprint` names the same finding for ever, so that looking twice finds it once; `month` (2026-11) is
    the one it belongs to when accounts are closed.
    """

    __tablename__ = "review"
    __table_args__ = (
        UniqueConstraint("shop_id", "fingerprint"),
        Index(None, "shop_id", "resolved_at"),
        Index(None, "shop_id", "order_id"),
    )

    cause: Mapped[str] = mapped_column(String(40))
    order_id: Mapped[int | None]
    payment_id: Mapped[int | None]
    variant_id: Mapped[int | None]
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    fingerprint: Mapped[str | None] = mapped_column(String(64))
    month: Mapped[str | None] = mapped_column(String(7))
    resolved_at: Mapped[dt.datetime | None]
    resolution: Mapped[str | None]


class EndpointToken(PlatformRow, Created, Base):
    """Names, by an unguessable token in the address, whose callback it is.

    It belongs to a payment method or to a bank feed; with shop 0 to the platform, whose gateway's verified
    body names the `account` and so, by the row of the shop that has it, the shop.
    """

    __tablename__ = "endpoint_token"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    token_sealed: Mapped[bytes]
    family: Mapped[str] = mapped_column(String(20))
    provider: Mapped[str] = mapped_column(String(30))
    mode: Mapped[Mode]
    shop_id: Mapped[int] = mapped_column(BigInteger, index=True)
    payment_method_id: Mapped[int | None] = mapped_column(BigInteger)
    bank_feed_id: Mapped[int | None] = mapped_column(BigInteger)
    account: Mapped[str] = mapped_column(String(60), default="", index=True)
    revoked_at: Mapped[dt.datetime | None]


class CallbackInbox(PlatformRow, Base):
    """Every raw call of a gateway or bank, stored before it is understood.

    Keys that came in `headers` are masked there and sealed in `secret_headers`, so that a call can be read
    again. `digest` of address, query and body tells repeats of one call apart from news.
    """

    __tablename__ = "callback_inbox"
    __table_args__ = (
        Index(None, "shop_id", "received_at"),
        Index(None, "verdict", "received_at"),
        Index(None, "digest"),
        Index(None, "retain_until"),
    )

    family: Mapped[str] = mapped_column(String(20))
    provider: Mapped[str] = mapped_column(String(30))
    endpoint_token_id: Mapped[int | None]
    shop_id: Mapped[int | None]
    http_method: Mapped[str] = mapped_column(String(8))
    headers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    secret_headers: Mapped[str | None] = mapped_column(SealedPlatform)
    query: Mapped[str] = mapped_column(default="")
    body: Mapped[bytes]
    received_at: Mapped[dt.datetime]
    digest: Mapped[str] = mapped_column(String(64), default="")
    verdict: Mapped[str] = mapped_column(String(30), default="received")
    note: Mapped[str] = mapped_column(default="")
    replays: Mapped[int] = mapped_column(default=0)
    answer_status: Mapped[int | None]
    handled_at: Mapped[dt.datetime | None]
    retain_until: Mapped[dt.datetime]
