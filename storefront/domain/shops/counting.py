"""Which orders and payments a figure inside a shop counts: the shop's own kind."""

from __future__ import annotations

from storefront.models.order import Mode
from storefront.models.shop import Shop


def counted_mode(shop: Shop) -> Mode:
    """Live in a real shop, whose test orders never count; test in a practice shop, which has nothing else."""
    return Mode.TEST if shop.is_practice else Mode.LIVE
