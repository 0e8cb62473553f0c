"""A trainer steers while a job counts: both write a learner's progress, and neither is refused."""

from __future__ import annotations

import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import event, select

from storefront.domain.workshops import steering
from storefront.domain.workshops.missions import progress
from storefront.infra import events
from storefront.infra.db import db
from storefront.models.workshop import Learner, LearnerProgress, Mission
from tests.factories import make_learner, make_mission, make_workshop

WAITS = re.compile(r"INSERT INTO learner_progress|FROM learner\s.*FOR UPDATE", re.S)
"""The statement of the trainer's request that has to wait for the job's transaction."""
on_postgres = pytest.mark.parametrize(
    "committed_app", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)


@on_postgres
def test_time_given_while_a_job_writes_the_first_progress_counts(committed_app: Flask) -> None:
    app, counted, waits = committed_app, threading.Event(), threading.Event()
    with app.app_context():
        workshop = make_workshop()
        ids = make_learner(workshop).id, make_mission(workshop, minutes=5).id
        db.session.commit()
        event.listen(
            db.engine, "before_cursor_execute", lambda *told: waits.set() if WAITS.search(told[2]) else None
        )

    def count() -> None:
        with app.app_context():
            progress.recount(db.session.get_one(Learner, ids[0]))
            db.session.flush()
            waits.clear()
            counted.set()
            assert waits.wait(20)
            db.session.commit()

    def give_time() -> None:
        assert counted.wait(20)
        with app.app_context():
            learner, mission = db.session.get_one(Learner, ids[0]), db.session.get_one(Mission, ids[1])
            steering.give_time(mission, [learner], 5, by=events.SYSTEM)
            db.session.commit()

    with ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(count), threads.submit(give_time)]:
            done.result()

    with app.app_context():
        assert db.session.scalars(select(LearnerProgress.extra_minutes)).all() == [5]
