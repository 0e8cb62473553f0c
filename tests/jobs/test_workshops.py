"""What waits for a learner's shop is judged in one go, and nothing is asked of shops it is not for."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from storefront.domain.workshops.missions.progress import PROGRESS
from storefront.infra import events
from storefront.infra.db import db
from storefront.infra.queue import Job
from storefront.infra.tenancy import enter_shop
from storefront.jobs.subscriptions import DIRECTORY
from storefront.jobs.worker import Worker
from storefront.models.shop import Shop
from storefront.models.workshop import LearnerProgress
from tests.factories import make_learner, make_mission, make_shop

OPENED = {"steps": [{"on": [{"topic": "shop.opened"}], "count": 3}]}


def happen(shop_id: int, times: int) -> None:
    with enter_shop(shop_id):
        for _ in range(times):
            events.record("shop.opened", db.session.get_one(Shop, shop_id), by=events.SYSTEM)
    db.session.commit()


def jobs_of(shop_id: int) -> set[str]:
    return set(db.session.scalars(select(Job.kind).where(Job.shop_id == shop_id)))


def test_events_that_wait_are_followed_by_the_first_of_their_jobs(app: Flask, rolled_back: None) -> None:
    with app.app_context():
        learner = make_learner()
        make_mission(learner.workshop, rule=OPENED)
        shop_id, learner_id = learner.shop_id or 0, learner.id
        happen(shop_id, 3)

    Worker(app).run_all()

    with app.app_context():
        row = db.session.scalars(
            select(LearnerProgress).where(LearnerProgress.learner_id == learner_id)
        ).one()
        followed = db.session.scalars(select(Job).where(Job.shop_id == shop_id, Job.kind == PROGRESS)).all()
        assert (row.count, row.reached_at is not None) == (3, True)
        assert [job.done_at is not None for job in followed] == [True] * 3


def test_the_directory_is_asked_about_real_shops_only(app: Flask, rolled_back: None) -> None:
    with app.app_context():
        practice, real = make_learner().shop_id or 0, make_shop().id
        happen(practice, 1)
        happen(real, 1)

    Worker(app).run_all()

    with app.app_context():
        assert DIRECTORY in jobs_of(real) and DIRECTORY not in jobs_of(practice)
        assert PROGRESS in jobs_of(practice) and PROGRESS not in jobs_of(real)
