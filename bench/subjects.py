"""Everything that is measured, in the order in which each round runs it."""

from __future__ import annotations

import itertools
import queue
import time
from collections.abc import Callable, Iterator
from urllib.parse import quote_plus

from bench.browser import WireBrowser
from bench.buyer import REQUESTS, Buyer
from bench.ceilings.bare_sql import BareCheckout
from bench.measure import NoMoreWork, Subject, Work, run_block
from bench.servers import Running, Servers
from bench.shop import BenchShop
from tests.forms import Form

PACKED = {"Accept-Encoding": "br"}


def filtered(shop: BenchShop, lowest: int = 20_000) -> str:
    """The collection with filters on that leave all of its goods; another page for another lowest price."""
    return f"{shop.path}/collections/{shop.collection}?stock=1&price_min={lowest}"


def cold_paths(shop: BenchShop) -> dict[str, str]:
    """The pages that are drawn anew at each request, by their names in the table."""
    return {
        "home, cold": f"{shop.path}/",
        "collection, cold": filtered(shop),
        "empty page, cold": f"{shop.path}/collections/{shop.empty}?stock=1&price_min=20000",
        "product, cold": f"{shop.path}/products/{shop.product}",
        "search with marks": f"{shop.path}/search?q={quote_plus('mật ong')}",
        "search without marks": f"{shop.path}/search?q=mat+ong",
    }


def subjects(shop: BenchShop, run: Servers, bare: BareCheckout, orders: int) -> Iterator[Subject]:
    """All of them; `orders` are made ready for each block that only confirms."""
    page = filtered(shop)
    yield _reading("(a) constant body", run.constant, lambda: "/")
    yield _reading("collection, kept", run.warm, lambda: page)
    yield _unchanged("collection, 304", run.warm, page)
    lowest = itertools.count(1)
    yield _reading("collection, first visitor", run.warm, lambda: filtered(shop, next(lowest)))
    yield _reading("(b) Flask, 24 cards", run.cards, lambda: "/")
    for name, path in cold_paths(shop).items():
        yield _reading(name, run.cold, lambda path=path: path, packed=False)  # type: ignore[misc]
    yield Subject("(c) bare SQL order", bare.client, time.process_time)
    yield _adding(shop, run.warm)
    yield _confirming(shop, run.warm, orders)
    yield _buying(shop, run.warm)


def _reading(name: str, at: Running, path: Callable[[], str], *, packed: bool = True) -> Subject:
    def client() -> Work:
        browser = WireBrowser(at.port, PACKED if packed else None)
        return lambda: browser.get(path()).due(200)

    return Subject(name, client, at.cpu)


def _unchanged(name: str, at: Running, path: str) -> Subject:
    def client() -> Work:
        first = WireBrowser(at.port, PACKED).get(path)
        browser = WireBrowser(at.port, {**PACKED, "If-None-Match": first.etag})
        return lambda: browser.get(path).due(304)

    return Subject(name, client, at.cpu)


def _adding(shop: BenchShop, at: Running) -> Subject:
    def client() -> Work:
        browser = WireBrowser(at.port)
        form = Buyer(browser, shop).product_form()

        def work() -> None:
            browser.forget()
            browser.post(form.action, form.filled(quantity="1")).due(303)

        return work

    return Subject("add to cart", client, at.cpu)


def _buying(shop: BenchShop, at: Running) -> Subject:
    def client() -> Work:
        return Buyer(WireBrowser(at.port), shop).buy

    return Subject("guest checkout, whole", client, at.cpu, REQUESTS, at.settled)


def _confirming(shop: BenchShop, at: Running, orders: int) -> Subject:
    """Only the request that places the order; the way to it is walked before the block begins."""
    ready: queue.SimpleQueue[tuple[Buyer, Form]] = queue.SimpleQueue()

    def walk() -> None:
        if ready.qsize() >= orders:
            raise NoMoreWork
        browser = WireBrowser(at.port)
        buyer = Buyer(browser, shop)
        buyer.add(buyer.product_form())
        review = buyer.answer()
        # until its turn comes the server would have hung up
        browser.close()
        ready.put((buyer, review))

    def prepare() -> None:
        run_block(Subject("", lambda: walk, at.cpu), 60.0)

    def work() -> None:
        try:
            buyer, review = ready.get_nowait()
        except queue.Empty:
            raise NoMoreWork from None
        buyer.place(review)

    return Subject("placing the order", lambda: work, at.cpu, prepare=prepare, settled=at.settled)
