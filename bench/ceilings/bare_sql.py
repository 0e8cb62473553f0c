"""Ceiling (c): the writes of one order by the driver alone, as durable as the product's."""

from __future__ import annotations

import itertools
import sqlite3
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.measure import Work

Row = dict[str, Any]
BY_ORDER = ("line_item", "reservation", "stock_movement", "payment")
FIRST_ID = 2**62
PRAGMAS = ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON")
LOOK = """
SELECT cart_line.quantity, variant.price, stock_level.on_hand - stock_level.reserved
FROM cart_line
JOIN variant ON variant.shop_id = cart_line.shop_id AND variant.id = cart_line.variant_id
JOIN stock_level ON stock_level.shop_id = variant.shop_id AND stock_level.variant_id = variant.id
WHERE cart_line.shop_id = :shop_id AND cart_line.variant_id = :variant_id LIMIT 1
"""
HOLD = """
UPDATE stock_level SET reserved = reserved + :quantity
WHERE shop_id = :shop_id AND variant_id = :variant_id AND on_hand - reserved >= :quantity RETURNING id
"""
NUMBER = """
UPDATE number_counter SET last = last + 1 WHERE shop_id = :shop_id AND kind = 'order' RETURNING last
"""
COUNT = "UPDATE customer SET order_count = order_count + 1 WHERE shop_id = :shop_id AND id = :customer_id"


class BareCheckout:
    """Repeats an order that the product has placed, row by row, under new keys and numbers."""

    def __init__(self, database: Path, shop_id: int) -> None:
        self._database = database
        self._ids = itertools.count(FIRST_ID)
        self._writer = threading.Lock()
        with connect(database) as connection:
            self._example = example_order(connection, shop_id)

    def client(self) -> Work:
        """One thread's way to place an order, on a connection of its own."""
        connection = connect(self._database)

        def work() -> None:
            with self._writer:
                self._place(connection)

        return work

    def _place(self, connection: sqlite3.Connection) -> None:
        line = self._example["line_item"]
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(LOOK, line).fetchone()
        number = connection.execute(NUMBER, line).fetchone()[0]
        if connection.execute(HOLD, line).fetchone() is None:
            raise RuntimeError("the shelf is empty")
        for table, row in renewed(self._example, number, self._ids).items():
            insert(connection, table, row)
        connection.execute(COUNT, self._example["orders"])
        connection.execute("COMMIT")


def connect(database: Path) -> sqlite3.Connection:
    """The driver as the product sets it: autocommit, WAL, synced at each commit."""
    connection = sqlite3.connect(database, isolation_level=None, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    return connection


def example_order(connection: sqlite3.Connection, shop_id: int) -> dict[str, Row]:
    """The rows that the shop's first order left, one of each table, parents first."""
    rows = {"orders": _row(connection, "orders", shop_id=shop_id)}
    order = rows["orders"]
    rows |= {table: _row(connection, table, order_id=order["id"]) for table in BY_ORDER}
    rows["consent"] = _row(connection, "consent", customer_id=order["customer_id"])
    rows["event"] = _row(connection, "event", subject_id=order["id"], topic="order.placed")
    rows["job"] = _row(connection, "job", event_id=rows["event"]["id"])
    return rows


def renewed(example: Mapping[str, Row], number: int, ids: itertools.count[int]) -> dict[str, Row]:
    """The example's rows as those of another order."""
    own = {table: {**row, "id": next(ids)} for table, row in example.items()}
    order_id, key = own["orders"]["id"], str(own["orders"]["id"])
    own["orders"] |= {"number": str(number), "idempotency_key": key, "token_hash": key}
    for table in BY_ORDER:
        own[table]["order_id"] = order_id
    own["reservation"]["line_item_id"] = own["line_item"]["id"]
    own["payment"] |= {"public_number": key, "memo_code": key}
    own["event"]["subject_id"] = order_id
    own["job"]["event_id"] = own["event"]["id"]
    return own


def insert(connection: sqlite3.Connection, table: str, row: Row) -> None:
    """One row, by its column names."""
    names = ", ".join(f'"{name}"' for name in row)
    places = ", ".join(f":{name}" for name in row)
    connection.execute(f"INSERT INTO {table} ({names}) VALUES ({places})", row)


def _row(connection: sqlite3.Connection, table: str, **where: object) -> Row:
    wanted = " AND ".join(f"{name} = :{name}" for name in where)
    row = connection.execute(f"SELECT * FROM {table} WHERE {wanted} ORDER BY id LIMIT 1", where).fetchone()
    if row is None:
        raise LookupError(f"no {table} with {where}")
    return dict(row)
