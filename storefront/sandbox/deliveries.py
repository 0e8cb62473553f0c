"""Calls from the sandbox to merchants: sent when due, repeated until they are answered as agreed."""

import logging
import sqlite3
import urllib.error
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from threading import Event, Thread

from storefront.sandbox import merchants, payments
from storefront.sandbox.store import Store
from storefront.sandbox.wires import WIRES
from storefront.sandbox.wires.base import Call, Telling, Wire

TIMEOUT = 8.0
LEASE = 30.0
LONGEST_SLEEP = 2.0
LARGEST_ANSWER = 4096

log = logging.getLogger(__name__)


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


class Deliveries:
    """The timer thread of the sandbox. `wake()` after queueing; `stop()` waits for calls on their way."""

    def __init__(self, store: Store, now: Callable[[], float]) -> None:
        self._store = store
        self._now = now
        self._wake = Event()
        self._stopping = False
        self._thread: Thread | None = None
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirects())

    def start(self) -> None:
        if self._thread is None:
            self._thread = Thread(target=self._run, name="sandbox-timers", daemon=True)
            self._thread.start()

    @property
    def is_running(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def wake(self) -> None:
        self._wake.set()

    def stop(self) -> None:
        self._stopping = True
        self._wake.set()
        if self._thread is not None:
            self._thread.join(TIMEOUT + 2)

    def _run(self) -> None:
        with ThreadPoolExecutor(max_workers=4, thread_name_prefix="sandbox-callback") as pool:
            while not self._stopping:
                self._wake.clear()
                try:
                    for row in self._claim():
                        pool.submit(self._deliver, row)
                    pause = self._pause()
                except sqlite3.Error:
                    log.warning("the sandbox's database did not answer; trying again", exc_info=True)
                    pause = LONGEST_SLEEP
                self._wake.wait(pause)

    def _claim(self) -> list[sqlite3.Row]:
        """Due calls, each put off for the length of a lease so that a crash repeats it."""
        now = self._now()
        with self._store.transaction() as db:
            payments.expire(db, now)
            due = db.execute(
                "SELECT * FROM delivery WHERE due_at <= ? ORDER BY due_at, id LIMIT 50", (now,)
            ).fetchall()
            db.executemany(
                "UPDATE delivery SET due_at = ?, tries = tries + 1 WHERE id = ?",
                [(now + LEASE, row["id"]) for row in due],
            )
        return due

    def _pause(self) -> float:
        with self._store.transaction() as db:
            moments = [
                db.execute("SELECT min(due_at) FROM delivery WHERE due_at IS NOT NULL").fetchone()[0],
                db.execute("SELECT min(expires_at) FROM payment WHERE open").fetchone()[0],
            ]
        until_next = min((moment - self._now() for moment in moments if moment), default=LONGEST_SLEEP)
        return min(max(until_next, 0.01), LONGEST_SLEEP)

    def _deliver(self, row: sqlite3.Row) -> None:
        with self._store.transaction() as db:
            telling = _telling(db, row, self._now())
        wire = WIRES[telling.merchant["wire"]]
        call = wire.call(telling)
        answer = "not told" if call is None else self._send(call, wire)
        tries = row["tries"] + 1
        over = answer in ("received", "not told") or tries > len(wire.gaps)
        again = None if over else self._now() + wire.gaps[tries - 1]
        with self._store.transaction() as db:
            db.execute("UPDATE delivery SET due_at = ?, answer = ? WHERE id = ?", (again, answer, row["id"]))
        self.wake()

    def _send(self, call: Call, wire: Wire) -> str:
        """`received`, or in a few words what came instead."""
        body = call.body if call.method == "POST" else None
        request = urllib.request.Request(call.url, body, dict(call.headers), method=call.method)
        try:
            with self._opener.open(request, timeout=TIMEOUT) as answer:
                said = answer.read(LARGEST_ANSWER)
                return "received" if wire.is_taken(answer.status, said) else f"status {answer.status}"
        except urllib.error.HTTPError as error:
            return f"status {error.code}"
        except (OSError, HTTPException) as error:
            return type(error).__name__


def _telling(db: sqlite3.Connection, row: sqlite3.Row, now: float) -> Telling:
    def one(sql: str, *values: object) -> sqlite3.Row | None:
        found: sqlite3.Row | None = db.execute(sql, values).fetchone()
        return found

    merchant = merchants.find(db, row["merchant"])
    event = one("SELECT * FROM event WHERE id = ?", row["event"])
    return Telling(
        merchant=merchant,
        payment=payments.find(db, merchant["id"], event["number"]) if event is not None else None,
        event=event,
        transfer=one("SELECT * FROM transfer WHERE id = ?", row["transfer"]),
        url=row["url"],
        broken=row["tries"] < row["broken"],
        now=now,
    )
