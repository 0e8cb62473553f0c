"""Orders, placed by the product's own verb."""

from __future__ import annotations

from sqlalchemy import select

from storefront.domain.checkout.place_order import place
from storefront.domain.checkout.review import review
from storefront.domain.customers.consents import Purpose
from storefront.infra.db import db
from storefront.models.cart import Cart
from storefront.models.order import Order
from storefront.models.product import Variant
from storefront.models.stock import StockLevel
from tests.factories.carts import make_cart
from tests.factories.products import make_variant

CONSENTS = {Purpose.ORDER: "2026-07-01"}


def make_order(*wanted: tuple[Variant, int], **answers: str) -> Order:
    """A placed order of these goods, or of two untracked bottles of honey."""
    return place_cart(make_cart(*(wanted or ((make_variant(), 2000),)), **answers))


def place_cart(cart: Cart) -> Order:
    """Confirm a cart exactly as its review shows it."""
    return place(cart, confirmed_total=review(cart).total, consents=CONSENTS, address="203.0.113.7")


def stock_of(variant: Variant) -> tuple[int, int]:
    """On hand and reserved of a variant, all places together, as the database has it."""
    rows = db.session.execute(
        select(StockLevel.on_hand, StockLevel.reserved).where(StockLevel.variant_id == variant.id)
    ).all()
    return sum(row.on_hand for row in rows), sum(row.reserved for row in rows)
