"""What a product's row repeats of its variants, so that lists read one table."""

from __future__ import annotations

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
    product.in_stock = is_in_stock(offered)


def is_in_stock(variants: list[Variant]) -> bool:
    """Whether at least one variant can be bought now: not counted, or with more on hand than is reserved."""
    if any(not variant.stock_tracked for variant in variants):
        return True
    if not variants:
        return False
    free = db.session.scalar(
        select(func.max(StockLevel.on_hand - StockLevel.reserved)).where(
            StockLevel.variant_id.in_([variant.id for variant in variants])
        )
    )
    return (free or 0) > 0
