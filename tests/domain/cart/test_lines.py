from datetime import timedelta

import pytest

from storefront.domain.cart import lines
from storefront.domain.cart.ownership import CartAlreadyPlaced, new_cart
from storefront.infra import clock
from storefront.infra.errors import Invalid
from storefront.models.cart import Cart
from storefront.models.product import ProductState
from storefront.models.shop import Shop
from tests.factories import make_cart, make_variant, place_cart


@pytest.fixture
def cart(shop: Shop) -> Cart:
    return new_cart()[0]


def test_the_same_thing_twice_is_one_line(cart: Cart) -> None:
    variant = make_variant()

    lines.add(cart, variant.id, 1000)
    lines.add(cart, variant.id, 2000)

    assert [(line.variant_id, line.quantity) for line in cart.lines] == [(variant.id, 3000)]


def test_goods_sold_by_weight_keep_their_step(cart: Cart) -> None:
    shrimp = make_variant(unit="kg", minimum=500, step=250, maximum=5000)

    lines.add(cart, shrimp.id, 750)

    assert cart.lines[0].quantity == 750


@pytest.mark.parametrize("quantity", [250, 600, 5250])
def test_minimum_step_and_maximum_are_kept(cart: Cart, quantity: int) -> None:
    shrimp = make_variant(unit="kg", minimum=500, step=250, maximum=5000)

    with pytest.raises(Invalid) as refused:
        lines.add(cart, shrimp.id, quantity)

    assert "kg" in refused.value.errors["quantity"][0]


def test_no_more_than_is_left(cart: Cart) -> None:
    variant = make_variant(stock=3000)
    lines.add(cart, variant.id, 2000)

    with pytest.raises(Invalid):
        lines.add(cart, variant.id, 2000)

    assert cart.lines[0].quantity == 2000


@pytest.mark.parametrize("state", [ProductState.DRAFT, ProductState.ARCHIVED])
def test_what_is_not_on_sale_cannot_be_put_in(cart: Cart, state: ProductState) -> None:
    variant = make_variant()
    variant.product.state = state

    with pytest.raises(Invalid):
        lines.add(cart, variant.id, 1000)


def test_a_variant_taken_off_sale_cannot_be_put_in(cart: Cart) -> None:
    variant = make_variant()
    variant.retired_at = clock.now()

    with pytest.raises(Invalid):
        lines.add(cart, variant.id, 1000)


def test_a_sale_window_opens_and_closes(cart: Cart) -> None:
    variant = make_variant()
    variant.product.on_sale_from = clock.now() + timedelta(days=1)
    variant.product.on_sale_until = clock.now() + timedelta(days=2)

    with pytest.raises(Invalid):
        lines.add(cart, variant.id, 1000)
    with clock.moved_to(clock.now() + timedelta(hours=30)):
        lines.add(cart, variant.id, 1000)

    assert len(cart.lines) == 1


def test_a_made_up_variant_cannot_be_put_in(cart: Cart) -> None:
    with pytest.raises(Invalid):
        lines.add(cart, 1, 1000)


def test_a_quantity_is_changed_and_none_removes_the_line(cart: Cart) -> None:
    line = lines.add(cart, make_variant().id, 1000)

    lines.set_quantity(cart, line.id, 4000)
    changed = [each.quantity for each in cart.lines]
    lines.set_quantity(cart, line.id, 0)

    assert changed == [4000]
    assert cart.lines == []


def test_removing_twice_is_harmless(cart: Cart) -> None:
    line = lines.add(cart, make_variant().id, 1000)

    lines.remove(cart, line.id)
    lines.remove(cart, line.id)

    assert cart.lines == []


def test_a_line_of_another_cart_is_not_found(cart: Cart) -> None:
    other = make_cart((make_variant(), 1000))

    with pytest.raises(lines.LineNotFound):
        lines.set_quantity(cart, other.lines[0].id, 2000)


def test_a_placed_cart_takes_no_more(shop: Shop) -> None:
    variant = make_variant()
    cart = make_cart((variant, 1000))
    place_cart(cart)

    with pytest.raises(CartAlreadyPlaced):
        lines.add(cart, variant.id, 1000)
