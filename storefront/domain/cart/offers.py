"""What the shop offers right now of the variants in a cart: read once, in one statement."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Row, ScalarSelect, Select, Subquery, bindparam, func, select

from storefront.infra import clock
from storefront.infra.db import db
from storefront.models.asset import Asset
from storefront.models.product import Product, ProductImage, ProductState, Variant
from storefront.models.stock import StockLevel


@dataclass(frozen=True, slots=True)
class Offer:
    """A variant as it is sold now. `available` in thousandths, None when it is not tracked."""

    variant_id: int
    product_id: int
    product_name: str
    slug: str
    title: str
    sku: str | None
    unit: str
    price: int
    step: int
    minimum: int
    maximum: int | None
    tax_class: str
    stock_tracked: bool
    available: int | None
    sold: bool
    image_key: str | None

    @property
    def name(self) -> str:
        """Product and variant in one line."""
        return f"{self.product_name} ({self.title})" if self.title else self.product_name


def offers(variant_ids: Collection[int]) -> dict[int, Offer]:
    """The offers of variants by id, also of those no longer sold (`sold` says so)."""
    if not variant_ids:
        return {}
    rows = db.session.execute(_statement(), {"variants": list(variant_ids)})
    return {row.id: _offer(row) for row in rows}


@cache
def _statement() -> Select[*tuple[Any, ...]]:
    """Built once: every step of a checkout asks for offers, and building it costs more than running it."""
    variant_ids: BindParameter[Any] = bindparam("variants", expanding=True)
    free = _free(variant_ids)
    return (
        select(
            Variant.id,
            Variant.option_values,
            Variant.sku,
            Variant.unit,
            Variant.price,
            Variant.step,
            Variant.minimum,
            Variant.maximum,
            Variant.tax_class,
            Variant.stock_tracked,
            Variant.retired_at,
            Product.id.label("product_id"),
            Product.name,
            Product.slug,
            Product.state,
            Product.on_sale_from,
            Product.on_sale_until,
            func.coalesce(free.c.free, 0).label("free"),
            _first_picture().label("image_key"),
        )
        .join(Product, (Product.shop_id == Variant.shop_id) & (Product.id == Variant.product_id))
        .outerjoin(free, (free.c.shop_id == Variant.shop_id) & (free.c.variant_id == Variant.id))
        .where(Variant.id.in_(variant_ids))
    )


def _free(variant_ids: BindParameter[Any]) -> Subquery:
    """What nobody has reserved, all places together."""
    return (
        select(
            StockLevel.shop_id,
            StockLevel.variant_id,
            func.sum(StockLevel.on_hand - StockLevel.reserved).label("free"),
        )
        .where(StockLevel.variant_id.in_(variant_ids))
        .group_by(StockLevel.shop_id, StockLevel.variant_id)
        .subquery()
    )


def _first_picture() -> ScalarSelect[str]:
    return (
        select(Asset.key)
        .join(ProductImage, (ProductImage.shop_id == Asset.shop_id) & (ProductImage.asset_id == Asset.id))
        .where(ProductImage.shop_id == Product.shop_id, ProductImage.product_id == Product.id)
        .order_by(ProductImage.position, ProductImage.id)
        .limit(1)
        .correlate(Product)
        .scalar_subquery()
    )


def _offer(row: Row[*tuple[Any, ...]]) -> Offer:
    moment = clock.now()
    sold = (
        row.retired_at is None
        and row.state is ProductState.ACTIVE
        and (row.on_sale_from is None or row.on_sale_from <= moment)
        and (row.on_sale_until is None or row.on_sale_until > moment)
    )
    return Offer(
        variant_id=row.id,
        product_id=row.product_id,
        product_name=row.name,
        slug=row.slug,
        title=" / ".join(row.option_values),
        sku=row.sku,
        unit=row.unit,
        price=row.price,
        step=row.step,
        minimum=row.minimum,
        maximum=row.maximum,
        tax_class=row.tax_class,
        stock_tracked=row.stock_tracked,
        available=int(row.free) if row.stock_tracked else None,
        sold=sold,
        image_key=row.image_key,
    )
