import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from storefront.domain.inventory.adjust import count, receive
from storefront.domain.orders.cancel import OrderNotCancellable, cancel
from storefront.domain.shipping.fulfil import OrderNotFulfillable, fulfil
from storefront.infra.db import db
from storefront.infra.events import SYSTEM
from storefront.infra.tenancy import enter_shop
from storefront.models.cart import Cart
from storefront.models.order import Order
from storefront.models.product import Variant
from storefront.models.stock import StockMovement
from tests.factories import make_cart, make_order, make_shop, make_variant, place_cart, stock_of

THREADS = 4


@dataclass(frozen=True)
class Shelf:
    """A shop with a hundred pieces of one thing."""

    app: Flask
    shop_id: int
    variant_id: int

    def variant(self) -> Variant:
        return db.session.scalars(select(Variant).where(Variant.id == self.variant_id)).one()


@pytest.fixture
def shelf(committed_app: Flask) -> Shelf:
    with committed_app.app_context():
        shop_id = make_shop().id
        with enter_shop(shop_id):
            variant = make_variant(stock=100_000)
            db.session.commit()
            return Shelf(committed_app, shop_id, variant.id)


def test_orders_and_counts_at_once_leave_stock_and_ledger_in_agreement(shelf: Shelf) -> None:
    carts = in_shop(shelf, lambda: [make_cart((shelf.variant(), 1000)).id for _ in range(12)])

    def sell_and_count(number: int) -> None:
        for cart_id in carts[number::THREADS]:
            in_shop(shelf, lambda cart_id=cart_id: place_cart(find_cart(shelf, cart_id)))
            in_shop(shelf, lambda: receive(shelf.variant(), 1000, by=SYSTEM))
            in_shop(shelf, lambda: count(shelf.variant(), 90_000, by=SYSTEM))

    at_once(sell_and_count)

    on_hand, reserved = in_shop(shelf, lambda: stock_of(shelf.variant()))
    assert (on_hand, reserved) == (90_000, 12_000)
    assert in_shop(shelf, ledger) == (on_hand - 100_000, reserved)


def test_sending_and_cancelling_at_once_do_one_or_the_other(shelf: Shelf) -> None:
    order_id = in_shop(shelf, lambda: make_order((shelf.variant(), 1000)).id)
    verbs = (send, call_off, send, call_off)

    at_once(lambda number: in_shop(shelf, lambda: verbs[number](shelf, order_id)))

    assert in_shop(shelf, lambda: stock_of(shelf.variant())) in ((99_000, 0), (100_000, 0))
    assert in_shop(shelf, ledger) in ((-1000, 0), (0, 0))


def in_shop(shelf: Shelf, work: Callable[[], Any]) -> Any:
    """Do a piece of work in a context and transaction of its own."""
    with shelf.app.app_context(), enter_shop(shelf.shop_id):
        result = work()
        db.session.commit()
        return result


def at_once(work: Callable[[int], object]) -> None:
    start = threading.Barrier(THREADS)

    def begin(number: int) -> None:
        start.wait(timeout=30)
        work(number)

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(begin, range(THREADS)))


def find_cart(shelf: Shelf, cart_id: int) -> Cart:
    return db.session.get_one(Cart, (shelf.shop_id, cart_id))


def send(shelf: Shelf, order_id: int) -> None:
    order = db.session.get_one(Order, (shelf.shop_id, order_id))
    try:
        fulfil(order, lines=None, carrier="", tracking_number="", key="a", by=SYSTEM)
    except OrderNotFulfillable:
        db.session.rollback()


def call_off(shelf: Shelf, order_id: int) -> None:
    order = db.session.get_one(Order, (shelf.shop_id, order_id))
    try:
        cancel(order, reason="", by=SYSTEM)
    except OrderNotCancellable:
        db.session.rollback()


def ledger() -> tuple[int, int]:
    """What all movements add up to."""
    sums = select(func.sum(StockMovement.on_hand_change), func.sum(StockMovement.reserved_change))
    on_hand, reserved = db.session.execute(sums).one()
    return int(on_hand), int(reserved)
