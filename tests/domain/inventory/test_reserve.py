import pytest
from sqlalchemy import select

from storefront.domain.inventory import reserve as stock
from storefront.infra import versions
from storefront.infra.clock import now
from storefront.infra.db import db
from storefront.models.order import Order
from storefront.models.shop import Shop
from storefront.models.stock import MovementKind, Reservation, ReservationState, StockLocation, StockMovement
from tests.factories import make_order, make_variant, put_in_stock, stock_of


def ledger() -> list[tuple[MovementKind, int, int]]:
    rows = db.session.scalars(select(StockMovement).order_by(StockMovement.id))
    return [(row.kind, row.on_hand_change, row.reserved_change) for row in rows]


def states() -> list[ReservationState]:
    statement = select(Reservation.state).order_by(Reservation.id)
    return list(db.session.scalars(statement))


def line_of(order: Order) -> int:
    return order.line_items[0].id


def test_reserving_is_written_into_the_ledger(shop: Shop) -> None:
    order = make_order((make_variant(stock=5000), 2000))

    movement = db.session.scalars(select(StockMovement)).one()
    assert ledger() == [(MovementKind.RESERVE, 0, 2000)]
    assert movement.order_id == order.id


def test_goods_without_tracked_stock_need_no_level(shop: Shop) -> None:
    make_order((make_variant(stock=None), 2000))

    assert ledger() == []


def test_keeping_drops_the_expiry(shop: Shop) -> None:
    order = make_order((make_variant(stock=5000), 2000))

    stock.keep(order)

    assert db.session.scalars(select(Reservation.expires_at)).one() is None
    assert stock.holds(order)


def test_releasing_gives_the_goods_free_once(shop: Shop) -> None:
    variant = make_variant(stock=5000)
    order = make_order((variant, 2000))

    stock.release(order)
    stock.release(order)

    assert stock_of(variant) == (5000, 0)
    assert ledger()[1:] == [(MovementKind.RELEASE, 0, -2000)]
    assert not stock.holds(order)


def test_released_goods_can_be_held_again_while_they_last(shop: Shop) -> None:
    variant = make_variant(stock=2000)
    order = make_order((variant, 2000))
    stock.release(order)

    stock.reserve(order, expires_at=None)

    assert stock_of(variant) == (2000, 2000)
    assert states() == [ReservationState.RELEASED, ReservationState.HELD]


def test_released_goods_that_were_sold_cannot_be_held_again(shop: Shop) -> None:
    variant = make_variant(stock=2000)
    order = make_order((variant, 2000))
    stock.release(order)
    make_order((variant, 2000), phone="0987 654 321")

    with pytest.raises(stock.NotEnoughStock) as refused:
        stock.reserve(order, expires_at=None)

    assert refused.value.details["variant_ids"] == [variant.id]
    assert stock_of(variant) == (2000, 2000)


def test_taking_lowers_both_and_ends_the_reservation_when_it_is_used_up(shop: Shop) -> None:
    variant = make_variant(stock=5000)
    order = make_order((variant, 2000))

    stock.take(order, {line_of(order): 1500})
    stock.take(order, {line_of(order): 500})

    assert stock_of(variant) == (3000, 0)
    assert states() == [ReservationState.FULFILLED]
    assert ledger()[1:] == [(MovementKind.FULFIL, -1500, -1500), (MovementKind.FULFIL, -500, -500)]


def test_more_than_is_held_cannot_be_taken(shop: Shop) -> None:
    order = make_order((make_variant(stock=5000), 2000))

    with pytest.raises(stock.NotEnoughStock):
        stock.take(order, {line_of(order): 2500})


def test_goods_no_longer_held_are_taken_from_what_is_free(shop: Shop) -> None:
    variant = make_variant(stock=5000)
    order = make_order((variant, 2000))
    stock.release(order)

    stock.take(order, {line_of(order): 2000})

    assert stock_of(variant) == (3000, 0)


def test_goods_held_for_others_are_never_taken(shop: Shop) -> None:
    variant = make_variant(stock=2000)
    order = make_order((variant, 2000))
    stock.release(order)
    make_order((variant, 1000), phone="0987 654 321")

    with pytest.raises(stock.NotEnoughStock):
        stock.take(order, {line_of(order): 2000})


def test_goods_come_back_onto_the_shelf(shop: Shop) -> None:
    variant = make_variant(stock=5000)
    order = make_order((variant, 2000))
    stock.take(order, {line_of(order): 2000})

    stock.give_back(order, {line_of(order): 1000})

    assert stock_of(variant) == (4000, 0)
    assert ledger()[-1] == (MovementKind.RETURN, 1000, 0)


def test_a_place_with_enough_goods_is_found(shop: Shop) -> None:
    variant = make_variant(stock=1000)
    shelf = StockLocation(name="Quầy", is_default=False)
    db.session.add(shelf)
    db.session.flush()
    put_in_stock(variant, 3000, location=shelf)

    make_order((variant, 3000))

    assert db.session.scalars(select(Reservation.location_id)).one() == shelf.id
    assert stock_of(variant) == (4000, 3000)


def test_the_last_piece_sells_the_product_out_and_renews_its_pages(shop: Shop) -> None:
    variant = make_variant(stock=2000)
    db.session.commit()
    before = versions.version_of(shop.id)

    order = make_order((variant, 2000))
    db.session.commit()
    sold_out = variant.product.in_stock
    stock.release(order)
    db.session.commit()

    assert not sold_out
    assert variant.product.in_stock
    assert versions.version_of(shop.id) >= before + 2


def test_words_stay_while_another_variant_is_left(shop: Shop) -> None:
    small = make_variant(stock=1000)
    large = make_variant(stock=1000)
    large.product = small.product
    db.session.flush()

    make_order((small, 1000))

    assert small.product.in_stock


def test_a_variant_taken_off_sale_keeps_no_product_in_stock(shop: Shop) -> None:
    small, large = make_variant(stock=1000), make_variant(stock=1000)
    large.product = small.product
    large.retired_at = now()
    db.session.flush()

    make_order((small, 1000))

    assert not small.product.in_stock


def test_only_goods_past_their_time_have_expired(shop: Shop) -> None:
    order = make_order((make_variant(stock=5000), 2000))
    early = stock.expired(order)
    db.session.scalars(select(Reservation)).one().expires_at = now()
    db.session.flush()

    assert not early
    assert stock.expired(order)
