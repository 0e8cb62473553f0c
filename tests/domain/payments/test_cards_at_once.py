import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from storefront.domain.orders.pay_by_card import pay_by_card
from storefront.domain.payments.cards import CardTerms, card_by_id, issue
from storefront.domain.payments.stored_value import top_up
from storefront.infra.db import db
from storefront.infra.errors import AppError
from storefront.infra.events import SYSTEM
from storefront.infra.tenancy import enter_shop
from storefront.models.order import Order, PaymentSummary
from storefront.models.stored_value import CardEntry, StoredCardKind
from tests.factories import make_order, make_payment_method, make_shop

THREADS = 4


@dataclass(frozen=True)
class Till:
    """A shop, a card that pays for two orders and a half, and four orders of one price."""

    app: Flask
    shop_id: int
    card_id: int
    code: str
    orders: tuple[int, ...]
    price: int


@pytest.fixture
def till(committed_app: Flask) -> Till:
    with committed_app.app_context():
        shop = make_shop()
        with enter_shop(shop.id):
            make_payment_method("cod")
            make_payment_method("prepaid_card")
            orders = [make_order() for _ in range(THREADS)]
            price = orders[0].total
            terms = CardTerms(StoredCardKind.PREPAID, price * 5 // 2)
            made = issue(shop, terms, key="a", by=SYSTEM)[0]
            db.session.commit()
            ids = tuple(order.id for order in orders)
            return Till(committed_app, shop.id, made.card.id, made.code, ids, price)


def test_four_orders_at_once_never_spend_more_than_the_card_holds(till: Till) -> None:
    at_once(lambda number: in_shop(till, lambda: spend(till, till.orders[number])))

    balance, held = in_shop(till, lambda: stands(till))
    paid = in_shop(till, lambda: [paid_orders(), held_in_orders()])
    assert (balance, held) == (till.price * 5 // 2 - 2 * till.price, till.price // 2)
    assert paid == [2, till.price // 2]
    assert in_shop(till, sums) == (balance, held)


def test_one_form_sent_four_times_at_once_counts_once(till: Till) -> None:
    before, _ = in_shop(till, lambda: stands(till))

    at_once(lambda _: in_shop(till, lambda: top_up(card_by_id(till.card_id), 1000, key="t", by=SYSTEM)))

    assert in_shop(till, lambda: stands(till)) == (before + 1000, 0)


def in_shop(till: Till, work: Callable[[], Any]) -> Any:
    """Do a piece of work in a context and transaction of its own."""
    with till.app.app_context(), enter_shop(till.shop_id):
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


def spend(till: Till, order_id: int) -> None:
    order = db.session.get_one(Order, (till.shop_id, order_id))
    try:
        pay_by_card(order, till.code, "", address="203.0.113.7")
    except AppError:
        db.session.rollback()


def stands(till: Till) -> tuple[int, int]:
    card = card_by_id(till.card_id)
    return card.balance, card.held


def paid_orders() -> int:
    mine = select(func.count(Order.id)).where(Order.payment_summary == PaymentSummary.PAID)
    return db.session.scalar(mine) or 0


def held_in_orders() -> int:
    return int(db.session.scalar(select(func.sum(Order.held))) or 0)


def sums() -> tuple[int, int]:
    rows = db.session.execute(select(func.sum(CardEntry.amount), func.sum(CardEntry.held))).one()
    return int(rows[0]), int(rows[1])
