from datetime import timedelta

import pytest
from sqlalchemy import select

from storefront.domain.orders.accept import accept
from storefront.domain.orders.cancel import (
    OrderNotCancellable,
    TooLateToCancel,
    abandon,
    cancel,
    cancel_by_shopper,
    expire,
)
from storefront.domain.orders.mark_paid import mark_paid
from storefront.domain.orders.send import send
from storefront.infra import clock
from storefront.infra.db import db
from storefront.infra.events import SYSTEM
from storefront.models.order import OrderState
from storefront.models.payment import Refund
from storefront.models.shop import Shop, ShopSettings
from tests.factories import make_order, make_payment_method, make_variant, stock_of


def settings() -> ShopSettings:
    return db.session.scalars(select(ShopSettings)).one()


def test_cancelling_gives_the_stock_back(shop: Shop) -> None:
    variant = make_variant(stock=5000)
    order = make_order((variant, 2000))

    cancel(order, reason="Khách đổi ý", by=SYSTEM)

    assert (order.state, order.cancel_reason) == (OrderState.CANCELLED, "Khách đổi ý")
    assert order.cancelled_at is not None
    assert stock_of(variant) == (5000, 0)


def test_cancelling_promises_money_back(shop: Shop) -> None:
    order = make_order()
    mark_paid(order, 40_000, form_key="a", by=SYSTEM)

    cancel(order, reason="", by=SYSTEM)

    assert db.session.scalars(select(Refund.amount)).one() == 40_000


def test_what_was_sent_cannot_be_cancelled(shop: Shop) -> None:
    order = make_order()
    send(order, lines=None, carrier="", tracking_number="", key="a", by=SYSTEM)

    with pytest.raises(OrderNotCancellable):
        cancel(order, reason="", by=SYSTEM)


def test_cancelling_twice_is_refused(shop: Shop) -> None:
    order = make_order()
    cancel(order, reason="", by=SYSTEM)

    with pytest.raises(OrderNotCancellable):
        cancel(order, reason="", by=SYSTEM)


def test_a_shopper_may_cancel_until_the_goods_are_sent(shop: Shop) -> None:
    order = make_order()
    accept(order, by=SYSTEM)

    cancel_by_shopper(order, settings())

    assert order.state is OrderState.CANCELLED


def test_a_shopper_may_not_cancel_past_the_stage_the_shop_announced(shop: Shop) -> None:
    settings().cancel_until = "accepted"
    order = make_order()
    accept(order, by=SYSTEM)

    with pytest.raises(TooLateToCancel):
        cancel_by_shopper(order, settings())


def test_an_unpaid_order_lets_its_goods_go_but_can_still_be_paid(shop: Shop) -> None:
    make_payment_method("bank_transfer")
    variant = make_variant(stock=5000)
    order = make_order((variant, 2000))

    expire(order)
    held = stock_of(variant)
    with clock.moved_to(clock.now() + timedelta(hours=25)):
        expire(order)

    assert held == (5000, 2000)
    assert stock_of(variant) == (5000, 0)
    assert order.state is OrderState.OPEN


def test_an_order_nobody_paid_for_days_is_cancelled(shop: Shop) -> None:
    make_payment_method("bank_transfer")
    order = make_order()

    abandon(order)
    early = order.state
    with clock.moved_to(clock.now() + timedelta(days=8)):
        abandon(order)

    assert early is OrderState.OPEN
    assert order.state is OrderState.CANCELLED


def test_a_paid_order_is_never_abandoned(shop: Shop) -> None:
    make_payment_method("bank_transfer")
    order = make_order()
    mark_paid(order, order.total, form_key="a", by=SYSTEM)

    with clock.moved_to(clock.now() + timedelta(days=8)):
        abandon(order)

    assert order.state is OrderState.OPEN
