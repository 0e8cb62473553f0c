"""The whole server killed again and again at its commits while people order: nothing lost, nothing double."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace

import pytest

from storefront import create_app
from storefront.config import read_settings
from storefront.infra import clock
from storefront.infra.db import db
from storefront.jobs.worker import Worker
from tests.buyers import Bought, Buyer
from tests.faults.conftest import NewServer
from tests.faults.market import Books, Market, open_market, read_books
from tests.serving import SERVE, Server
from tests.soak import sized

pytestmark = pytest.mark.faults

CHECKOUTS = {"sqlite": sized(24, 140), "postgres": sized(16, 60)}
"""Two hundred in `make soak`, with twenty kills in all."""
BUYERS = 8
FAILING = ("-m", "tests.faults.failing_server", "serve")
SITES = {
    "shopper.cart.add/_end_transaction": (12,),
    "shopper.checkout.answer/_end_transaction": (9,),
    "shopper.checkout.confirm/_end_transaction": (3, 6),
    "jobs/claim": (3,),
    "jobs/expand": (3,),
    "jobs/_handle": (2,),
}
"""Where something is committed, and at which commits of it the server dies: fourteen lives on SQLite."""

MOMENTS = ("before", "after")
POSTGRES_LIVES = [
    f"{site} {MOMENTS[place % 2]} {counts[0]}" for place, (site, counts) in enumerate(SITES.items())
]
"""The same commits once each, before and after in turn: six more lives."""


def lives(sites: dict[str, tuple[int, ...]]) -> list[str]:
    """The failpoint that ends each life of the server."""
    counted = [(site, count) for site, counts in sites.items() for count in counts]
    return [f"{site} {moment} {count}" for site, count in counted for moment in MOMENTS]


SQLITE_PLAN = sized(POSTGRES_LIVES, lives(SITES))
POSTGRES_PLAN = sized([POSTGRES_LIVES[2], POSTGRES_LIVES[5]], POSTGRES_LIVES)


@dataclass
class Crowd:
    """Shoppers who go on ordering until told that the killing is over and enough was bought."""

    market: Market
    enough: int
    over: threading.Event
    bought: list[Bought]

    def shop(self) -> None:
        while not (self.over.is_set() and len(self.bought) >= self.enough):
            with Buyer(self.market.url) as buyer:
                self.bought.append(buyer.buy(self.market.product))


@pytest.fixture
def market(new_server: NewServer, database: dict[str, str]) -> Market:
    return open_market(new_server(settings=database), pieces=10_000)


@pytest.fixture
def crowd(market: Market, request: pytest.FixtureRequest) -> Iterator[Crowd]:
    enough = CHECKOUTS[request.node.callspec.params["database"]]
    crowd = Crowd(market, enough, threading.Event(), [])
    yield crowd
    crowd.over.set()


@pytest.mark.parametrize(
    ("database", "plan"),
    [
        pytest.param("sqlite", SQLITE_PLAN, id="sqlite"),
        pytest.param("postgres", POSTGRES_PLAN, id="postgres", marks=pytest.mark.postgres),
    ],
    indirect=["database"],
)
def test_killed_at_every_kind_of_commit_nothing_is_lost_and_nothing_is_double(
    market: Market, crowd: Crowd, plan: list[str]
):
    log = market.server.instance / "hits.log"
    with ThreadPoolExecutor(BUYERS) as pool:
        shoppers = [pool.submit(crowd.shop) for _ in range(BUYERS)]
        for failpoint in plan:
            live_until_killed(market.server, failpoint, str(log))
        serve_the_rest(market.server, crowd, shoppers)
    finish_jobs(market.server)

    books = read_books(market)
    assert log.read_text().splitlines() == [failpoint.rpartition(" ")[0] for failpoint in plan]
    assert len(crowd.bought) >= crowd.enough
    assert_nothing_lost(books, crowd.bought)


def live_until_killed(server: Server, failpoint: str, log: str) -> None:
    """One life of the server, ended by its own SIGKILL at the failpoint; nobody listens afterwards."""
    doomed = replace(server, program=FAILING, extra={"FAIL_AT": failpoint, "FAIL_LOG": log})
    doomed.start()
    assert doomed.running.wait(timeout=120) == -9, server.log.read_text()[-3000:]
    doomed.kill_group()
    assert doomed.refuses_connections()


def serve_the_rest(server: Server, crowd: Crowd, shoppers: list[Future[None]]) -> None:
    """A last life without failpoints, until every shopper has gone home."""
    server.program = SERVE
    server.start().wait_ready()
    crowd.over.set()
    for shopper in shoppers:
        shopper.result(timeout=300)
    assert server.stop() == 0


def finish_jobs(server: Server) -> None:
    """What killed workers had leased is due again once the lease has run out."""
    app = create_app(read_settings(server.environment()))
    clock.travel(clock.now() + dt.timedelta(minutes=5))
    Worker(app).run_all()
    clock.reset()
    with app.app_context():
        db.engine.dispose()


def assert_nothing_lost(books: Books, bought: list[Bought]) -> None:
    orders = [outcome.order_url for outcome in bought]
    assert all(orders), [outcome for outcome in bought if not outcome.order_url]
    assert len(set(orders)) == len(orders) == books.orders == books.ordered == books.placed_events
    assert books.reservations_by_order.total() == len(books.reservations_by_order) == books.orders
    assert books.reserved == books.held == books.ledger == books.orders
    assert books.carts_with_two_orders == 0
    assert books.numbers == list(range(books.numbers[0], books.numbers[0] + books.orders))
    assert books.unfinished_jobs == 0
    assert set(books.messages) <= books.event_ids
    assert list(books.messages.values()) == [1] * books.orders
