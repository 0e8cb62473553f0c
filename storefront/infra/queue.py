"""The job table: rows written in the business transaction, claimed by lease, tried again, parked at last.

A job of kind DISPATCH belongs to one event; the worker expands it into a row for each handler, unique by
(event_id, kind). Handlers may run twice and must be harmless twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import BigInteger, Index, String, UniqueConstraint, delete, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from storefront.infra import clock, ids
from storefront.infra.db import Base, db

DISPATCH = "dispatch"
LEASE = dt.timedelta(seconds=60)
BACK_OFF = tuple(dt.timedelta(seconds=s) for s in (5, 30, 120, 600, 1800, 7200, 21600))
KEEP_DONE = dt.timedelta(days=7)
TOGETHER = 200
"""So many events of a shop are followed in one go."""


class Job(Base):
    """One piece of later work. Platform table; `shop_id` 0 is the platform's own."""

    __tablename__ = "job"
    __table_args__ = (
        UniqueConstraint("event_id", "kind"),
        UniqueConstraint("unique_key"),
        Index("ix_job_due", "done_at", "parked_at", "run_at"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False, default=ids.new_id)
    kind: Mapped[str]
    shop_id: Mapped[int]
    event_id: Mapped[int | None]
    unique_key: Mapped[str | None] = mapped_column(String(120))
    payload: Mapped[dict[str, Any]]
    run_at: Mapped[dt.datetime]
    tries: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[dt.datetime | None]
    lease_by: Mapped[str | None]
    done_at: Mapped[dt.datetime | None]
    parked_at: Mapped[dt.datetime | None]
    last_error: Mapped[str | None]
    created_at: Mapped[dt.datetime]


def enqueue(
    kind: str,
    *,
    shop_id: int,
    event_id: int | None = None,
    unique_key: str | None = None,
    run_at: dt.datetime | None = None,
    **payload: Any,
) -> int:
    """Write a job row in the caller's transaction; returns its id. A standing unique_key adds none."""
    job_id = ids.new_id()
    standing = _open_job(unique_key) if unique_key is not None else None
    if standing is not None:
        return standing
    db.session.execute(insert(Job), [_row(job_id, kind, shop_id, event_id, unique_key, run_at, payload)])
    return job_id


def enqueue_new(kind: str, *, shop_id: int, jobs: Sequence[tuple[str, dt.datetime, dict[str, Any]]]) -> None:
    """Many jobs of a shop in one statement: unique_key, run_at and payload of each; no key may stand yet."""
    rows = [_row(ids.new_id(), kind, shop_id, None, key, run_at, payload) for key, run_at, payload in jobs]
    db.session.execute(insert(Job), rows)


def _row(
    job_id: int,
    kind: str,
    shop_id: int,
    event_id: int | None,
    unique_key: str | None,
    run_at: dt.datetime | None,
    payload: dict[str, Any],
) -> dict[str, Any]:
    moment = clock.now()
    return {
        "id": job_id,
        "kind": kind,
        "shop_id": shop_id,
        "event_id": event_id,
        "unique_key": unique_key,
        "payload": payload,
        "run_at": run_at or moment,
        "tries": 0,
        "created_at": moment,
    }


def _open_job(unique_key: str) -> int | None:
    return db.session.scalar(select(Job.id).where(Job.unique_key == unique_key))


def claim(
    worker: str, limit: int, *, only: Collection[str] | None = None, without: Collection[str] = ()
) -> list[Job]:
    """Lease up to `limit` due jobs to this worker, oldest first, and commit; only some kinds, or without."""
    moment = clock.now()
    due = (
        select(Job.id)
        .where(Job.done_at.is_(None), Job.parked_at.is_(None), Job.run_at <= moment)
        .where((Job.lease_until.is_(None)) | (Job.lease_until < moment))
        .where(Job.kind.not_in(without) if only is None else Job.kind.in_(only))
        .order_by(Job.run_at, Job.id)
        .limit(limit)
    )
    if db.session.get_bind().dialect.name == "postgresql":
        due = due.with_for_update(skip_locked=True)
    elif db.session.scalar(due.limit(1)) is None:  # look before taking the writer's turn
        return []
    claimed = db.session.scalars(
        update(Job)
        .where(Job.id.in_(due.scalar_subquery()))
        .values(lease_until=moment + LEASE, lease_by=worker, tries=Job.tries + 1)
        .returning(Job)
        .execution_options(synchronize_session=False)
    ).all()
    db.session.commit()
    return sorted(claimed, key=lambda job: job.id)


def hold_on(job: Job) -> bool:
    """Before a claimed job begins late: lease it anew; False when somebody else has taken it. Commits."""
    moment = clock.now()
    if job.lease_until is None or job.lease_until - moment > LEASE / 2:
        return True
    held = db.session.scalar(
        update(Job)
        .where(Job.id == job.id, Job.lease_until == job.lease_until, Job.done_at.is_(None))
        .values(lease_until=moment + LEASE)
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    )
    db.session.commit()
    return held is not None


def expand(jobs: Sequence[Job], kinds: dict[int, Sequence[str]]) -> None:
    """Turn claimed dispatch jobs into one row for each handler, all in one transaction; harmless twice."""
    standing = {
        (row.event_id, row.kind)
        for row in db.session.execute(
            select(Job.event_id, Job.kind).where(Job.event_id.in_([job.event_id for job in jobs]))
        )
    }
    rows = [
        _row(ids.new_id(), kind, job.shop_id, job.event_id, None, None, {})
        for job in jobs
        for kind in kinds.get(job.event_id or 0, ())
        if (job.event_id, kind) not in standing
    ]
    if rows:
        db.session.execute(insert(Job), rows)
    mark_done([job.id for job in jobs])
    db.session.commit()


def open_of_shop(kind: str, shop_id: int) -> dict[int, int]:
    """Jobs of this kind that follow the shop's events and are not done: id -> event, oldest first."""
    rows = db.session.execute(
        select(Job.id, Job.event_id)
        .where(Job.kind == kind, Job.shop_id == shop_id, Job.event_id.is_not(None))
        .where(Job.done_at.is_(None), Job.parked_at.is_(None))
        .order_by(Job.id)
        .limit(TOGETHER)
    )
    return {row.id: row.event_id for row in rows}


def is_done(job: Job) -> bool:
    """Whether somebody has done it meanwhile, along with another of its kind."""
    return db.session.scalar(select(Job.done_at).where(Job.id == job.id)) is not None


def mark_done(job_ids: Sequence[int]) -> None:
    """Mark jobs done in the caller's transaction; a done job gives its unique_key free."""
    db.session.execute(
        update(Job)
        .where(Job.id.in_(job_ids))
        .values(done_at=clock.now(), lease_until=None, unique_key=None)
        .execution_options(synchronize_session=False)
    )


def mark_failed(job: Job, error: str) -> None:
    """Put the job back with back-off, or park it after the last try; commits."""
    parked = job.tries > len(BACK_OFF)
    delay = BACK_OFF[min(job.tries, len(BACK_OFF)) - 1]
    db.session.execute(
        update(Job)
        .where(Job.id == job.id)
        .values(
            parked_at=clock.now() if parked else None,
            run_at=clock.now() + delay,
            lease_until=None,
            last_error=error[:2000],
        )
        .execution_options(synchronize_session=False)
    )
    db.session.commit()


def parked(limit: int = 200) -> list[Job]:
    """Parked jobs, newest first."""
    return list(
        db.session.scalars(
            select(Job).where(Job.parked_at.is_not(None)).order_by(Job.parked_at.desc()).limit(limit)
        )
    )


def run_again(job_id: int) -> bool:
    """Un-park a job so that it runs now; False when it is not parked."""
    changed = db.session.scalar(
        update(Job)
        .where(Job.id == job_id, Job.parked_at.is_not(None))
        .values(parked_at=None, tries=0, run_at=clock.now(), lease_until=None)
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    )
    return changed is not None


def clean_up() -> None:
    """Forget jobs done more than a week ago."""
    db.session.execute(
        delete(Job)
        .where(Job.done_at.is_not(None), Job.done_at < clock.now() - KEEP_DONE)
        .execution_options(synchronize_session=False)
    )
