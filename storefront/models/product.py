"""The catalogue: products, their options and variants, pictures, collections, and the search row."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storefront.infra.db import Base
from storefront.infra.tenancy import ShopScoped, shop_fk, shop_relationship
from storefront.models.asset import Asset
from storefront.models.common import Created, Versioned


class ProductState(enum.Enum):
    """Whether shoppers see it."""

    DRAFT = "draft"
    ACTIVE = "active"
    ARCHIVED = "archived"


class Product(ShopScoped, Created, Versioned, Base):
    """Something the shop sells. Prices and stock live on its variants; every product has at least one.

    `from_price`, `compare_at_price` and `in_stock` repeat what the list pages need from the variants.
    """

    __tablename__ = "product"
    __shopper_visible__ = True
    __table_args__ = (
        UniqueConstraint("shop_id", "slug"),
        Index(None, "shop_id", "state", "position", "id"),
        Index(None, "shop_id", "state", "from_price", "id"),
        Index(None, "shop_id", "state", "sold_count", "id"),
    )

    slug: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(default="")
    description: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[ProductState] = mapped_column(default=ProductState.DRAFT)
    kind: Mapped[str] = mapped_column(String(20), default="goods")
    origin: Mapped[str | None]
    net_content: Mapped[str | None]
    maker: Mapped[str | None]
    ocop_stars: Mapped[int | None]
    ocop_decision: Mapped[str | None]
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    tags: Mapped[list[str]] = mapped_column(default=list)
    seo_title: Mapped[str | None]
    seo_description: Mapped[str | None]
    on_sale_from: Mapped[dt.datetime | None]
    on_sale_until: Mapped[dt.datetime | None]
    position: Mapped[int] = mapped_column(default=0)
    is_sample: Mapped[bool] = mapped_column(default=False)
    from_price: Mapped[int] = mapped_column(default=0)
    to_price: Mapped[int] = mapped_column(default=0)
    compare_at_price: Mapped[int | None]
    in_stock: Mapped[bool] = mapped_column(default=True)
    sold_count: Mapped[int] = mapped_column(default=0)
    archived_at: Mapped[dt.datetime | None]

    options: Mapped[list[Option]] = shop_relationship(
        "Option",
        key="Option.product_id",
        parent="Product",
        back_populates="product",
        order_by="Option.position",
        cascade="all, delete-orphan",
    )
    variants: Mapped[list[Variant]] = shop_relationship(
        "Variant",
        key="Variant.product_id",
        parent="Product",
        back_populates="product",
        order_by="Variant.position",
        where="Variant.retired_at.is_(None)",
        cascade="all, delete-orphan",
    )
    images: Mapped[list[ProductImage]] = shop_relationship(
        "ProductImage",
        key="ProductImage.product_id",
        parent="Product",
        back_populates="product",
        order_by="ProductImage.position",
        cascade="all, delete-orphan",
    )


class Option(ShopScoped, Base):
    """What variants differ in (colour, size) and its values in order."""

    __tablename__ = "option"
    __shopper_visible__ = True
    __table_args__ = (
        shop_fk("product_id", "product", ondelete="CASCADE"),
        Index(None, "shop_id", "product_id"),
    )

    product_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(60))
    values: Mapped[list[str]] = mapped_column(default=list)
    position: Mapped[int] = mapped_column(default=0)
    product: Mapped[Product] = shop_relationship("Product", key="Option.product_id", back_populates="options")


class Variant(ShopScoped, Versioned, Base):
    """What is sold: price in the currency's minor unit, quantities in thousandths of `unit`.

    A variant that the owner takes away is retired, as orders, stock and price history still speak of it.
    """

    __tablename__ = "variant"
    __shopper_visible__ = True
    __table_args__ = (
        shop_fk("product_id", "product", ondelete="CASCADE"),
        UniqueConstraint("shop_id", "sku"),
        Index(None, "shop_id", "product_id"),
        CheckConstraint("price >= 0", name="price"),
        CheckConstraint("step > 0 AND minimum > 0", name="quantities"),
    )

    product_id: Mapped[int]
    sku: Mapped[str | None] = mapped_column(String(60))
    option_values: Mapped[list[str]] = mapped_column(default=list)
    price: Mapped[int]
    compare_at_price: Mapped[int | None]
    unit: Mapped[str] = mapped_column(String(20), default="cái")
    step: Mapped[int] = mapped_column(default=1000)
    minimum: Mapped[int] = mapped_column(default=1000)
    maximum: Mapped[int | None]
    weight_g: Mapped[int | None]
    tax_class: Mapped[str] = mapped_column(String(10), default="none")
    stock_tracked: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)
    retired_at: Mapped[dt.datetime | None]
    product: Mapped[Product] = shop_relationship(
        "Product", key="Variant.product_id", back_populates="variants"
    )

    @property
    def title(self) -> str:
        """The option values in words; empty for a product with one variant."""
        return " / ".join(self.option_values)


class PriceChange(ShopScoped, Base):
    """A variant's price from a moment on; kept for ever, as the law on promotion asks."""

    __tablename__ = "price_change"
    __table_args__ = (
        shop_fk("variant_id", "variant", ondelete="CASCADE"),
        Index(None, "shop_id", "variant_id", "since"),
    )

    variant_id: Mapped[int]
    price: Mapped[int]
    since: Mapped[dt.datetime]


class ProductImage(ShopScoped, Base):
    """A picture of a product, in order."""

    __tablename__ = "product_image"
    __shopper_visible__ = True
    __table_args__ = (
        shop_fk("product_id", "product", ondelete="CASCADE"),
        shop_fk("asset_id", "asset"),
        Index(None, "shop_id", "product_id", "position"),
    )

    product_id: Mapped[int]
    asset_id: Mapped[int]
    alt: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)
    product: Mapped[Product] = shop_relationship(
        "Product", key="ProductImage.product_id", back_populates="images"
    )
    asset: Mapped[Asset] = shop_relationship("Asset", key="ProductImage.asset_id")


class Collection(ShopScoped, Created, Versioned, Base):
    """A named group of products, in the owner's order."""

    __tablename__ = "collection"
    __shopper_visible__ = True
    __table_args__ = (UniqueConstraint("shop_id", "slug"),)

    slug: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(120))
    description: Mapped[str] = mapped_column(Text, default="")
    asset_id: Mapped[int | None]
    published: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int] = mapped_column(default=0)
    seo_title: Mapped[str | None]
    seo_description: Mapped[str | None]


class CollectionProduct(ShopScoped, Base):
    """A product's place in a collection."""

    __tablename__ = "collection_product"
    __shopper_visible__ = True
    __table_args__ = (
        shop_fk("collection_id", "collection", ondelete="CASCADE"),
        shop_fk("product_id", "product", ondelete="CASCADE"),
        UniqueConstraint("shop_id", "collection_id", "product_id"),
        Index(None, "shop_id", "product_id"),
    )

    collection_id: Mapped[int]
    product_id: Mapped[int]
    position: Mapped[int] = mapped_column(default=0)


class SearchRow(ShopScoped, Base):
    """The folded words of an active product, written in the transaction that changes it."""

    __tablename__ = "search_row"
    __table_args__ = (UniqueConstraint("shop_id", "product_id"),)

    product_id: Mapped[int]
    name: Mapped[str] = mapped_column(Text)
    folded_name: Mapped[str] = mapped_column(Text)
    folded_rest: Mapped[str] = mapped_column(Text)
