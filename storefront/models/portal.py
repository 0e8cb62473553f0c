"""Projections of the portal: what it shows of each open, real shop; filled by jobs only."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import BigInteger, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from storefront.infra.db import Base


class DirectoryEntry(Base):
    """One open, real shop as the portal lists it."""

    __tablename__ = "directory_entry"
    __table_args__ = (Index(None, "trade"), Index(None, "unit_code"))

    shop_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    slug: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(120))
    trade: Mapped[str] = mapped_column(String(30))
    tagline: Mapped[str] = mapped_column(default="")
    unit_code: Mapped[str] = mapped_column(String(5), default="")
    unit_name: Mapped[str] = mapped_column(default="")
    image_key: Mapped[str | None]
    colour: Mapped[str] = mapped_column(String(7), default="#9a3412")
    product_count: Mapped[int] = mapped_column(default=0)
    product_names: Mapped[str] = mapped_column(Text, default="")
    folded: Mapped[str] = mapped_column(Text, default="")
    opened_at: Mapped[dt.datetime]
    updated_at: Mapped[dt.datetime]
