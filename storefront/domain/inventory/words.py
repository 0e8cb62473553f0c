"""What shoppers read about stock: in stock, few left, sold out; and keeping it true on cached pages."""

from __future__ import annotations

import enum
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select, update

from storefront.domain.catalogue.summary import buyable
from storefront.infra import guard
from storefront.infra.db import db
from storefront.infra.tenancy import current_shop_id
from storefront.models.product import Product


class StockWords(enum.Enum):
    """The three things a page says about a variant's stock."""

    IN_STOCK = "in_stock"
    LOW = "low"
    SOLD_OUT = "sold_out"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a level's words depend on beside the goods themselves."""

    product_id: int
    minimum: int
    low_at: int | None

    def words(self, available: int) -> StockWords:
        """The words for this much, in thousandths."""
        return stock_words(available, minimum=self.minimum, low_at=self.low_at)


def stock_words(available: int | None, *, minimum: int, low_at: int | None = None) -> StockWords:
    """What to say of a variant; None (not tracked) is always in stock, less than its minimum is sold out."""
    if available is None:
        return StockWords.IN_STOCK
    if available < minimum:
        return StockWords.SOLD_OUT
    return StockWords.LOW if low_at is not None and available <= low_at else StockWords.IN_STOCK


def refresh_words(product_ids: Collection[int]) -> None:
    """Set `in_stock` of products from their variants, and raise the shop's version.

    Products are locked before the levels are read: of two orders that sell out two variants at once, the
    second sees what the first did.
    """
    if not product_ids:
        return
    wanted = sorted(product_ids)
    products = db.session.execute(
        select(Product.id, Product.in_stock)
        .where(Product.id.in_(wanted))
        .order_by(Product.id)
        .with_for_update()
    ).all()
    in_stock = buyable(wanted)
    for row in products:
        if row.in_stock != (row.id in in_stock):
            db.session.execute(
                update(Product)
                .where(Product.id == row.id)
                .values(in_stock=row.id in in_stock)
                .execution_options(synchronize_session="evaluate")
            )
    guard.changed_for_shoppers([current_shop_id()])
