from collections.abc import Iterator

import pytest
from flask import Flask

from storefront.domain.inventory.adjust import count, receive
from storefront.domain.inventory.queries import (
    VariantNotFound,
    ledger,
    on_hand,
    stock_row,
    stock_rows,
    variant_by_id,
)
from storefront.infra import clock, events
from storefront.infra.tenancy import enter_shop
from storefront.models.stock import MovementKind
from tests.factories import make_order, make_payment_method, make_shop, make_variant

BY = events.SYSTEM


@pytest.fixture(autouse=True)
def shop(context: Flask) -> Iterator[None]:
    with enter_shop(make_shop().id):
        yield


def test_only_counted_variants_are_listed_page_by_page() -> None:
    first, second = make_variant(name="Ong", stock=1000), make_variant(name="Ong", stock=2000)
    make_variant(name="Ong")

    page = stock_rows(limit=1)
    rest = stock_rows(limit=1, cursor=page.next)

    assert {row.variant_id for row in [*page.items, *rest.items]} == {first.id, second.id}
    assert rest.next is None


def test_a_row_says_what_is_left_and_what_waits() -> None:
    make_payment_method()
    honey = make_variant(stock=9000)
    make_order((honey, 5000))
    count(honey, 4000, by=BY)

    row = stock_row(honey.id)

    assert (row.on_hand, row.reserved, row.available, row.waiting) == (9000, 5000, 4000, 4000)
    assert [each.variant_id for each in stock_rows(only="waiting").items] == [honey.id]


def test_search_needs_no_tone_marks_and_knows_the_sku() -> None:
    gone = make_variant(stock=0, sku="MO-1")

    assert [row.variant_id for row in stock_rows(text="mat ong", only="out").items] == [gone.id]
    assert [row.variant_id for row in stock_rows(text="mo-1").items] == [gone.id]
    assert stock_rows(text="nem").items == []


def test_the_ledger_begins_with_the_newest() -> None:
    honey = make_variant(stock=0)
    count(honey, 3000, by=BY, note="Đầu kỳ")
    receive(honey, 2000, by=BY)

    lines = ledger(honey.id)

    assert [(line.kind, line.on_hand_change) for line in lines] == [
        (MovementKind.RECEIVE, 2000),
        (MovementKind.COUNT, 3000),
    ]
    assert lines[1].note == "Đầu kỳ"
    assert on_hand([honey.id]) == {honey.id: 5000}


def test_a_retired_variant_is_not_found() -> None:
    honey = make_variant(stock=0, retired_at=clock.now())

    with pytest.raises(VariantNotFound):
        variant_by_id(honey.id)
