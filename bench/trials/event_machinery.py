"""Does the event machinery halve the one SQLite writer? Bare orders by 8 threads, worker off and on.

Run: python -m bench.trials.event_machinery [orders]
"""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from pathlib import Path

from flask import Flask
from sqlalchemy import Engine, event, update

from storefront import create_app
from storefront.config import Settings
from storefront.infra import events, ids, migrate
from storefront.infra.db import begin_write, db
from storefront.infra.tenancy import enter_shop
from storefront.infra.versions import ShopVersion
from storefront.jobs.registry import Work
from storefront.jobs.worker import Worker
from storefront.models.product import Product, Variant
from storefront.models.shop import Shop, ShopMode
from storefront.models.stock import MovementKind, StockLevel, StockLocation, StockMovement

THREADS = 8
PIECES = 1_000_000_000


class Commits:
    """Counts the commits of an engine."""

    def __init__(self, engine: Engine) -> None:
        self.count = 0
        event.listen(engine, "commit", self._add)

    def _add(self, _connection: object) -> None:
        self.count += 1


def set_up(app: Flask) -> tuple[int, int, int]:
    """A shop with one variant; returns the ids of shop, variant and location."""
    with app.app_context():
        shop = Shop(slug="thu", name="Thử", mode=ShopMode.REAL)
        db.session.add(shop)
        db.session.flush()
        db.session.add(ShopVersion(shop_id=shop.id))
        with enter_shop(shop.id):
            product = Product(slug="mam", name="Mắm", variants=[Variant(price=100_000, stock_tracked=True)])
            place = StockLocation(name="Kho")
            db.session.add_all([product, place])
            db.session.flush()
            variant = product.variants[0].id
            db.session.add(StockLevel(variant_id=variant, location_id=place.id, on_hand=PIECES))
            db.session.commit()
            return shop.id, variant, place.id


def place_bare_order(variant: int, location: int, shop_id: int) -> None:
    """The writes of an order without its rows of words: stock, movement, event, dispatch job."""
    begin_write()
    db.session.execute(
        update(StockLevel)
        .where(StockLevel.variant_id == variant, StockLevel.on_hand - StockLevel.reserved >= 1000)
        .values(reserved=StockLevel.reserved + 1000)
        .execution_options(synchronize_session=False)
    )
    order_id = ids.new_id()
    movement = StockMovement(
        shop_id=shop_id,
        variant_id=variant,
        location_id=location,
        kind=MovementKind.RESERVE,
        on_hand_change=0,
        reserved_change=1000,
        order_id=order_id,
    )
    db.session.add(movement)
    db.session.flush()
    events.record("order.placed", movement, by=events.CUSTOMER, order=order_id)
    db.session.commit()


def run(app: Flask, orders: int, target: tuple[int, int, int]) -> float:
    """Orders a second by 8 threads."""
    shop_id, variant, location = target

    def buy() -> None:
        for _ in range(orders // THREADS):
            with app.app_context(), enter_shop(shop_id):
                place_bare_order(variant, location, shop_id)

    threads = [threading.Thread(target=buy) for _ in range(THREADS)]
    begin = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return orders / (time.perf_counter() - begin)


def main() -> None:
    orders = int(sys.argv[1]) if len(sys.argv) > 1 else 800
    for worker_threads in (0, 2, 0, 2):
        with tempfile.TemporaryDirectory() as folder:
            settings = Settings(instance=Path(folder))
            migrate.upgrade(settings.sqlalchemy_url)
            app = create_app(settings)
            target = set_up(app)
            with app.app_context():
                commits = Commits(db.engine)
            handlers = {"note.one": _nothing, "note.two": _nothing}
            worker = Worker(app, topics={"order.placed": tuple(handlers)}, handlers=handlers, periodic=())
            if worker_threads:
                worker.start(worker_threads)
            rate = run(app, orders, target)
            during = commits.count
            worker.stop()
            print(
                f"worker threads {worker_threads}: {rate:6.0f} orders/s, {during / orders:.2f} commits each"
            )


def _nothing(_work: Work) -> None:
    """A handler without work of its own: what is measured is the machinery."""


if __name__ == "__main__":
    main()
