import pytest
from sqlalchemy import select

from storefront.domain.inventory import reserve
from storefront.domain.inventory.adjust import available, count, receive, warn_at
from storefront.domain.inventory.queries import stock_row
from storefront.infra.db import db
from storefront.infra.errors import Invalid
from storefront.infra.events import SYSTEM, Event
from storefront.models.payment import Review
from storefront.models.shop import Shop
from storefront.models.stock import PendingCount, StockMovement
from tests.factories import make_order, make_variant, stock_of


def test_a_count_sets_what_is_on_hand(shop: Shop) -> None:
    variant = make_variant(stock=5000)

    result = count(variant, 3500, by=SYSTEM)

    assert result.written
    assert stock_of(variant) == (3500, 0)
    assert db.session.scalars(select(StockMovement.on_hand_change)).one() == -1500
    told = db.session.scalars(select(Event).where(Event.topic == "stock.counted")).one()
    assert told.facts.items() >= {"counted": 3500, "before": 5000, "reason": False}.items()


def test_the_first_count_makes_the_level(shop: Shop) -> None:
    variant = make_variant(stock=None, stock_tracked=True)

    count(variant, 2000, by=SYSTEM)

    assert stock_of(variant) == (2000, 0)


def test_a_negative_count_is_refused(shop: Shop) -> None:
    with pytest.raises(Invalid):
        count(make_variant(stock=1000), -1, by=SYSTEM)


def test_a_count_below_what_is_reserved_waits_and_names_the_orders_newest_first(shop: Shop) -> None:
    variant = make_variant(stock=5000)
    older = make_order((variant, 2000))
    newer = make_order((variant, 2000), phone="0987 654 321")

    result = count(variant, 3000, by=SYSTEM)

    review = db.session.scalars(select(Review)).one()
    assert not result.written
    assert [order.number for order in result.holding] == [newer.number, older.number]
    assert stock_of(variant) == (5000, 4000)
    assert (review.cause, review.facts["orders"]) == ("count_below_reserved", [newer.number, older.number])


def test_a_waiting_count_is_written_once_enough_is_free(shop: Shop) -> None:
    variant = make_variant(stock=5000)
    make_order((variant, 2000))
    newer = make_order((variant, 2000), phone="0987 654 321")
    count(variant, 3000, by=SYSTEM)

    reserve.release(newer)

    pending = db.session.scalars(select(PendingCount).execution_options(populate_existing=True)).one()
    review = db.session.scalars(select(Review).execution_options(populate_existing=True)).one()
    assert stock_of(variant) == (3000, 2000)
    assert pending.settled_at is not None
    assert review.resolution == "count_written"


def test_a_new_count_answers_the_one_that_waits(shop: Shop) -> None:
    variant = make_variant(stock=5000)
    make_order((variant, 4000))
    count(variant, 1000, by=SYSTEM)

    count(variant, 4500, by=SYSTEM)

    open_counts = select(PendingCount).where(PendingCount.settled_at.is_(None))
    assert stock_of(variant) == (4500, 4000)
    assert db.session.scalars(open_counts).all() == []


def test_goods_that_came_in_are_added(shop: Shop) -> None:
    variant = make_variant(stock=500, minimum=1000)
    count(variant, 0, by=SYSTEM)
    sold_out = variant.product.in_stock

    receive(variant, 3000, by=SYSTEM, note="Lô tháng 11")

    assert stock_of(variant) == (3000, 0)
    assert variant.product.in_stock
    assert sold_out


def test_a_form_sent_twice_brings_the_goods_once(shop: Shop) -> None:
    variant = make_variant(stock=1000)

    receive(variant, 3000, by=SYSTEM, form_key="a1b2")
    receive(variant, 3000, by=SYSTEM, form_key="a1b2")

    assert stock_of(variant) == (4000, 0)


def test_receiving_nothing_is_refused(shop: Shop) -> None:
    with pytest.raises(Invalid):
        receive(make_variant(stock=1000), 0, by=SYSTEM)


def test_what_is_available_is_told_for_tracked_goods_only(shop: Shop) -> None:
    tracked, free, never_counted = (
        make_variant(stock=5000),
        make_variant(stock=None),
        make_variant(stock=None, stock_tracked=True),
    )
    make_order((tracked, 2000))

    assert available([tracked.id, free.id, never_counted.id]) == {
        tracked.id: 3000,
        free.id: None,
        never_counted.id: 0,
    }


def test_few_are_left_from_the_level_the_owner_set(shop: Shop) -> None:
    variant = make_variant(stock=3000)
    before = stock_row(variant.id).is_low

    warn_at(variant, 3000, by=SYSTEM)

    assert (before, stock_row(variant.id).is_low) == (False, True)
    warn_at(variant, None, by=SYSTEM)
    assert not stock_row(variant.id).is_low


def test_a_warning_below_zero_is_refused(shop: Shop) -> None:
    with pytest.raises(Invalid):
        warn_at(make_variant(stock=1000), -1, by=SYSTEM)
