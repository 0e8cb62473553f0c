"""How complete a product is, in a few facts without words: for its events, and for those who count."""

from __future__ import annotations

from typing import TypedDict

from sqlalchemy import func, select

from storefront.infra.db import db
from storefront.models.asset import Asset
from storefront.models.product import Product, ProductImage, ProductState
from storefront.models.stock import StockLevel


class Measure(TypedDict):
    """`photo_px` is the longer side of the largest picture, 0 without one; `price` in minor units.

    `has_stock` means that it is counted and some is on hand.
    """

    product: str
    on_sale: bool
    sample: bool
    photo_px: int
    price: int
    has_unit: bool
    has_origin: bool
    has_stock: bool


def measure(product: Product) -> Measure:
    """The facts as they stand, also before they are committed."""
    db.session.flush()
    sides = db.session.execute(
        select(Asset.width, Asset.height)
        .join(ProductImage, (ProductImage.shop_id == Asset.shop_id) & (ProductImage.asset_id == Asset.id))
        .where(ProductImage.product_id == product.id)
    )
    tracked = [variant.id for variant in product.variants if variant.stock_tracked]
    on_hand = select(func.sum(StockLevel.on_hand)).where(StockLevel.variant_id.in_(tracked))
    return Measure(
        product=str(product.id),
        on_sale=product.state is ProductState.ACTIVE,
        sample=product.is_sample,
        photo_px=max((max(width, height) for width, height in sides), default=0),
        price=product.from_price,
        has_unit=all(variant.unit for variant in product.variants),
        has_origin=bool(product.origin),
        has_stock=bool(tracked and db.session.scalar(on_hand)),
    )
