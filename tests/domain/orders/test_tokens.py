import pytest

from storefront.domain.orders.tokens import OrderNotFound, order_by_token, order_token
from storefront.models.shop import Shop
from tests.factories import make_order


def test_the_link_can_be_made_again_and_finds_the_order(shop: Shop) -> None:
    order = make_order()

    assert order_token(order) == order_token(order)
    assert order_by_token(order_token(order)).id == order.id


def test_each_order_has_a_link_of_its_own_and_only_its_hash_is_kept(shop: Shop) -> None:
    first, second = make_order(), make_order()

    assert order_token(first) != order_token(second)
    assert order_token(first) not in first.token_hash


def test_a_made_up_link_finds_nothing(shop: Shop) -> None:
    make_order()

    with pytest.raises(OrderNotFound):
        order_by_token("abc")
