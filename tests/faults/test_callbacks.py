"""Callbacks, each told five times, while the server dies twice: none lost, none counted double.

A thousand of them in `make soak`, two hundred and fifty in every run.
"""

from __future__ import annotations

import random
import shutil
import tempfile
import threading
import time
from collections import Counter as Counted
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, Queue

import pytest
from flask import Flask
from sqlalchemy import func, select

from storefront import create_app
from storefront.config import read_settings
from storefront.infra.db import db
from storefront.infra.tenancy import enter_shop
from storefront.models.order import Order, PaymentSummary
from storefront.models.payment import Review, Transaction, TransactionKind
from tests.faults.conftest import NewServer
from tests.serving import Server
from tests.soak import sized
from tests.told import Counter, Line, Told, charged, open_counter

pytestmark = pytest.mark.faults

CALLBACKS, TIMES, SENDERS, KILLS = sized(150, 1000), 5, 8, 2
ACKNOWLEDGED = 50
MEMORY = Path("/dev/shm")
"""A killed process leaves behind what it wrote, on a disk or here; only writing is quicker here."""


@dataclass
class Post:
    """Senders of one post office: they stop when the server is gone and repeat what was not taken."""

    server: Server
    waiting: Queue[Told]
    open: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)
    under_way: int = 0
    idle: int = 0
    taken: Counted[int] = field(default_factory=Counted)
    since_start: int = 0
    given_up: bool = False

    def send(self) -> None:
        """Send until nothing waits."""
        line = Line(self.server.port)
        while (told := self._next()) is not None:
            if not self._deliver(line, told):
                self.waiting.put(told)
                self._rest()
        line.hang_up()

    @contextmanager
    def sending(self) -> Iterator[None]:
        """Senders at work; at the end they have sent everything, or given up when the block failed."""
        with ThreadPoolExecutor(SENDERS) as pool:
            self.open.set()
            sent = [pool.submit(self.send) for _ in range(SENDERS)]
            try:
                yield
            except BaseException:
                self.given_up = True
                self.open.set()
                raise
            for each in sent:
                each.result(timeout=300)

    def _next(self) -> Told | None:
        if self.given_up:
            return None
        try:
            return self.waiting.get(timeout=1)
        except Empty:
            return None

    def _deliver(self, line: Line, told: Told) -> bool:
        with self.lock:
            self.under_way += 1
        try:
            taken = line.deliver(told)
        except OSError:
            return False
        finally:
            with self.lock:
                self.under_way -= 1
        with self.lock:
            self.taken[told.payment_id] += taken
            self.since_start += taken
        return taken

    def _rest(self) -> None:
        """Wait until the server is there again, if it is gone."""
        with self.lock:
            self.idle += 1
        self.open.wait()
        with self.lock:
            self.idle -= 1

    def busy_enough(self) -> bool:
        return self.under_way >= SENDERS and self.since_start >= ACKNOWLEDGED


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(dir=MEMORY if MEMORY.is_dir() else tmp_path))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def server(instance: Path, new_server: NewServer) -> Server:
    return new_server(instance, settings={"sandbox": "0"})


@pytest.fixture
def app(server: Server) -> Flask:
    return create_app(read_settings(server.environment()))


def test_no_callback_is_lost_or_counted_twice_while_the_server_dies(server: Server, app: Flask) -> None:
    counter = open_counter(app, server.instance, server.url, count=CALLBACKS)
    post = post_of(server, counter)
    server.start().wait_ready()

    with post.sending():
        lost = [kill_and_look(post, app, counter) for _ in range(KILLS)]
    server.kill_group()

    assert lost == [set()] * KILLS
    assert set(post.taken) == {told.payment_id for told in counter.calls}
    assert books(app, counter) == {
        "captures": CALLBACKS,
        "captured": CALLBACKS * counter.amount,
        "paid orders": CALLBACKS,
        "paid": CALLBACKS * counter.amount,
        "reviews": 0,
    }


def post_of(server: Server, counter: Counter) -> Post:
    """Every call five times, shuffled."""
    chance = random.Random(20261122)
    calls = list(counter.calls) * TIMES
    chance.shuffle(calls)
    waiting: Queue[Told] = Queue()
    for told in calls:
        waiting.put(told)
    return Post(server, waiting)


def kill_and_look(post: Post, app: Flask, counter: Counter) -> set[int]:
    """Kill the server at work; payments whose call was taken and that are neither settled nor stored."""
    while not post.busy_enough():
        assert post.server.running.poll() is None
        time.sleep(0.002)
    post.open.clear()
    post.server.kill_group()
    while post.idle < SENDERS:
        time.sleep(0.01)
    missing = {payment for payment, times in post.taken.items() if times} - set(charged(app, counter))
    post.since_start = 0
    post.server.start().wait_ready()
    post.open.set()
    return missing


def books(app: Flask, counter: Counter) -> dict[str, int]:
    with app.app_context(), enter_shop(counter.shop_id):
        captures = select(func.count(), func.sum(Transaction.amount)).where(
            Transaction.kind == TransactionKind.CHARGED, Transaction.counted
        )
        paid = select(func.count(), func.sum(Order.paid)).where(Order.payment_summary == PaymentSummary.PAID)
        count, captured = db.session.execute(captures).one()
        orders, total = db.session.execute(paid).one()
        reviews = db.session.scalar(select(func.count(Review.id)))
        db.session.remove()
    return {
        "captures": count,
        "captured": captured,
        "paid orders": orders,
        "paid": total,
        "reviews": reviews or 0,
    }
