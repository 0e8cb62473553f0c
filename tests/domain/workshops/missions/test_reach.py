"""Every mission of the syllabus can be reached by what the product really does, and not before that."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from storefront.domain.workshops.missions import progress, syllabus
from storefront.infra.db import db
from storefront.models.workshop import Learner, LearnerProgress, Track
from tests.conftest import rolling_back
from tests.domain.workshops.missions.class_walk import ACTS, ClassWalk


@pytest.fixture(scope="module")
def walked(app: Flask) -> Iterator[tuple[ClassWalk, dict[str, tuple[bool, bool]]]]:
    """The whole syllabus, done once."""
    with rolling_back(app):
        walk = ClassWalk(app)
        yield walk, walk.walk()


def test_every_mission_of_the_syllabus_is_done_in_the_walk():
    assert {mission["code"] for lesson in syllabus.built_in() for mission in lesson["missions"]} == set(ACTS)


@pytest.mark.parametrize("track", Track)
def test_every_track_has_twelve_lessons_and_the_milestones_of_the_class(track: Track):
    lessons = syllabus.lessons_for(track)
    missions = [each for lesson in lessons for each in lesson["missions"]]
    codes = [each["code"] for each in missions]

    in_class = {each["code"] for each in missions if each["required"] and each["in_class"]}
    assert in_class == {f"M{number:02}" for number in range(1, 15)} - {"M12"}
    assert {each["code"] for each in missions if each["certified"] and each["in_class"]} == {
        f"M{number:02}" for number in range(1, 12)
    }
    assert (len(lessons), len(codes)) == (12, len(set(codes)))
    assert ("M12" in codes) is (track is not Track.OFFICIAL)


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
