"""Messages we send: rows written in the transaction of what they tell, delivered by a job."""

from __future__ import annotations

import datetime as dt
import enum

from sqlalchemy import BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from storefront.infra.crypto import SealedPlatform
from storefront.infra.db import Base
from storefront.models.common import Created, PlatformRow


class MessageState(enum.Enum):
    """Where a message is."""

    QUEUED = "queued"
    SENT = "sent"
    KEPT = "kept"
    FAILED = "failed"


class Message(PlatformRow, Created, Base):
    """One message to one person, address and text sealed. Platform table: sign-in codes have no shop.

    `kept` messages go no further than the message box or a practice shop's phone page.
    """

    __tablename__ = "message"
    __table_args__ = (Index(None, "shop_id", "created_at"),)

    shop_id: Mapped[int] = mapped_column(BigInteger, default=0)
    event_id: Mapped[int | None]
    dedup_key: Mapped[str | None] = mapped_column(String(120), unique=True)
    template: Mapped[str] = mapped_column(String(40))
    channel: Mapped[str] = mapped_column(String(10))
    recipient: Mapped[str] = mapped_column(SealedPlatform)
    locale: Mapped[str] = mapped_column(String(5))
    subject: Mapped[str] = mapped_column(SealedPlatform)
    body: Mapped[str] = mapped_column(SealedPlatform)
    practice: Mapped[bool] = mapped_column(default=False)
    state: Mapped[MessageState] = mapped_column(default=MessageState.QUEUED)
    sent_at: Mapped[dt.datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None]
    retain_until: Mapped[dt.datetime]
