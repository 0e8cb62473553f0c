"""The owner's inbox: questions from shoppers and what was answered."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from storefront.infra.db import Base
from storefront.infra.tenancy import ShopScoped, shop_fk, shop_relationship
from storefront.models.common import Created


class Conversation(ShopScoped, Created, Base):
    """One question and what followed."""

    __tablename__ = "conversation"
    __table_args__ = (Index(None, "shop_id", "closed_at", "last_at"),)

    name: Mapped[str] = mapped_column(String(120))
    phone: Mapped[str | None] = mapped_column(String(20))
    email: Mapped[str | None] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200), default="")
    locale: Mapped[str] = mapped_column(String(5), default="vi")
    last_at: Mapped[dt.datetime]
    read_at: Mapped[dt.datetime | None]
    closed_at: Mapped[dt.datetime | None]
    retain_until: Mapped[dt.datetime]
    entries: Mapped[list[ConversationEntry]] = shop_relationship(
        "ConversationEntry",
        key="ConversationEntry.conversation_id",
        parent="Conversation",
        back_populates="conversation",
        order_by="ConversationEntry.id",
    )


class ConversationEntry(ShopScoped, Created, Base):
    """One message of a conversation."""

    __tablename__ = "conversation_entry"
    __table_args__ = (
        shop_fk("conversation_id", "conversation"),
        Index(None, "shop_id", "conversation_id"),
    )

    conversation_id: Mapped[int]
    by_shop: Mapped[bool] = mapped_column(default=False)
    user_id: Mapped[int | None]
    body: Mapped[str] = mapped_column(Text)
    conversation: Mapped[Conversation] = shop_relationship(
        "Conversation", key="ConversationEntry.conversation_id", back_populates="entries"
    )
