"""How much of a product was sold, as its card says: counted when goods leave, less when they return."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from sqlalchemy import update

from storefront.domain.shops.counting import counted_mode
from storefront.infra.db import db
from storefront.infra.quantity import ONE
from storefront.infra.tenancy import current_shop_id
from storefront.models.order import Order
from storefront.models.product import Product
from storefront.models.shop import Shop


def count_sold(order: Order, quantities: Mapping[int, int]) -> None:
    """Add line item id -> thousandths to the products' counts, in whole units; test orders never count."""
    if order.mode is not counted_mode(db.session.get_one(Shop, current_shop_id())):
        return
    sold: Counter[int] = Counter()
    for line in order.line_items:
        sold[line.product_id] += quantities.get(line.id, 0)
    for product_id, quantity in sorted(sold.items()):
        if quantity:
            db.session.execute(
                update(Product)
                .where(Product.id == product_id)
                .values(sold_count=Product.sold_count + _units(quantity))
            )


def _units(quantity: int) -> int:
    """Thousandths as whole units, halves away from nought so that what returns takes off what it added."""
    units = (abs(quantity) + ONE // 2) // ONE
    return units if quantity > 0 else -units
