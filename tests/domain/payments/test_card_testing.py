from collections.abc import Iterator

import pytest
from flask import Flask

from storefront.adapters.gateways.base import Channel, Instrument
from storefront.domain.payments import card_testing
from storefront.domain.payments.card_testing import TooManyCardAttempts, count_attempt
from storefront.infra.tenancy import enter_shop
from storefront.models.order import Mode, Order
from storefront.models.shop import ShopMode
from tests.factories import make_order, make_payment_method, make_shop

CARD = Channel("card", Instrument.INTERNATIONAL_CARD, "Card")
WALLET = Channel("wallet", Instrument.WALLET, "Wallet")


@pytest.fixture
def order(context: Flask) -> Iterator[Order]:
    with enter_shop(make_shop().id):
        yield make_order()


def attempts(order: Order, times: int, channel: Channel = CARD, address: str = "203.0.113.1") -> None:
    for _ in range(times):
        count_attempt(order, channel, address=address)


def test_an_order_takes_a_few_card_attempts_an_hour(order: Order) -> None:
    attempts(order, card_testing.AN_ORDER)

    with pytest.raises(TooManyCardAttempts):
        attempts(order, 1, address="203.0.113.2")


def test_a_robot_that_changes_orders_is_known_by_its_address(order: Order) -> None:
    attempts(order, card_testing.AN_ORDER, address="203.0.113.9")
    attempts(make_order(), card_testing.AN_ADDRESS - card_testing.AN_ORDER, address="203.0.113.9")

    with pytest.raises(TooManyCardAttempts):
        attempts(make_order(), 1, address="203.0.113.9")


def test_other_ways_of_paying_stay_open(order: Order) -> None:
    attempts(order, card_testing.AN_ORDER, address="203.0.113.3")

    attempts(order, 20, channel=WALLET, address="203.0.113.3")


def test_a_class_behind_one_address_practises_as_long_as_it_likes(context: Flask) -> None:
    with enter_shop(make_shop(mode=ShopMode.PRACTICE).id):
        make_payment_method(mode=Mode.TEST)
        for _ in range(card_testing.AN_ADDRESS + 1):
            attempts(make_order(), 1, address="203.0.113.4")
