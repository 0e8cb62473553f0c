from datetime import timedelta

import pytest
from sqlalchemy import select

from storefront.domain.inventory.reserve import NotEnoughStock
from storefront.domain.orders.cancel import cancel, expire
from storefront.domain.orders.mark_paid import mark_paid
from storefront.domain.orders.pay_again import pay_again
from storefront.domain.orders.transitions import OrderClosed
from storefront.domain.payments.start import NothingToPay
from storefront.infra import clock
from storefront.infra.db import db
from storefront.infra.events import SYSTEM
from storefront.models.order import Order
from storefront.models.payment import PaymentMethod
from storefront.models.product import Variant
from storefront.models.shop import Shop
from storefront.models.stock import Reservation, ReservationState
from tests.factories import make_order, make_payment_method, make_variant, stock_of


@pytest.fixture
def transfer(shop: Shop) -> PaymentMethod:
    return make_payment_method("bank_transfer")


@pytest.fixture
def variant(shop: Shop) -> Variant:
    return make_variant(stock=2000)


@pytest.fixture
def expired_order(transfer: PaymentMethod, variant: Variant) -> Order:
    order = make_order((variant, 2000))
    with clock.moved_to(clock.now() + timedelta(hours=25)):
        expire(order)
    return order


def test_goods_let_go_are_held_again(expired_order: Order, transfer: PaymentMethod, variant: Variant) -> None:
    payment = pay_again(expired_order, transfer)

    held = select(Reservation.expires_at).where(Reservation.state == ReservationState.HELD)
    assert payment.amount == expired_order.total
    assert stock_of(variant) == (2000, 2000)
    assert db.session.scalars(held).one() is not None


def test_goods_sold_meanwhile_cannot_be_paid(
    expired_order: Order, transfer: PaymentMethod, variant: Variant
) -> None:
    make_order((variant, 2000), phone="0987 654 321")

    with pytest.raises(NotEnoughStock):
        pay_again(expired_order, transfer)


def test_paying_at_the_door_instead_waits_for_the_seller(transfer: PaymentMethod, variant: Variant) -> None:
    order = make_order((variant, 1000))
    agreed = order.contract_hash

    pay_again(order, make_payment_method("cod"))

    expires_at = db.session.scalars(select(Reservation.expires_at)).one()
    assert order.answer_by == expires_at
    assert (order.payment_choice, order.contract_hash) == ("bank_transfer", agreed)


def test_a_paid_order_is_not_paid_again(transfer: PaymentMethod) -> None:
    order = make_order()
    mark_paid(order, order.total, form_key="a", by=SYSTEM)

    with pytest.raises(NothingToPay):
        pay_again(order, transfer)


def test_a_cancelled_order_is_not_paid_again(transfer: PaymentMethod) -> None:
    order = make_order()
    cancel(order, reason="", by=SYSTEM)

    with pytest.raises(OrderClosed):
        pay_again(order, transfer)


def test_money_keeps_the_order_ten_years(transfer: PaymentMethod) -> None:
    order = make_order()
    before = order.retain_until

    mark_paid(order, order.total, form_key="a", by=SYSTEM)

    assert before < order.placed_at + timedelta(days=3 * 366)
    assert order.retain_until >= order.placed_at + timedelta(days=3652)
