"""What came of a class is counted by learners."""

from __future__ import annotations

import datetime as dt

from flask import Flask

from storefront.domain.workshops import figures
from storefront.infra import clock
from storefront.infra.db import db
from storefront.models.workshop import LearnerProgress
from tests.factories import make_learner, make_mission, make_workshop


def test_a_learner_counts_in_every_figure_that_fits(context: Flask) -> None:
    ended = clock.today_vn() - dt.timedelta(days=60)
    workshop = make_workshop(starts_on=ended, ends_on=ended)
    inside = make_mission(workshop, code="M01")
    outside = make_mission(workshop, code="M12", in_class=False)
    after = make_mission(workshop, code="M13", certified=False)
    soon, late, _none = (make_learner(workshop) for _ in range(3))
    for learner, mission, days in (
        (soon, inside, 60),
        (soon, outside, 40),
        (soon, after, 30),
        (late, inside, 60),
        (late, outside, 5),
    ):
        at = clock.now() - dt.timedelta(days=days)
        db.session.add(LearnerProgress(learner_id=learner.id, mission_id=mission.id, reached_at=at))
    db.session.flush()

    sums = figures.sums(figures.outcomes(workshop))

    wanted = ("joined", "finished", "first_sale", "first_sale_30", "everything", "open_90")
    assert [sums[key] for key in wanted] == [3, 2, 2, 1, 1, 0]


def test_groups_add_up_to_the_whole(context: Flask) -> None:
    workshop = make_workshop()
    for sex in ("female", "female", "male"):
        make_learner(workshop, sex=sex)

    groups = figures.grouped(figures.outcomes(workshop), lambda one: one.learner.sex)

    assert {name: counts["joined"] for name, counts in groups.items()} == {"female": 2, "male": 1}
