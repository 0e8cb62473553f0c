from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.infra import clock
from storefront.infra.db import db
from storefront.infra.tenancy import enter_shop
from storefront.jobs.worker import Worker
from storefront.models.cart import Cart
from storefront.models.order import Acceptance, Order, OrderState
from storefront.models.product import Variant
from tests.factories import make_cart, make_order, make_payment_method, make_shop, make_variant, stock_of


@pytest.fixture
def shop_id(committed_app: Flask) -> int:
    with committed_app.app_context():
        shop_id = make_shop().id
        db.session.commit()
        return shop_id


def turn_the_clock(app: Flask, forward: timedelta) -> None:
    """Let the worker find and do what is due after some time."""
    with clock.moved_to(clock.now() + forward):
        worker = Worker(app)
        worker.run_periodic()
        worker.run_all()


def stands(app: Flask, shop_id: int) -> tuple[OrderState, Acceptance, tuple[int, int]]:
    """How the shop's only order and its goods stand."""
    with app.app_context(), enter_shop(shop_id):
        order = db.session.scalars(select(Order)).one()
        return order.state, order.acceptance, stock_of(db.session.scalars(select(Variant)).one())


def order_two_of_five(app: Flask, shop_id: int, gateway: str) -> None:
    with app.app_context(), enter_shop(shop_id):
        make_payment_method(gateway)
        make_order((make_variant(stock=5000), 2000))
        db.session.commit()


def test_an_unanswered_order_lapses_and_gives_its_goods_free(committed_app: Flask, shop_id: int) -> None:
    order_two_of_five(committed_app, shop_id, "cod")

    turn_the_clock(committed_app, timedelta(hours=47))
    early = stands(committed_app, shop_id)
    turn_the_clock(committed_app, timedelta(hours=49))

    assert early == (OrderState.OPEN, Acceptance.WAITING, (5000, 2000))
    assert stands(committed_app, shop_id) == (OrderState.CANCELLED, Acceptance.LAPSED, (5000, 0))


def test_an_unpaid_order_gives_its_goods_free_and_is_cancelled_days_later(
    committed_app: Flask, shop_id: int
) -> None:
    order_two_of_five(committed_app, shop_id, "bank_transfer")

    turn_the_clock(committed_app, timedelta(hours=25))
    expired = stands(committed_app, shop_id)
    turn_the_clock(committed_app, timedelta(days=8))

    assert expired == (OrderState.OPEN, Acceptance.WAITING, (5000, 0))
    assert stands(committed_app, shop_id) == (OrderState.CANCELLED, Acceptance.WAITING, (5000, 0))


def test_forgotten_carts_are_cleaned_up(committed_app: Flask, shop_id: int) -> None:
    with committed_app.app_context(), enter_shop(shop_id):
        make_cart((make_variant(), 1000))
        db.session.commit()

    turn_the_clock(committed_app, timedelta(days=31))

    with committed_app.app_context(), enter_shop(shop_id):
        assert db.session.scalars(select(Cart)).all() == []
