"""The trail of a class: who asked for which page and how it was answered, never what was typed.

A request only leaves a step in memory once its answer stands; one thread a process writes the steps, one
batch a second. It is presence, not evidence: when the queue is full, steps are dropped and counted.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from flask import Flask, Response, current_app, g, request
from sqlalchemy.exc import SQLAlchemyError

from storefront.infra import clock
from storefront.infra.db import db

log = logging.getLogger(__name__)

BOUND = 2000
BATCH_SECONDS = 1.0
CODES = 12
"""So many error codes of one form are enough to tell what hinders somebody."""


@dataclass(frozen=True)
class Walker:
    """Whose step it is: a learner, or a user in a practice shop who may be one."""

    learner_id: int = 0
    shop_id: int = 0
    user_id: int = 0


@dataclass(frozen=True)
class Step:
    """One answered request."""

    walker: Walker
    at: dt.datetime
    endpoint: str
    method: str
    status: int
    errors: tuple[str, ...] = ()


Write = Callable[[Sequence[Step]], None]


class Trail:
    """The bounded queue of one process, and its count of what was written and what was dropped."""

    def __init__(self, bound: int = BOUND) -> None:
        self._bound = bound
        self._lock = threading.Lock()
        self._steps: deque[Step] = deque()
        self.waiting = threading.Event()
        self.written = 0
        self.dropped = 0

    def put(self, step: Step) -> None:
        """Keep a step, unless too many wait already."""
        with self._lock:
            if len(self._steps) >= self._bound:
                self.dropped += 1
                return
            self._steps.append(step)
        self.waiting.set()

    def flush(self, write: Write) -> int:
        """Write what waits, in one transaction, and tell how much it was. Needs an app context."""
        with self._lock:
            steps, self._steps = list(self._steps), deque()
            self.waiting.clear()
        if not steps:
            return 0
        try:
            write(steps)
            db.session.commit()
        except SQLAlchemyError:
            db.session.rollback()
            log.exception("%s steps of the trail could not be written", len(steps))
            self.dropped += len(steps)
            return 0
        self.written += len(steps)
        return len(steps)


class Writer(threading.Thread):
    """The one thread of a process that writes the trail: at once when it was quiet, then once a second."""

    def __init__(self, app: Flask, write: Write) -> None:
        super().__init__(name="trail", daemon=True)
        self._app = app
        self._write = write
        self._leaving = threading.Event()

    def run(self) -> None:
        trail = trail_of(self._app)
        while not self._leaving.is_set():
            trail.waiting.wait()
            with self._app.app_context():
                trail.flush(self._write)
            self._leaving.wait(BATCH_SECONDS)

    def stop(self) -> None:
        """Write what waits, and leave."""
        self._leaving.set()
        trail_of(self._app).waiting.set()
        self.join()
        with self._app.app_context():
            trail_of(self._app).flush(self._write)


def init_app(app: Flask) -> None:
    """Give the app its trail. Only requests that `follow()` somebody leave a step."""
    app.extensions["trail"] = Trail()
    app.after_request(_note_status)
    app.teardown_request(_leave_step)


def trail_of(app: Flask) -> Trail:
    """The app's trail."""
    trail: Trail = app.extensions["trail"]
    return trail


def follow(walker: Walker) -> None:
    """The answer to this request will be a step of the walker."""
    g.trail_walker = walker
    g.trail_errors = {}


def unfollow() -> None:
    """This request is no step: a script asks by itself."""
    g.pop("trail_walker", None)


def note_errors(codes: Iterable[str]) -> None:
    """These things were wrong: codes of fields and errors, never what was typed."""
    if "trail_walker" in g:
        g.trail_errors.update(dict.fromkeys(codes))


def _note_status(response: Response) -> Response:
    if "trail_walker" in g:
        g.trail_status = response.status_code
    return response


def _leave_step(error: BaseException | None) -> None:
    walker: Walker | None = g.pop("trail_walker", None)
    if walker is None or not _counts():
        return
    status = 500 if error is not None else g.get("trail_status", 500)
    errors = tuple(g.trail_errors)[:CODES]
    step = Step(walker, clock.now(), request.endpoint or "", request.method, status, errors)
    trail_of(current_app).put(step)


def _counts() -> bool:
    """A page or a form; not what a script fetches, nor a frame inside a page."""
    by_itself = request.accept_mimetypes.best == "application/json"
    shown = request.headers.get("Sec-Fetch-Dest", "document") == "document"
    return request.method == "POST" or (request.method == "GET" and shown and not by_itself)
