"""Callbacks of five gateways settled, on their real wire formats over sockets: SQLite and PostgreSQL."""

from __future__ import annotations

import itertools
import queue
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench.ceilings.bare_callback import BareCallbacks
from bench.cpu import group_seconds
from bench.measure import NoMoreWork, Subject, Work
from storefront import create_app
from storefront.config import read_settings
from storefront.infra import migrate
from storefront.infra.db import db
from tests.serving import Server
from tests.told import Counter, Line, Told, open_counter

ALONE = {"jobs": "0", "sandbox": "0"}
"""What follows from a paid order is not what is measured here."""
SQLITE, POSTGRES = "callback, SQLite", "callback, PostgreSQL"
REPEATED = "repeated callback, SQLite"
BARE_SQLITE, BARE_POSTGRES = "(d) bare SQL, SQLite", "(d) bare SQL, PostgreSQL"
SPARE = 64
"""Payments that are left to the ceiling."""


@contextmanager
def callback_subjects(folder: Path, calls: int, urls: Mapping[str, str] | None) -> Iterator[list[Subject]]:
    """Servers with so many payments that wait, and the subjects over them; `urls` are PostgreSQL's."""
    with ExitStack() as stack:
        server, counter = _open(stack, folder / "callbacks", calls, {})
        database = server.instance / "storefront.sqlite3"
        found = [
            _bare(BARE_SQLITE, counter, lambda bare: bare.sqlite(database)),
            _settling(SQLITE, server, counter),
            _repeating(server, counter),
        ]
        if urls is not None:
            server, counter = _open(stack, folder / "callbacks-postgres", calls, urls)
            found += [
                _bare(BARE_POSTGRES, counter, lambda bare: bare.postgres(urls["database_url"])),
                _settling(POSTGRES, server, counter),
            ]
        yield found


def _open(stack: ExitStack, instance: Path, calls: int, urls: Mapping[str, str]) -> tuple[Server, Counter]:
    instance.mkdir()
    server = Server(instance, settings={**ALONE, **urls})
    settings = read_settings(server.environment())
    if not urls:
        migrate.upgrade(settings.sqlalchemy_url)
    app = create_app(settings)
    counter = open_counter(app, instance, server.url, count=calls + SPARE)
    with app.app_context():
        db.engine.dispose()
    server.start()
    stack.callback(server.kill_group)
    server.wait_ready()
    return server, counter


def _bare(name: str, counter: Counter, work: Callable[[BareCallbacks], Work]) -> Subject:
    bare = BareCallbacks(counter.shop_id, [told.payment_id for told in counter.calls[:SPARE]])
    return Subject(name, lambda: work(bare), time.process_time)


def _settling(name: str, server: Server, counter: Counter) -> Subject:
    """Each call once: the first telling of a payment's money."""
    waiting: queue.SimpleQueue[Told] = queue.SimpleQueue()
    for told in counter.calls[SPARE:]:
        waiting.put(told)

    def take() -> Told:
        try:
            return waiting.get_nowait()
        except queue.Empty:
            raise NoMoreWork from None

    return _telling(name, server, take)


def _repeating(server: Server, counter: Counter) -> Subject:
    """Calls that were told before."""
    again = itertools.cycle(counter.calls[SPARE : SPARE + 20])
    return _telling(REPEATED, server, lambda: next(again))


def _telling(name: str, server: Server, take: Callable[[], Told]) -> Subject:
    members = tuple(server.members())

    def client() -> Work:
        line = Line(server.port)

        def work() -> None:
            told = take()
            if not line.deliver(told):
                raise ConnectionError(f"a call of {told.gateway} was not taken")

        return work

    return Subject(name, client, lambda: group_seconds(members))
