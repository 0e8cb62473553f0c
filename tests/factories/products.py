"""Goods, with stock when a test says how much."""

from __future__ import annotations

from itertools import count

from sqlalchemy import select

from storefront.infra.db import db
from storefront.models.product import Product, ProductState, Variant
from storefront.models.stock import StockLevel, StockLocation

_numbers = count(1)


def make_variant(*, name: str = "Mật ong rừng", stock: int | None = None, **fields: object) -> Variant:
    """A variant of an active product of its own; `stock` in thousandths, None leaves it untracked."""
    number = next(_numbers)
    product = Product(slug=f"mat-ong-{number}", name=name, state=ProductState.ACTIVE)
    values: dict[str, object] = {"price": 100_000, "unit": "chai", "stock_tracked": stock is not None}
    variant = Variant(**{**values, **fields})
    product.variants.append(variant)
    db.session.add(product)
    db.session.flush()
    if stock is not None:
        put_in_stock(variant, stock)
    return variant


def put_in_stock(variant: Variant, on_hand: int, *, location: StockLocation | None = None) -> StockLevel:
    """A level of a variant, in thousandths, at the shop's first place unless another is named."""
    place = location or make_location()
    level = StockLevel(variant_id=variant.id, location_id=place.id, on_hand=on_hand)
    db.session.add(level)
    db.session.flush()
    return level


def make_location() -> StockLocation:
    """The shop's first place for goods."""
    known = db.session.scalars(select(StockLocation)).first()
    if known is not None:
        return known
    place = StockLocation(name="Kho")
    db.session.add(place)
    db.session.flush()
    return place
