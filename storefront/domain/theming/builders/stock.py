"""What a product page says of each variant's stock."""

from __future__ import annotations

from collections import defaultdict

from storefront.domain.inventory.levels import levels_of
from storefront.domain.inventory.words import StockWords, stock_words
from storefront.models.product import Product


def stock_of(product: Product) -> dict[int, StockWords]:
    """The words for every variant, in one statement."""
    tracked = [variant.id for variant in product.variants if variant.stock_tracked]
    free: dict[int, int] = defaultdict(int)
    low: dict[int, int] = {}
    for level in levels_of(tracked) if tracked else []:
        free[level.variant_id] += level.available
        if level.shown.low_at is not None:
            low[level.variant_id] = level.shown.low_at
    return {
        variant.id: stock_words(
            free[variant.id] if variant.stock_tracked else None,
            minimum=variant.minimum,
            low_at=low.get(variant.id),
        )
        for variant in product.variants
    }
