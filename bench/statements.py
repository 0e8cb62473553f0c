"""How many SQL statements each subject takes: counted at the engine of an application in this process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from flask import Flask
from sqlalchemy import event

from bench.browser import InProcessBrowser
from bench.buyer import Buyer
from bench.shop import BenchShop, settings_of
from bench.subjects import PACKED, cold_paths, filtered
from storefront import create_app
from storefront.infra.db import db


class StatementCounter:
    """Counts everything an application's engine is told."""

    def __init__(self, app: Flask) -> None:
        self._count = 0
        with app.app_context():
            event.listen(db.engine, "before_cursor_execute", self._note)

    def during(self, work: Callable[[], object]) -> int:
        """Statements of one piece of work."""
        before = self._count
        work()
        return self._count - before

    def _note(self, *_: object) -> None:
        self._count += 1


@dataclass(frozen=True)
class Counted:
    """Statements by subject, and how many bytes the kept page has as it is sent."""

    statements: dict[str, int]
    kept_bytes: int


def count_statements(instance: Path, shop: BenchShop) -> Counted:
    """Walk through everything once; leaves orders in the database, the examples of ceiling (c)."""
    found = _cold(instance, shop)
    app = create_app(settings_of(instance, jobs=False, sandbox=False))
    counter = StatementCounter(app)
    kept = InProcessBrowser(app, PACKED)
    page = kept.get(filtered(shop))
    again = InProcessBrowser(app, {**PACKED, "If-None-Match": page.etag})
    found |= {
        "collection, kept": counter.during(lambda: kept.get(filtered(shop))),
        "collection, 304": counter.during(lambda: again.get(filtered(shop))),
        "collection, first visitor": counter.during(lambda: kept.get(filtered(shop, 1))),
        **_checkout(counter, Buyer(InProcessBrowser(app), shop)),
    }
    _close(app)
    return Counted(found, len(page.body))


def _cold(instance: Path, shop: BenchShop) -> dict[str, int]:
    app = create_app(settings_of(instance, jobs=False, sandbox=False, cache_bytes=0))
    counter, browser = StatementCounter(app), InProcessBrowser(app)
    found = {name: counter.during(partial(browser.get, path)) for name, path in cold_paths(shop).items()}
    _close(app)
    return found


def _checkout(counter: StatementCounter, buyer: Buyer) -> dict[str, int]:
    """The second order, as a shop's first one begins its counter of numbers."""
    buyer.buy()
    whole = counter.during(buyer.buy)
    buyer.browser.forget()
    form = buyer.product_form()
    adding = counter.during(lambda: buyer.browser.post(form.action, form.filled(quantity="1")))
    review = buyer.answer()
    return {
        "add to cart": adding,
        "placing the order": counter.during(lambda: buyer.place(review)),
        "guest checkout, whole": whole,
    }


def _close(app: Flask) -> None:
    with app.app_context():
        db.engine.dispose()
