"""The sandbox's own database file. Times are seconds since 1970, money is whole dong."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

VERSION = 4

SCHEMA = """
CREATE TABLE merchant (
    id TEXT PRIMARY KEY, wire TEXT NOT NULL, reference TEXT NOT NULL, login TEXT NOT NULL, name TEXT NOT NULL,
    secret TEXT NOT NULL, callback_url TEXT NOT NULL, facts TEXT NOT NULL DEFAULT '{}',
    controls TEXT NOT NULL UNIQUE, down_until REAL NOT NULL DEFAULT 0, slow REAL NOT NULL DEFAULT 0,
    UNIQUE (wire, reference), UNIQUE (wire, login)
) STRICT;
CREATE TABLE payment (
    merchant TEXT NOT NULL REFERENCES merchant, number TEXT NOT NULL,
    id TEXT NOT NULL UNIQUE, token TEXT NOT NULL UNIQUE,
    amount INTEGER NOT NULL CHECK (amount > 0), currency TEXT NOT NULL, description TEXT NOT NULL,
    capture TEXT NOT NULL CHECK (capture IN ('automatic', 'manual')),
    return_url TEXT NOT NULL, callback_url TEXT NOT NULL, locale TEXT NOT NULL,
    facts TEXT NOT NULL DEFAULT '{}',
    refunds TEXT NOT NULL DEFAULT 'now' CHECK (refunds IN ('now', 'later', 'fail')),
    refunds_after REAL NOT NULL DEFAULT 3,
    created_at REAL NOT NULL, expires_at REAL NOT NULL, open INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (merchant, number)
) STRICT;
CREATE INDEX payment_open ON payment (expires_at) WHERE open;
CREATE TABLE event (
    serial INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE, merchant TEXT NOT NULL, number TEXT NOT NULL, kind TEXT NOT NULL,
    amount INTEGER NOT NULL, refund TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL DEFAULT '',
    happened_at REAL NOT NULL,
    FOREIGN KEY (merchant, number) REFERENCES payment
) STRICT;
CREATE INDEX event_payment ON event (merchant, number);
CREATE TABLE refund (
    merchant TEXT NOT NULL, id TEXT NOT NULL, number TEXT NOT NULL,
    amount INTEGER NOT NULL CHECK (amount > 0),
    event TEXT NOT NULL REFERENCES event (id), facts TEXT NOT NULL DEFAULT '{}',
    PRIMARY KEY (merchant, id)
) STRICT;
CREATE TABLE account (
    number TEXT PRIMARY KEY, merchant TEXT NOT NULL REFERENCES merchant, holder TEXT NOT NULL,
    feed_url TEXT NOT NULL, balance INTEGER NOT NULL DEFAULT 0, UNIQUE (merchant, feed_url)
) STRICT;
CREATE TABLE transfer (
    serial INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE, account TEXT NOT NULL, amount INTEGER NOT NULL CHECK (amount > 0),
    balance INTEGER NOT NULL, memo TEXT NOT NULL, payer TEXT NOT NULL, happened_at REAL NOT NULL,
    sender TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE delivery (
    id INTEGER PRIMARY KEY, merchant TEXT NOT NULL REFERENCES merchant, url TEXT NOT NULL,
    event TEXT REFERENCES event (id), transfer TEXT REFERENCES transfer (id),
    broken INTEGER NOT NULL DEFAULT 0, due_at REAL, tries INTEGER NOT NULL DEFAULT 0,
    answer TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX delivery_due ON delivery (due_at) WHERE due_at IS NOT NULL;
CREATE TABLE nonce (
    merchant TEXT NOT NULL, nonce TEXT NOT NULL, seen_at REAL NOT NULL, PRIMARY KEY (merchant, nonce)
) STRICT;
CREATE TABLE kept (
    wire TEXT NOT NULL, id TEXT NOT NULL, answer TEXT NOT NULL, kept_at REAL NOT NULL, PRIMARY KEY (wire, id)
) STRICT;
"""

STEPS = {3: "ALTER TABLE transfer ADD COLUMN sender TEXT NOT NULL DEFAULT ''"}
"""What brings a file of a release to the next one's tables."""


class Store:
    """Short-lived connections to one file, so that any thread may use it."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self._connection() as db:
            db.execute("PRAGMA journal_mode = WAL")
            self._lay_out(db)

    def _lay_out(self, db: sqlite3.Connection) -> None:
        """Make the tables; those of a much older release held practice money only and are made anew."""
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute("BEGIN IMMEDIATE")
        found = db.execute("PRAGMA user_version").fetchone()[0]
        while found in STEPS:
            db.execute(STEPS[found])
            found += 1
            db.execute(f"PRAGMA user_version = {found}")
        if found != VERSION:
            old = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            for (name,) in db.execute(old).fetchall():
                db.execute(f"DROP TABLE {name}")
            for statement in filter(str.strip, SCHEMA.split(";")):
                db.execute(statement)
            db.execute(f"PRAGMA user_version = {VERSION}")
        db.execute("COMMIT")

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """One write transaction: all of it or nothing."""
        with self._connection() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except BaseException:
                db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        db = sqlite3.connect(self.path, timeout=10, isolation_level=None)
        try:
            db.row_factory = sqlite3.Row
            db.execute("PRAGMA foreign_keys = ON")
            db.execute("PRAGMA synchronous = NORMAL")
            yield db
        finally:
            db.close()
