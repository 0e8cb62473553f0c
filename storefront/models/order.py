"""Orders: snapshots of what was agreed, with their lines, taxes, fulfillments and derived summaries."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storefront.infra.db import Base
from storefront.infra.tenancy import ShopScoped, shop_fk, shop_relationship
from storefront.models.common import Created

ACCOUNTING_YEARS = dt.timedelta(days=10 * 365 + 3)


class Mode(enum.Enum):
    """Whether an order or payment is meant; a practice shop makes only test ones."""

    LIVE = "live"
    TEST = "test"


class OrderState(enum.Enum):
    """The one state set by verbs; payment, fulfillment and acceptance are derived beside it."""

    OPEN = "open"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class Acceptance(enum.Enum):
    """Whether the seller answered the offer."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"


class PaymentSummary(enum.Enum):
    """What the order's money looks like, computed from its transactions."""

    UNPAID = "unpaid"
    PENDING = "pending"
    PARTLY_PAID = "partly_paid"
    PAID = "paid"
    PARTLY_REFUNDED = "partly_refunded"
    REFUNDED = "refunded"
    OVERPAID = "overpaid"


class FulfillmentSummary(enum.Enum):
    """How much of the order was sent."""

    NONE = "none"
    PARTIAL = "partial"
    DONE = "done"
    RETURNED = "returned"


class Order(ShopScoped, Created, Base):
    """An order as it was placed: nothing edited later elsewhere changes it. Amounts in minor units.

    A `self_test` is a small payment of the owner's own, to see a gateway work: it stands in no list or figure
    of orders, though its money is real. `seller`, `buyer` and `terms` are copies; `payment_summary` and
    `fulfillment_summary` are derived and written by the verbs that add payments or fulfillments, never by
    hand.
    """

    __tablename__ = "orders"
    __table_args__ = (
        UniqueConstraint("shop_id", "number"),
        UniqueConstraint("shop_id", "idempotency_key"),
        shop_fk("customer_id", "customer"),
        Index(None, "shop_id", "mode", "placed_at", "id"),
        Index(None, "shop_id", "customer_id"),
        Index(None, "state", "answer_by"),
        CheckConstraint("total >= 0 AND paid >= 0 AND refunded >= 0", name="amounts"),
    )

    number: Mapped[str] = mapped_column(String(20))
    mode: Mapped[Mode]
    self_test: Mapped[bool] = mapped_column(default=False)
    state: Mapped[OrderState] = mapped_column(default=OrderState.OPEN)
    idempotency_key: Mapped[str] = mapped_column(String(64))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    customer_id: Mapped[int]
    locale: Mapped[str] = mapped_column(String(5))
    currency: Mapped[str] = mapped_column(String(3))
    subtotal: Mapped[int]
    discount: Mapped[int] = mapped_column(default=0)
    shipping_fee: Mapped[int]
    total: Mapped[int]
    deposit: Mapped[int] = mapped_column(default=0)
    tax_lines: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    seller: Mapped[dict[str, Any]]
    buyer: Mapped[dict[str, Any]]
    delivery: Mapped[dict[str, Any]]
    payment_choice: Mapped[str] = mapped_column(String(40))
    invoice_request: Mapped[dict[str, Any] | None]
    customer_note: Mapped[str] = mapped_column(default="")
    owner_note: Mapped[str] = mapped_column(default="")
    terms: Mapped[dict[str, Any]] = mapped_column(default=dict)
    contract_hash: Mapped[str | None] = mapped_column(String(64))
    placed_at: Mapped[dt.datetime]
    accepted_at: Mapped[dt.datetime | None]
    declined_at: Mapped[dt.datetime | None]
    answer_by: Mapped[dt.datetime | None]
    lapsed_at: Mapped[dt.datetime | None]
    completed_at: Mapped[dt.datetime | None]
    cancelled_at: Mapped[dt.datetime | None]
    cancel_reason: Mapped[str | None]
    paid: Mapped[int] = mapped_column(default=0)
    refunded: Mapped[int] = mapped_column(default=0)
    held: Mapped[int] = mapped_column(default=0)
    payment_summary: Mapped[PaymentSummary] = mapped_column(default=PaymentSummary.UNPAID)
    fulfillment_summary: Mapped[FulfillmentSummary] = mapped_column(default=FulfillmentSummary.NONE)
    retain_until: Mapped[dt.datetime]

    line_items: Mapped[list[LineItem]] = shop_relationship(
        "LineItem",
        key="LineItem.order_id",
        parent="Order",
        back_populates="order",
        order_by="LineItem.position",
    )
    fulfillments: Mapped[list[Fulfillment]] = shop_relationship(
        "Fulfillment",
        key="Fulfillment.order_id",
        parent="Order",
        back_populates="order",
        order_by="Fulfillment.id",
    )

    @property
    def acceptance(self) -> Acceptance:
        """The seller's answer, from its moments."""
        if self.declined_at:
            return Acceptance.DECLINED
        if self.lapsed_at:
            return Acceptance.LAPSED
        return Acceptance.ACCEPTED if self.accepted_at else Acceptance.WAITING

    @property
    def due_now(self) -> int:
        """What is asked for next, in minor units: the deposit first, then the rest."""
        secured = self.paid + self.held
        return self.deposit - secured if secured < self.deposit else self.due

    @property
    def due(self) -> int:
        """What is still to be asked for, in minor units, beside what is held; negative when overpaid."""
        return self.total - self.paid - self.held + self.refunded

    @property
    def asked(self) -> int:
        """What must have come by now, in minor units: the deposit first, then all."""
        return self.deposit if self.paid < self.deposit else self.total

    @property
    def is_secured(self) -> bool:
        """What must have come by now is here or held."""
        return self.paid - self.refunded + self.held >= self.asked

    def keep_for_accounting(self) -> None:
        """Money moved: the law on accounting wants ten years instead of three."""
        self.retain_until = max(self.retain_until, self.placed_at + ACCOUNTING_YEARS)

    @property
    def is_cancellable(self) -> bool:
        """Open and nothing sent yet."""
        return self.state is OrderState.OPEN and not self.fulfillments

    @property
    def awaits_answer(self) -> bool:
        """Open, and the seller has neither accepted nor declined in time."""
        return self.state is OrderState.OPEN and self.acceptance is Acceptance.WAITING

    @property
    def is_done(self) -> bool:
        """Open, everything sent and the money settled: nothing is left to do."""
        settled = (PaymentSummary.PAID, PaymentSummary.OVERPAID, PaymentSummary.PARTLY_REFUNDED)
        sent = (FulfillmentSummary.DONE, FulfillmentSummary.RETURNED)
        return (
            self.state is OrderState.OPEN
            and self.fulfillment_summary in sent
            and (self.payment_summary in (*settled, PaymentSummary.REFUNDED) or self.total == 0)
        )


class LineItem(ShopScoped, Base):
    """A line as it was agreed: names, unit, price, tax; quantity in thousandths."""

    __tablename__ = "line_item"
    __table_args__ = (
        shop_fk("order_id", "orders"),
        Index(None, "shop_id", "order_id"),
        Index(None, "shop_id", "variant_id"),
    )

    order_id: Mapped[int]
    position: Mapped[int]
    product_id: Mapped[int]
    variant_id: Mapped[int]
    product_name: Mapped[str]
    variant_title: Mapped[str] = mapped_column(default="")
    sku: Mapped[str | None]
    unit: Mapped[str]
    unit_price: Mapped[int]
    quantity: Mapped[int]
    amount: Mapped[int]
    tax_class: Mapped[str] = mapped_column(String(10))
    tax_rate: Mapped[int | None]
    image_key: Mapped[str | None]
    stock_tracked: Mapped[bool] = mapped_column(default=False)
    fulfilled: Mapped[int] = mapped_column(default=0)
    returned: Mapped[int] = mapped_column(default=0)
    order: Mapped[Order] = shop_relationship("Order", key="LineItem.order_id", back_populates="line_items")


class Fulfillment(ShopScoped, Created, Base):
    """Goods sent for an order, with how they travel."""

    __tablename__ = "fulfillment"
    __table_args__ = (
        shop_fk("order_id", "orders"),
        UniqueConstraint("shop_id", "order_id", "idempotency_key"),
    )

    order_id: Mapped[int]
    idempotency_key: Mapped[str] = mapped_column(String(64))
    carrier: Mapped[str] = mapped_column(default="")
    tracking_number: Mapped[str] = mapped_column(default="")
    tracking_url: Mapped[str] = mapped_column(default="")
    lines: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    sent_at: Mapped[dt.datetime]
    delivered_at: Mapped[dt.datetime | None]
    returned_at: Mapped[dt.datetime | None]
    order: Mapped[Order] = shop_relationship(
        "Order", key="Fulfillment.order_id", back_populates="fulfillments"
    )


class DocumentExemption(ShopScoped, Created, Base):
    """Why an order was delivered without an invoice: a key of the law's reasons, and who noted it."""

    __tablename__ = "document_exemption"
    __table_args__ = (shop_fk("order_id", "orders"), UniqueConstraint("shop_id", "order_id"))

    order_id: Mapped[int]
    reason: Mapped[str] = mapped_column(String(40))
    noted_by: Mapped[int | None]
