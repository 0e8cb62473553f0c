"""Every mission of the syllabus can be reached by what the product really does, and not before that."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from storefront.domain.workshops.missions import progress
from storefront.domain.workshops.missions.syllabus import built_in
from storefront.infra.db import db
from storefront.models.workshop import Learner, LearnerProgress
from tests.conftest import rolling_back
from tests.domain.workshops.missions.class_walk import ACTS, ClassWalk


@pytest.fixture(scope="module")
def walked(app: Flask) -> Iterator[tuple[ClassWalk, dict[str, tuple[bool, bool]]]]:
    """The whole syllabus, done once."""
    with rolling_back(app):
        walk = ClassWalk(app)
        yield walk, walk.walk()


def test_every_mission_of_the_syllabus_is_done_in_the_walk():
    assert {mission["code"] for lesson in built_in() for mission in lesson["missions"]} == set(ACTS)


def test_each_is_reached_by_its_act_and_not_before(walked: tuple[ClassWalk, dict[str, tuple[bool, bool]]]):
    _walk, told = walked

    assert told == dict.fromkeys(ACTS, (False, True))


def test_the_progress_made_anew_from_the_log_is_the_same(
    app: Flask, walked: tuple[ClassWalk, dict[str, tuple[bool, bool]]]
):
    walk, _told = walked
    before = _rows(app, walk)

    with app.app_context():
        progress.recount(db.session.get_one(Learner, walk.learner_id))
        db.session.commit()

    assert _rows(app, walk) == before


def _rows(app: Flask, walk: ClassWalk) -> dict[int, tuple[object, ...]]:
    with app.app_context():
        rows = db.session.query(LearnerProgress).filter_by(learner_id=walk.learner_id)
        return {
            row.mission_id: (row.count, tuple(row.seen), row.began_at, row.reached_at, row.event_id, row.late)
            for row in rows
        }
