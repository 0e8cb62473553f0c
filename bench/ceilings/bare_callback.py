"""Ceiling (d): what a callback changes, by the driver alone: payment, order, a fact and an event."""

from __future__ import annotations

import itertools
import sqlite3
import threading
from collections.abc import Sequence
from pathlib import Path

import psycopg

from bench.ceilings.bare_sql import connect
from bench.measure import Work

FIRST_ID = 2**62
PAY = """
UPDATE payment SET state = 'succeeded', captured = amount WHERE shop_id = ? AND id = ? RETURNING order_id
"""
PAID = "UPDATE orders SET paid = total, payment_summary = 'paid' WHERE shop_id = ? AND id = ?"
FACT = """
INSERT INTO "transaction" (shop_id, id, payment_id, payment_method_id, kind, provider_ref, amount, currency,
    happened_at, counted, note, created_at)
SELECT shop_id, ?, id, payment_method_id, 'charged', 'bare', amount, currency,
    created_at, true, '', created_at
FROM payment WHERE shop_id = ? AND id = ?
"""
TOLD = """
INSERT INTO event (shop_id, id, topic, subject_kind, subject_id, actor_kind, at, facts)
SELECT shop_id, ?, 'payment.bare', 'payment', id, 'gateway', created_at, '{}'
FROM payment WHERE shop_id = ? AND id = ?
"""


class BareCallbacks:
    """Settles the payments of one shop over and over, each time as a new fact of another reference."""

    def __init__(self, shop_id: int, payments: Sequence[int]) -> None:
        self._shop_id = shop_id
        self._turns = itertools.cycle(payments)
        self._ids = itertools.count(FIRST_ID)
        self._writer = threading.Lock()

    def sqlite(self, database: Path) -> Work:
        """One thread's way, one writer at a time."""
        connection = connect(database)

        def work() -> None:
            with self._writer:
                connection.execute("BEGIN IMMEDIATE")
                self._settle(connection, "?")
                connection.execute("COMMIT")

        return work

    def postgres(self, url: str) -> Work:
        """One thread's way, as many at once as there are threads."""
        connection = psycopg.connect(url, autocommit=True)

        def work() -> None:
            with connection.transaction():
                connection.execute("SELECT set_config('app.shop_id', %s, true)", (str(self._shop_id),))
                self._settle(connection, "%s")

        return work

    def _settle(self, connection: sqlite3.Connection | psycopg.Connection, place: str) -> None:
        payment, shop = next(self._turns), self._shop_id
        run = connection.execute
        order = run(PAY.replace("?", place), (shop, payment)).fetchone()[0]
        for statement in (FACT, TOLD):
            text = statement.replace("?", place).replace("'bare'", f"'bare-{next(self._ids)}'")
            run(text, (next(self._ids), shop, payment))
        run(PAID.replace("?", place), (shop, order))
