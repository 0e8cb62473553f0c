from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from storefront.domain.catalogue import products, variants
from storefront.domain.catalogue.data import OptionData, data_of
from storefront.infra import clock, events
from storefront.infra.db import db
from storefront.infra.errors import Invalid
from storefront.models.product import PriceChange, Product, Variant
from storefront.models.shop import Shop
from tests.factories import make_product

BY = events.SYSTEM


def compare_at(product: Product, price: int, compare_at_price: int) -> None:
    data = data_of(product)
    variant = replace(data.variants[0], price=price, compare_at_price=compare_at_price)
    products.edit_product(product, replace(data, variants=(variant,)), revision=product.revision, by=BY)


def later(days: int = 1) -> None:
    clock.freeze(clock.now() + timedelta(days=days))


def test_no_options_make_one_variant() -> None:
    assert variants.matrix(()) == [()]


def test_the_last_option_turns_fastest() -> None:
    options = (OptionData("Màu", ("Đỏ", "Xanh")), OptionData("Cỡ", ("S", "M")))

    assert variants.matrix(options) == [("Đỏ", "S"), ("Đỏ", "M"), ("Xanh", "S"), ("Xanh", "M")]


def test_every_price_change_is_kept(shop: Shop) -> None:
    variant = make_product(price=100).variants[0]

    variants.set_price(variant, 90, by=BY)
    variants.set_price(variant, 90, by=BY)
    variants.set_price(variant, 120, by=BY)

    kept = select(PriceChange.price).where(PriceChange.variant_id == variant.id).order_by(PriceChange.id)
    assert db.session.scalars(kept).all() == [100, 90, 120]


def test_a_new_price_shows_on_the_product_and_on_open_forms(shop: Shop) -> None:
    product = make_product(price=100)
    before = product.revision

    variants.set_price(product.variants[0], 90, by=BY)

    assert (product.from_price, product.to_price) == (90, 90)
    assert product.revision == before + 1


def test_a_price_below_zero_is_refused(shop: Shop) -> None:
    variant = make_product().variants[0]

    with pytest.raises(Invalid):
        variants.set_price(variant, -1, by=BY)


def test_a_real_earlier_price_may_be_struck_through(shop: Shop) -> None:
    product = make_product(price=100_000)
    later()

    compare_at(product, price=80_000, compare_at_price=100_000)

    assert (product.from_price, product.compare_at_price) == (80_000, 100_000)


def test_a_price_that_nobody_ever_paid_may_not_be_struck_through(shop: Shop) -> None:
    product = make_product(price=100_000)
    later()

    with pytest.raises(Invalid) as refused:
        compare_at(product, price=80_000, compare_at_price=150_000)

    assert "variants-0-compare_at_price" in refused.value.errors


def test_a_struck_through_price_goes_when_the_price_rises_to_it(shop: Shop) -> None:
    product = make_product(price=100_000)
    later()
    compare_at(product, price=80_000, compare_at_price=100_000)

    variants.set_price(product.variants[0], 100_000, by=BY)

    assert product.compare_at_price is None
    assert db.session.scalars(select(Variant.compare_at_price)).all() == [None]
