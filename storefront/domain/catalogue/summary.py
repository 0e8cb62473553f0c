"""What a product's row repeats of its variants, so that lists read one table."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, select

from storefront.infra.db import db
from storefront.models.product import Product, Variant
from storefront.models.stock import StockLevel


def refresh(product: Product) -> None:
    """Compute prices and stock words anew from the variants; call it in the verb that changed them."""
    offered = sorted(product.variants, key=lambda variant: (variant.price, variant.position))
    product.from_price = offered[0].price if offered else 0
    product.to_price = offered[-1].price if offered else 0
    product.compare_at_price = offered[0].compare_at_price if offered else None
    product.in_stock = product.id in buyable([product.id])


def buyable(product_ids: Collection[int]) -> set[int]:
    """Those of which a variant can be bought now: not counted, or with as much free as its minimum."""
    free = (
        select(func.coalesce(func.sum(StockLevel.on_hand - StockLevel.reserved), 0))
        .where(StockLevel.shop_id == Variant.shop_id, StockLevel.variant_id == Variant.id)
        .correlate(Variant)
        .scalar_subquery()
    )
    found = db.session.scalars(
        select(Variant.product_id)
        .where(Variant.product_id.in_(product_ids), Variant.retired_at.is_(None))
        .where(Variant.stock_tracked.is_(False) | (free >= Variant.minimum))
    )
    return set(found)
