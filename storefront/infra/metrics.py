"""Figures of this process and of the job table, in Prometheus' text form. Never a label for each shop."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from flask import Flask, Response, current_app, g
from sqlalchemy import func, select

from storefront.infra import clock, trail
from storefront.infra.db import db
from storefront.infra.queue import Job

STARTED = time.time()


@dataclass
class _Requests:
    lock: threading.Lock = field(default_factory=threading.Lock)
    answers: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0


_requests = _Requests()


def init_app(app: Flask) -> None:
    """Count every answer and the time it took."""
    app.before_request(_begin)
    app.after_request(_count)


def _begin() -> None:
    g.began = time.perf_counter()


def _count(response: Response) -> Response:
    seconds = time.perf_counter() - g.began if "began" in g else 0.0
    with _requests.lock:
        _requests.answers[f"{response.status_code // 100}xx"] += 1
        _requests.seconds += seconds
    return response


def exposition() -> str:
    """Everything, as Prometheus reads it. Needs an app context."""
    return "".join(f"{line}\n" for line in _lines())


def _lines() -> Iterator[str]:
    with _requests.lock:
        answers, seconds = dict(_requests.answers), _requests.seconds
    yield "# TYPE storefront_requests_total counter"
    for status, count in sorted(answers.items()):
        yield f'storefront_requests_total{{status="{status}"}} {count}'
    yield "# TYPE storefront_request_seconds_total counter"
    yield f"storefront_request_seconds_total {seconds:.6f}"
    yield "# TYPE storefront_process_start_time_seconds gauge"
    yield f"storefront_process_start_time_seconds {STARTED:.3f}"
    yield "# TYPE storefront_jobs gauge"
    for state, count in _jobs().items():
        yield f'storefront_jobs{{state="{state}"}} {count}'
    steps = trail.trail_of(current_app)
    yield "# TYPE storefront_trail_steps_total counter"
    yield f'storefront_trail_steps_total{{fate="written"}} {steps.written}'
    yield f'storefront_trail_steps_total{{fate="dropped"}} {steps.dropped}'


def _jobs() -> dict[str, int]:
    waiting = (Job.done_at.is_(None), Job.parked_at.is_(None))
    return {
        "due": _count_jobs(*waiting, Job.run_at <= clock.now()),
        "later": _count_jobs(*waiting, Job.run_at > clock.now()),
        "parked": _count_jobs(Job.parked_at.is_not(None)),
    }


def _count_jobs(*conditions: object) -> int:
    return db.session.scalar(select(func.count()).select_from(Job).where(*conditions)) or 0  # type: ignore[arg-type]
