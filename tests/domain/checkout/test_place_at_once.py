import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import func, select

from storefront.domain.checkout.place_order import OrderChanged, place
from storefront.domain.checkout.review import review
from storefront.infra.db import db
from storefront.infra.tenancy import enter_shop
from storefront.models.cart import Cart
from storefront.models.order import LineItem, Order
from storefront.models.product import Product, Variant
from storefront.models.stock import Reservation, StockMovement
from tests.factories import make_cart, make_shop, make_variant, stock_of
from tests.factories.orders import CONSENTS

PIECES = 10
THREADS = 8


@dataclass(frozen=True)
class Sale:
    """A shop with ten pieces of one thing, and what one piece costs with delivery."""

    app: Flask
    shop_id: int
    variant_id: int
    total: int


@pytest.fixture
def sale(committed_app: Flask) -> Sale:
    with committed_app.app_context():
        shop_id = make_shop().id
        with enter_shop(shop_id):
            variant = make_variant(stock=PIECES * 1000)
            total = review(make_cart((variant, 1000))).total
            db.session.commit()
            return Sale(committed_app, shop_id, variant.id, total)


def test_eight_buyers_at_a_time_over_ten_pieces_buy_exactly_ten(sale: Sale) -> None:
    carts = new_carts(sale, 24)

    numbers = buy_at_once(sale, carts)

    sold = [number for number in numbers if number]
    assert len(sold) == len(set(sold)) == PIECES
    assert held(sale) == {
        "stock": (PIECES * 1000, PIECES * 1000),
        "orders": PIECES,
        "ordered": PIECES * 1000,
        "reserved": PIECES * 1000,
        "ledger": PIECES * 1000,
        "in_stock": False,
    }


def test_one_cart_placed_by_eight_hands_gives_one_order(sale: Sale) -> None:
    cart = new_carts(sale, 1)[0]

    numbers = buy_at_once(sale, [cart] * THREADS)

    assert set(numbers) == {"1001"}
    assert held(sale)["orders"] == 1
    assert held(sale)["stock"] == (PIECES * 1000, 1000)


def new_carts(sale: Sale, count: int) -> list[int]:
    """Ids of committed carts with one piece each, each of a shopper with a phone of their own."""
    with sale.app.app_context(), enter_shop(sale.shop_id):
        variant = db.session.scalars(select(Variant).where(Variant.id == sale.variant_id)).one()
        made = [make_cart((variant, 1000), phone=f"09123456{number:02}") for number in range(count)]
        db.session.commit()
        return [cart.id for cart in made]


def buy_at_once(sale: Sale, carts: Sequence[int]) -> list[str | None]:
    """Place the carts by eight threads that begin together: numbers, or None for whoever came too late."""
    start = threading.Barrier(THREADS)
    shares = [carts[number::THREADS] for number in range(THREADS)]
    with ThreadPoolExecutor(THREADS) as pool:
        found = pool.map(lambda share: buy_one_after_another(sale, share, start), shares)
        return [number for numbers in found for number in numbers]


def buy_one_after_another(sale: Sale, carts: Sequence[int], start: threading.Barrier) -> list[str | None]:
    start.wait(timeout=30)
    return [buy(sale, cart_id) for cart_id in carts]


def buy(sale: Sale, cart_id: int) -> str | None:
    with sale.app.app_context(), enter_shop(sale.shop_id):
        cart = db.session.get_one(Cart, (sale.shop_id, cart_id))
        try:
            order = place(cart, confirmed_total=sale.total, consents=CONSENTS, address="")
        except OrderChanged:
            db.session.rollback()
            return None
        number = order.number
        db.session.commit()
        return number


def held(sale: Sale) -> dict[str, object]:
    """What stock, orders, reservations and ledger say, each by itself."""
    with sale.app.app_context(), enter_shop(sale.shop_id):
        variant = db.session.scalars(select(Variant).where(Variant.id == sale.variant_id)).one()
        return {
            "stock": stock_of(variant),
            "orders": db.session.scalar(select(func.count(Order.id))),
            "ordered": db.session.scalar(select(func.sum(LineItem.quantity))),
            "reserved": db.session.scalar(select(func.sum(Reservation.quantity))),
            "ledger": db.session.scalar(select(func.sum(StockMovement.reserved_change))),
            "in_stock": db.session.scalar(select(Product.in_stock)),
        }
