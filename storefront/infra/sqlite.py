"""SQLite made fair and honest: one writer at a time, in order of asking, and no read that turns into a write.

Reads run without BEGIN. The first statement that writes takes the writer lock and begins an IMMEDIATE
transaction; a read transaction that became a write would fail with SQLITE_BUSY_SNAPSHOT at once.
"""

from __future__ import annotations

import sqlite3
import threading
from collections import deque
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event

try:
    import fcntl
except ImportError:  # Windows: one server process there, SQLite's own wait is enough
    fcntl = None  # type: ignore[assignment]

BUSY_SECONDS = 30.0


class WriterLock:
    """First come, first served: threads of this process in a queue, other processes by flock on a file."""

    def __init__(self, path: Path | None) -> None:
        self._mutex = threading.Lock()
        self._held = False
        self._waiting: deque[threading.Event] = deque()
        self._file = path.open("a+b") if path and fcntl else None

    def acquire(self) -> None:
        """Wait for the turn. Raises sqlite3.OperationalError after BUSY_SECONDS."""
        turn = threading.Event()
        with self._mutex:
            if not self._held and not self._waiting:
                self._held = True
                turn.set()
            else:
                self._waiting.append(turn)
        if not turn.wait(BUSY_SECONDS):
            self._give_up(turn)
        if self._file:
            fcntl.flock(self._file, fcntl.LOCK_EX)

    def release(self) -> None:
        """Hand over to whoever asked first."""
        if self._file:
            fcntl.flock(self._file, fcntl.LOCK_UN)
        with self._mutex:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._held = False

    def _give_up(self, turn: threading.Event) -> None:
        with self._mutex:
            if not turn.is_set():
                self._waiting.remove(turn)
                raise sqlite3.OperationalError("database is locked: the writer's turn did not come in time")


class WriterConnection(sqlite3.Connection):
    """A connection that gives the writer lock back the moment its transaction ends."""

    writer_lock: WriterLock | None = None
    _writing = False

    def begin_write(self) -> None:
        """Begin the write transaction, unless one is open."""
        if self.in_transaction:
            return
        if self.writer_lock:
            self.writer_lock.acquire()
            self._writing = True
        try:
            self.execute("BEGIN IMMEDIATE")
        except sqlite3.Error:
            self._release()
            raise

    def commit(self) -> None:
        super().commit()
        self._release()

    def rollback(self) -> None:
        try:
            super().rollback()
        finally:
            self._release()

    def close(self) -> None:
        try:
            super().close()
        finally:
            self._release()

    def _release(self) -> None:
        if self._writing and self.writer_lock:
            self._writing = False
            self.writer_lock.release()


def connect_args() -> dict[str, Any]:
    """Arguments for sqlite3.connect: our connection class, autocommit, threads may pass it on."""
    return {
        "factory": WriterConnection,
        "isolation_level": None,
        "check_same_thread": False,
        "timeout": BUSY_SECONDS,
    }


def install(engine: Engine, lock_path: Path | None) -> None:
    """Set the pragmas and the write hooks on an engine made with connect_args()."""
    lock = WriterLock(lock_path)

    @event.listens_for(engine, "connect")
    def on_connect(connection: WriterConnection, _record: object) -> None:
        connection.writer_lock = lock
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "temp_store = MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "savepoint")
    def on_savepoint(connection: Connection, _name: str) -> None:
        begin_write(connection)


def begin_write(connection: Connection) -> None:
    """Take the writer lock and BEGIN IMMEDIATE on this connection; nothing when already writing."""
    raw: object = connection.connection.dbapi_connection
    if isinstance(raw, WriterConnection):
        raw.begin_write()
