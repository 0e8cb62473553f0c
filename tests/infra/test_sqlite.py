"""The writer's turn: in order of asking, across threads and processes, and never lost."""

import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from storefront.infra import sqlite
from storefront.infra.db import begin_write, db
from storefront.infra.sqlite import WriterConnection, WriterLock
from tests.processes import wait_until

HOLD = """
import sys
from pathlib import Path
from storefront.infra.sqlite import WriterLock
lock = WriterLock(Path(sys.argv[1]))
lock.acquire()
print("held", flush=True)
sys.stdin.read()
"""
on_sqlite = pytest.mark.parametrize("committed_app", ["sqlite"], indirect=True)


def connection(path: Path, lock: WriterLock) -> WriterConnection:
    made = sqlite3.connect(path, **sqlite.connect_args())
    made.writer_lock = lock
    return made


def is_free(lock: WriterLock) -> bool:
    """Whether the next who asks has the turn at once."""
    asking = threading.Thread(target=lambda: (lock.acquire(), lock.release()), daemon=True)
    asking.start()
    asking.join(0.3)
    return not asking.is_alive()


def test_whoever_asks_first_writes_first() -> None:
    lock, order = WriterLock(None), []
    lock.acquire()
    threads = [
        threading.Thread(target=lambda n=n: (lock.acquire(), order.append(n), lock.release()))
        for n in range(6)
    ]
    for asked, thread in enumerate(threads, start=1):
        thread.start()
        wait_until(lambda asked=asked: len(lock._waiting) == asked, "the thread does not queue")

    lock.release()
    [thread.join() for thread in threads]

    assert order == [0, 1, 2, 3, 4, 5]


def test_waiting_too_long_is_an_error_and_the_turn_passes_to_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.05)
    lock = WriterLock(None)
    lock.acquire()

    with pytest.raises(sqlite3.OperationalError, match="turn did not come"):
        lock.acquire()
    lock.release()

    assert is_free(lock)


def test_another_process_waits_and_a_killed_one_gives_the_turn_back(tmp_path: Path) -> None:
    path = tmp_path / "writer.lock"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None and holder.stdout.readline() == "held\n"
    lock = WriterLock(path)
    ours = threading.Thread(target=lock.acquire, daemon=True)
    ours.start()
    ours.join(0.3)
    waited = ours.is_alive()

    holder.kill()
    holder.communicate()
    ours.join(10)

    assert (waited, ours.is_alive()) == (True, False)


@pytest.mark.parametrize("end", ["commit", "rollback", "close"])
def test_the_turn_ends_with_the_transaction(tmp_path: Path, end: str) -> None:
    lock = WriterLock(None)
    writer = connection(tmp_path / "a.sqlite3", lock)
    writer.begin_write()
    during = is_free(lock)

    getattr(writer, end)()
    wait_until(lambda: is_free(lock), "the turn was never given back")

    assert not during


def test_beginning_twice_asks_once(tmp_path: Path) -> None:
    lock = WriterLock(None)
    writer = connection(tmp_path / "a.sqlite3", lock)

    writer.begin_write()
    writer.begin_write()
    writer.commit()

    assert is_free(lock)


def test_a_transaction_that_cannot_begin_gives_the_turn_back(tmp_path: Path) -> None:
    lock = WriterLock(None)
    intruder = sqlite3.connect(tmp_path / "a.sqlite3", isolation_level=None)
    intruder.execute("BEGIN IMMEDIATE")
    writer = connection(tmp_path / "a.sqlite3", lock)
    writer.execute("PRAGMA busy_timeout = 0")

    with pytest.raises(sqlite3.OperationalError):
        writer.begin_write()

    assert is_free(lock)


@on_sqlite
def test_a_connection_thrown_away_in_the_middle_gives_the_turn_back(committed_app: Flask) -> None:
    with committed_app.app_context():
        begin_write()
        raw = db.session.connection().connection.dbapi_connection
        assert isinstance(raw, WriterConnection) and raw.writer_lock is not None

        db.session.connection().invalidate()

        assert is_free(raw.writer_lock)


@on_sqlite
def test_a_context_that_ends_without_a_commit_gives_the_turn_back(committed_app: Flask) -> None:
    with committed_app.app_context():
        begin_write()
        raw = db.session.connection().connection.dbapi_connection
        assert isinstance(raw, WriterConnection) and raw.writer_lock is not None

    assert is_free(raw.writer_lock)


@on_sqlite
def test_a_connection_is_durable_and_keeps_its_keys(committed_app: Flask) -> None:
    with committed_app.app_context():
        found = [
            db.session.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]

    assert found == ["wal", 2, 1]
