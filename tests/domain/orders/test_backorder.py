from collections.abc import Iterator

import pytest
from flask import Flask

from storefront.domain.inventory.queries import holders
from storefront.domain.orders.backorder import OrderIsClosed, backorder
from storefront.domain.orders.cancel import cancel
from storefront.domain.shipping.fulfil import fulfil
from storefront.infra import events
from storefront.infra.tenancy import enter_shop
from tests.factories import make_order, make_payment_method, make_shop, make_variant, put_in_stock, stock_of

BY = events.SYSTEM


@pytest.fixture(autouse=True)
def shop(context: Flask) -> Iterator[None]:
    with enter_shop(make_shop().id):
        make_payment_method()
        yield


def test_only_the_goods_of_that_variant_are_free_again() -> None:
    honey, tea = make_variant(stock=5000), make_variant(stock=5000)
    order = make_order((honey, 2000), (tea, 3000))

    backorder(order, honey, by=BY)

    assert (stock_of(honey), stock_of(tea)) == ((5000, 0), (5000, 3000))
    assert holders(honey.id) == []
    assert [(each.order, each.quantity) for each in holders(tea.id)] == [(order, 3000)]


def test_sending_later_takes_what_is_free_then() -> None:
    honey = make_variant(stock=5000)
    order = make_order((honey, 2000))
    backorder(order, honey, by=BY)

    fulfil(order, lines=None, carrier="", tracking_number="", key="k", by=BY)

    assert stock_of(honey) == (3000, 0)


def test_a_closed_order_cannot_wait() -> None:
    honey = make_variant()
    put_in_stock(honey, 5000)
    order = make_order((honey, 2000))
    cancel(order, reason="", by=BY)

    with pytest.raises(OrderIsClosed):
        backorder(order, honey, by=BY)
