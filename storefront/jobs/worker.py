"""The worker: claims due jobs by lease, expands events into handlers, runs each in a fresh context."""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Callable, Collection, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Flask
from sqlalchemy import select, tuple_

from storefront.infra import installation, queue
from storefront.infra.db import db
from storefront.infra.events import Event
from storefront.infra.queue import DISPATCH, Job
from storefront.infra.tenancy import PLATFORM, all_shops, enter_shop
from storefront.jobs.registry import Handler, Periodic, Work
from storefront.jobs.subscriptions import HANDLERS, ONLY_FOR, PERIODIC, SLOW, TOGETHER, TOPICS, URGENT

log = logging.getLogger(__name__)

BATCH, FEW = 20, 5
"""Jobs claimed at once: of the urgent ones, and of the others, behind which urgent ones then wait."""
IDLE_SECONDS = 0.5
LOOK_AT_CLOCK_SECONDS = 5.0


class UnknownHandler(RuntimeError):
    """A job row names a handler that this release does not have."""


@dataclass(frozen=True)
class _Table:
    topics: dict[str, tuple[str, ...]]
    handlers: dict[str, Handler]
    periodic: tuple[Periodic, ...]


class Worker:
    """Runs jobs of one app. `run_once` does what is due now; `start` does so on threads until `stop`."""

    def __init__(
        self,
        app: Flask,
        *,
        topics: dict[str, tuple[str, ...]] = TOPICS,
        handlers: dict[str, Handler] = HANDLERS,
        periodic: tuple[Periodic, ...] = PERIODIC,
    ) -> None:
        self._app = app
        self._table = _Table(topics, handlers, periodic)
        self._name = f"{socket.gethostname()}:{os.getpid()}"
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self, threads: int) -> None:
        """Work on `threads` threads, and look at the clock on one more.

        Of several threads one leaves slow work alone, so that messages never wait behind pictures.
        """
        for number in range(threads):
            left = SLOW if number == 0 and threads > 1 else ()
            self._spawn(f"jobs-{number}", partial(self._loop, left))
        self._spawn("jobs-clock", self._clock_loop)

    def stop(self, timeout: float = 10.0) -> None:
        """Finish the jobs at hand and leave; what was not begun keeps its row."""
        self._stop.set()
        for thread in self._threads:
            thread.join(timeout)

    def run_once(self, without: Collection[str] = ()) -> int:
        """Claim and run what is due now, but these kinds; returns how many jobs were claimed."""
        with self._app.app_context():
            jobs = queue.claim(self._name, BATCH, only=URGENT - set(without))
            jobs = jobs or queue.claim(self._name, FEW, without=without)
            details = [_plain(job) for job in jobs]
        self._expand([job for job in details if job.kind == DISPATCH])
        for job in details:
            if job.kind != DISPATCH:
                self._run(job)
        return len(jobs)

    def run_all(self) -> None:
        """Run until nothing is due; for tests, the demo and the command line."""
        while self.run_once():
            pass

    def run_periodic(self) -> None:
        """Take the turn of whatever periodic work is due."""
        for periodic in self._table.periodic:
            with self._app.app_context(), all_shops():
                if installation.take_turn(periodic.name, periodic.every):
                    self._guarded(periodic.name, lambda work=periodic.run: self._in_turn(work))

    def _spawn(self, name: str, target: object) -> None:
        thread = threading.Thread(target=target, name=name, daemon=True)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def _loop(self, without: Collection[str]) -> None:
        while not self._stop.is_set():
            if not self._guarded("claim", partial(self.run_once, without)):
                self._stop.wait(IDLE_SECONDS)

    def _clock_loop(self) -> None:
        while not self._stop.is_set():
            self._guarded("periodic", self.run_periodic)
            self._stop.wait(LOOK_AT_CLOCK_SECONDS)

    def _guarded(self, what: str, work: object) -> int:
        try:
            return int(work() or 0)  # type: ignore[operator]
        except Exception:
            log.exception("%s failed", what)
            return 0

    def _in_turn(self, work: Callable[[], None]) -> None:
        work()
        db.session.commit()

    def _expand(self, jobs: Sequence[Job]) -> None:
        if not jobs:
            return
        with self._app.app_context():
            with all_shops():
                keys = [(job.shop_id, job.event_id) for job in jobs]
                rows = db.session.execute(
                    select(Event.id, Event.shop_id, Event.topic).where(
                        tuple_(Event.shop_id, Event.id).in_(keys)
                    )
                ).all()
            queue.expand(jobs, self._kinds(rows))

    def _kinds(self, rows: Sequence[Any]) -> dict[int, Sequence[str]]:
        """The handlers of each event, without those that have nothing to do for its shop."""
        kinds = {row.id: self._table.topics.get(row.topic, ()) for row in rows}
        meant = {}
        for kind, those_meant in ONLY_FOR.items():
            asked = {row.shop_id for row in rows if kind in kinds[row.id]} - {PLATFORM}
            meant[kind] = {PLATFORM} | (those_meant(asked) if asked else set())
        return {
            row.id: [kind for kind in kinds[row.id] if kind not in meant or row.shop_id in meant[kind]]
            for row in rows
        }

    def _run(self, job: Job) -> None:
        with self._app.app_context():
            try:
                if not queue.hold_on(job) or (job.kind in TOGETHER and queue.is_done(job)):
                    return
                self._handle(job)
            except Exception as error:
                db.session.rollback()
                log.exception("job %s (%s) failed at try %s", job.id, job.kind, job.tries)
                queue.mark_failed(job, _first_line(error))

    def _handle(self, job: Job) -> None:
        handler = self._table.handlers.get(job.kind)
        if handler is None:
            raise UnknownHandler(job.kind)
        with enter_shop(job.shop_id) if job.shop_id != PLATFORM else nullcontext():
            event = self._event(job)
            # events go with their practice shop, perhaps after this job was written
            if event is not None or job.event_id is None:
                handler(_work(job, event))
            queue.mark_done([job.id])
            db.session.commit()

    def _event(self, job: Job) -> Event | None:
        if job.event_id is None:
            return None
        if job.shop_id != PLATFORM:
            return db.session.get(Event, (job.shop_id, job.event_id))
        with all_shops():
            return db.session.get_one(Event, (PLATFORM, job.event_id))


def _work(job: Job, event: Event | None) -> Work:
    return Work(
        shop_id=job.shop_id,
        topic=event.topic if event else None,
        subject_id=event.subject_id if event else None,
        event_id=job.event_id,
        facts=event.facts if event else {},
        payload=job.payload,
        tries=job.tries,
    )


def _first_line(error: Exception) -> str:
    """What failed, for the list of parked jobs; a database tells the row's own values in the lines below."""
    return f"{type(error).__name__}: {error}".splitlines()[0]


def _plain(job: Job) -> Job:
    db.session.expunge(job)
    return job
