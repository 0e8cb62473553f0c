from storefront.domain.cart.lines import note_prices
from storefront.domain.cart.view import ChangeKind, view
from storefront.infra.db import db
from storefront.models.product import ProductState
from storefront.models.shop import Shop
from tests.factories import make_cart, make_order, make_variant


def test_a_cart_is_added_up_at_todays_prices(shop: Shop) -> None:
    cart = make_cart((make_variant(price=30_000), 2000), (make_variant(price=15_500), 1000))

    seen = view(cart)

    assert (seen.subtotal, seen.changes, seen.is_buyable) == (75_500, (), True)


def test_prices_that_went_up_or_down_are_told(shop: Shop) -> None:
    dearer, cheaper = make_variant(name="Mực khô"), make_variant(name="Cá khô")
    cart = make_cart((dearer, 1000), (cheaper, 1000))
    dearer.price, cheaper.price = 120_000, 90_000
    db.session.flush()

    changes = view(cart).changes

    assert [change.kind for change in changes] == [ChangeKind.PRICE_UP, ChangeKind.PRICE_DOWN]
    assert "Mực khô" in changes[0].sentence
    assert "120.000" in changes[0].sentence


def test_what_was_told_is_not_told_again(shop: Shop) -> None:
    variant = make_variant()
    cart = make_cart((variant, 1000))
    variant.price = 120_000
    db.session.flush()

    note_prices(cart)

    assert view(cart).changes == ()


def test_less_left_is_told_with_how_much(shop: Shop) -> None:
    variant = make_variant(name="Nem chua", unit="gói", stock=3000)
    cart = make_cart((variant, 3000))
    make_order((variant, 2000))

    seen = view(cart)

    assert [change.kind for change in seen.changes] == [ChangeKind.NOT_BUYABLE]
    assert "1 gói" in seen.changes[0].sentence
    assert (seen.is_buyable, seen.subtotal) == (False, 0)


def test_sold_out_and_no_longer_sold_are_told_apart(shop: Shop) -> None:
    sold_out, withdrawn = make_variant(stock=1000), make_variant()
    cart = make_cart((sold_out, 1000), (withdrawn, 1000))
    make_order((sold_out, 1000))
    withdrawn.product.state = ProductState.ARCHIVED
    db.session.flush()

    problems = [line.problem for line in view(cart).lines]

    assert len(set(problems)) == 2
    assert None not in problems


def test_an_empty_cart_cannot_be_ordered(shop: Shop) -> None:
    assert not view(make_cart()).is_buyable
