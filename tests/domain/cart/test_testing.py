from datetime import timedelta

import pytest

from storefront.domain.cart.testing import TestLinkNotValid, make_test_link, open_test_cart
from storefront.infra import clock
from storefront.models.shop import Shop


def test_the_owners_link_opens_one_test_cart(shop: Shop) -> None:
    token = make_test_link()

    cart, _ = open_test_cart(token)

    assert cart.test_order
    with pytest.raises(TestLinkNotValid):
        open_test_cart(token)


def test_a_test_link_expires(shop: Shop) -> None:
    token = make_test_link()

    with clock.moved_to(clock.now() + timedelta(hours=3)), pytest.raises(TestLinkNotValid):
        open_test_cart(token)


def test_a_made_up_link_opens_nothing(shop: Shop) -> None:
    with pytest.raises(TestLinkNotValid):
        open_test_cart("abc")
