"""The sandbox's own database file. Times are seconds since 1970, money is whole dong."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SCHEMA = """
CREATE TABLE IF NOT EXISTS merchant (
    id TEXT PRIMARY KEY, reference TEXT NOT NULL UNIQUE, name TEXT NOT NULL, secret TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS payment (
    merchant TEXT NOT NULL REFERENCES merchant, number INTEGER NOT NULL,
    id TEXT NOT NULL UNIQUE, token TEXT NOT NULL UNIQUE,
    amount INTEGER NOT NULL CHECK (amount > 0), description TEXT NOT NULL,
    capture TEXT NOT NULL CHECK (capture IN ('automatic', 'manual')),
    return_url TEXT NOT NULL, callback_url TEXT NOT NULL, locale TEXT NOT NULL,
    refunds TEXT NOT NULL DEFAULT 'now' CHECK (refunds IN ('now', 'later', 'fail')),
    expires_at REAL NOT NULL, open INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (merchant, number)
) STRICT;
CREATE INDEX IF NOT EXISTS payment_open ON payment (expires_at) WHERE open;
CREATE TABLE IF NOT EXISTS event (
    id TEXT PRIMARY KEY, merchant TEXT NOT NULL, number INTEGER NOT NULL, kind TEXT NOT NULL,
    amount INTEGER NOT NULL, refund TEXT NOT NULL DEFAULT '', happened_at REAL NOT NULL,
    FOREIGN KEY (merchant, number) REFERENCES payment
) STRICT;
CREATE INDEX IF NOT EXISTS event_payment ON event (merchant, number);
CREATE TABLE IF NOT EXISTS refund (
    merchant TEXT NOT NULL, id TEXT NOT NULL, number INTEGER NOT NULL,
    amount INTEGER NOT NULL CHECK (amount > 0),
    event TEXT NOT NULL REFERENCES event,
    PRIMARY KEY (merchant, id)
) STRICT;
CREATE TABLE IF NOT EXISTS account (
    number TEXT PRIMARY KEY, merchant TEXT NOT NULL REFERENCES merchant, holder TEXT NOT NULL,
    feed_url TEXT NOT NULL, UNIQUE (merchant, feed_url)
) STRICT;
CREATE TABLE IF NOT EXISTS transfer (
    id TEXT PRIMARY KEY, account TEXT NOT NULL, amount INTEGER NOT NULL CHECK (amount > 0),
    memo TEXT NOT NULL, payer TEXT NOT NULL, happened_at REAL NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS delivery (
    id INTEGER PRIMARY KEY, merchant TEXT NOT NULL REFERENCES merchant, url TEXT NOT NULL, body TEXT NOT NULL,
    due_at REAL, tries INTEGER NOT NULL DEFAULT 0, answer TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX IF NOT EXISTS delivery_due ON delivery (due_at) WHERE due_at IS NOT NULL;
CREATE TABLE IF NOT EXISTS nonce (
    merchant TEXT NOT NULL, nonce TEXT NOT NULL, seen_at REAL NOT NULL, PRIMARY KEY (merchant, nonce)
) STRICT;
"""


class Store:
    """Short-lived connections to one file, so that any thread may use it."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self._connection() as db:
            db.execute("PRAGMA journal_mode = WAL")
            db.executescript(SCHEMA)

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
