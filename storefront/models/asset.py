"""Pictures: the master as uploaded and cleaned, and the sizes a job makes of it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storefront.infra.db import Base, Json
from storefront.infra.tenancy import ShopScoped
from storefront.models.common import Created


class Asset(ShopScoped, Created, Base):
    """A picture by its content: bytes are stored once at `key`, `colour` stands in while it loads.

    `widths` are the sizes made so far, each in every format; none until the job has run.
    """

    __tablename__ = "asset"
    __shopper_visible__ = True
    __table_args__ = (UniqueConstraint("shop_id", "content_hash"),)

    content_hash: Mapped[str] = mapped_column(String(64))
    key: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(40))
    width: Mapped[int]
    height: Mapped[int]
    bytes: Mapped[int]
    colour: Mapped[str] = mapped_column(String(7))
    alt: Mapped[str] = mapped_column(default="")
    file_name: Mapped[str] = mapped_column(default="")
    widths: Mapped[list[int]] = mapped_column(Json, default=list)
    rendered_at: Mapped[dt.datetime | None]

    @property
    def base(self) -> str:
        """The part of the address that its sizes share; `<base>/<width>.<format>` is one of them."""
        return self.key.rpartition("/")[0]
