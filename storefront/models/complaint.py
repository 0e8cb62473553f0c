"""Complaints of shoppers, as the law wants them: a code, a state, deadlines and a history (its events)."""

from __future__ import annotations

import datetime as dt
import enum

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storefront.infra.crypto import Sealed
from storefront.infra.db import Base
from storefront.infra.tenancy import ShopScoped
from storefront.models.common import Created


class ComplaintState(enum.Enum):
    """Where a complaint stands."""

    RECEIVED = "received"
    ANSWERED = "answered"
    RESOLVED = "resolved"
    REJECTED = "rejected"


class Complaint(ShopScoped, Created, Base):
    """One complaint, followed by its `code`; Decree 248/2026 Art. 7 asks for the deadlines."""

    __tablename__ = "complaint"
    __table_args__ = (
        UniqueConstraint("shop_id", "code"),
        Index(None, "retain_until"),
        Index(None, "shop_id", "state", "answer_by"),
        Index(None, "shop_id", "order_id"),
    )

    code: Mapped[str] = mapped_column(String(20))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    order_id: Mapped[int | None]
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str | None] = mapped_column(Sealed)
    phone: Mapped[str | None] = mapped_column(Sealed)
    email: Mapped[str | None] = mapped_column(Sealed)
    body: Mapped[str] = mapped_column(Text)
    state: Mapped[ComplaintState] = mapped_column(default=ComplaintState.RECEIVED)
    answer: Mapped[str] = mapped_column(Text, default="")
    resolution: Mapped[str] = mapped_column(Text, default="")
    locale: Mapped[str] = mapped_column(String(5), default="vi")
    answer_by: Mapped[dt.datetime]
    resolve_by: Mapped[dt.datetime]
    answered_at: Mapped[dt.datetime | None]
    closed_at: Mapped[dt.datetime | None]
    retain_until: Mapped[dt.datetime]

    @property
    def is_open(self) -> bool:
        """Neither resolved nor rejected."""
        return self.closed_at is None

    @property
    def due(self) -> dt.datetime:
        """Until when the next step is promised: the first answer, then the end."""
        return self.resolve_by if self.answered_at else self.answer_by
