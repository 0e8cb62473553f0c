from datetime import timedelta

from storefront.domain.cart.ownership import cart_by_token, forget_old_carts, new_cart, new_test_cart
from storefront.infra import clock
from storefront.infra.db import db
from storefront.infra.tenancy import enter_shop
from storefront.models.shop import Shop
from tests.factories import make_cart, make_shop, make_variant


def test_a_cart_is_found_by_its_token_only(shop: Shop) -> None:
    cart, token = new_cart()

    found = cart_by_token(token)

    assert found is cart
    assert cart_by_token(cart.token_hash) is None


def test_a_token_of_one_shop_finds_nothing_in_another(shop: Shop) -> None:
    _, token = new_cart()
    db.session.flush()
    db.session.expunge_all()
    other = make_shop().id
    db.session.expunge_all()

    with enter_shop(other):
        assert cart_by_token(token) is None


def test_a_test_cart_is_found_like_any_other(shop: Shop) -> None:
    _, plain = new_cart()
    _, test = new_test_cart()

    found = [cart_by_token(token) for token in (plain, test)]

    assert [cart.test_order for cart in found if cart] == [False, True]


def test_carts_nobody_touches_are_forgotten_after_their_time(shop: Shop) -> None:
    make_cart((make_variant(), 1000))

    early = forget_old_carts()
    with clock.moved_to(clock.now() + timedelta(days=31)):
        late = forget_old_carts()

    assert (early, late) == (0, 1)
