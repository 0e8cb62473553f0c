"""Fifty shoppers at once over HTTP, ten pieces: exactly ten are sold, and all the books agree."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.buyers import GONE, Bought, Buyer
from tests.faults.conftest import NewServer
from tests.faults.market import Market, open_market, read_books

pytestmark = pytest.mark.faults

BUYERS = 50
PIECES = 10


@pytest.fixture
def market(new_server: NewServer, database: dict[str, str]) -> Market:
    server = new_server(settings=database)
    made = open_market(server, pieces=PIECES)
    server.start().wait_ready()
    return made


def test_exactly_ten_of_fifty_buyers_get_one(market: Market):
    with ThreadPoolExecutor(BUYERS) as crowd:
        outcomes = list(crowd.map(lambda _: buy(market), range(BUYERS)))

    books = read_books(market)
    sold = [outcome.order_url for outcome in outcomes if outcome.order_url]
    assert len(sold) == len(set(sold)) == PIECES
    assert {outcome.status for outcome in outcomes if not outcome.order_url} <= {GONE.status, 303, 409}
    assert (books.orders, books.ordered, books.placed_events) == (PIECES, PIECES, PIECES)
    assert (books.on_hand, books.reserved, books.ledger, books.held) == (PIECES, PIECES, PIECES, PIECES)
    assert set(books.reservations_by_order.values()) == {1}
    assert books.numbers == list(range(books.numbers[0], books.numbers[0] + PIECES))


def buy(market: Market) -> Bought:
    with Buyer(market.url) as buyer:
        return buyer.buy(market.product)
