"""Pictures: the master as uploaded and cleaned, and the sizes a job makes of it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storefront.infra.db import Base
from storefront.infra.tenancy import ShopScoped, shop_fk, shop_relationship
from storefront.models.common import Created


class Asset(ShopScoped, Created, Base):
    """A picture by its content: bytes are stored once at `key`, `colour` stands in while it loads."""

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
    rendered_at: Mapped[dt.datetime | None]
    renditions: Mapped[list["Rendition"]] = shop_relationship(
        "Rendition", key="Rendition.asset_id", parent="Asset", order_by="Rendition.width", viewonly=True
    )


class Rendition(ShopScoped, Base):
    """One size and format of an asset."""

    __tablename__ = "rendition"
    __shopper_visible__ = True
    __table_args__ = (
        shop_fk("asset_id", "asset", ondelete="CASCADE"),
        UniqueConstraint("shop_id", "asset_id", "format", "width"),
        Index(None, "shop_id", "asset_id"),
    )

    asset_id: Mapped[int]
    format: Mapped[str] = mapped_column(String(4))
    width: Mapped[int]
    height: Mapped[int]
    bytes: Mapped[int]
    key: Mapped[str] = mapped_column(String(200))
