import pytest
from sqlalchemy import select

from storefront.domain.inventory.reserve import NotEnoughStock, release
from storefront.domain.orders.accept import OrderAlreadyAnswered, accept, decline, lapse
from storefront.domain.orders.mark_paid import mark_paid
from storefront.infra import clock
from storefront.infra.db import db
from storefront.infra.events import SYSTEM, Event
from storefront.models.order import Acceptance, OrderState
from storefront.models.payment import Refund
from storefront.models.shop import Shop
from storefront.models.stock import Reservation
from tests.factories import make_order, make_variant, stock_of


def test_an_accepted_order_holds_its_goods_for_good(shop: Shop) -> None:
    order = make_order((make_variant(stock=5000), 2000))

    accept(order, by=SYSTEM)

    assert order.acceptance is Acceptance.ACCEPTED
    assert db.session.scalars(select(Reservation.expires_at)).one() is None


def test_accepting_twice_is_told_once(shop: Shop) -> None:
    order = make_order()

    accept(order, by=SYSTEM)
    accept(order, by=SYSTEM)

    assert len(db.session.scalars(select(Event).where(Event.topic == "order.accepted")).all()) == 1


def test_accepting_late_holds_released_goods_again(shop: Shop) -> None:
    variant = make_variant(stock=2000)
    order = make_order((variant, 2000))
    release(order)

    accept(order, by=SYSTEM)

    assert stock_of(variant) == (2000, 2000)


def test_accepting_late_is_refused_when_the_goods_are_gone(shop: Shop) -> None:
    variant = make_variant(stock=2000)
    order = make_order((variant, 2000))
    release(order)
    make_order((variant, 2000), phone="0987 654 321")

    with pytest.raises(NotEnoughStock):
        accept(order, by=SYSTEM)


def test_declining_gives_the_goods_free_and_closes_the_order(shop: Shop) -> None:
    variant = make_variant(stock=5000)
    order = make_order((variant, 2000))

    decline(order, reason=" Hết mùa ", by=SYSTEM)

    assert (order.acceptance, order.state) == (Acceptance.DECLINED, OrderState.CANCELLED)
    assert order.cancel_reason == "Hết mùa"
    assert stock_of(variant) == (5000, 0)


def test_declining_promises_money_back(shop: Shop) -> None:
    order = make_order()
    mark_paid(order, order.total, form_key="a", by=SYSTEM)

    decline(order, reason="", by=SYSTEM)

    assert db.session.scalars(select(Refund.amount)).one() == order.total


def test_an_answer_stands(shop: Shop) -> None:
    order = make_order()
    decline(order, reason="", by=SYSTEM)

    with pytest.raises(OrderAlreadyAnswered):
        accept(order, by=SYSTEM)


def test_silence_ends_the_offer_when_its_time_is_over(shop: Shop) -> None:
    variant = make_variant(stock=5000)
    order = make_order((variant, 2000))
    assert order.answer_by is not None

    lapse(order)
    early = order.acceptance
    with clock.moved_to(order.answer_by):
        lapse(order)

    assert early is Acceptance.WAITING
    assert (order.acceptance, order.state) == (Acceptance.LAPSED, OrderState.CANCELLED)
    assert stock_of(variant) == (5000, 0)


def test_an_answered_order_never_lapses(shop: Shop) -> None:
    order = make_order()
    accept(order, by=SYSTEM)
    assert order.answer_by is not None

    with clock.moved_to(order.answer_by):
        lapse(order)

    assert order.acceptance is Acceptance.ACCEPTED
