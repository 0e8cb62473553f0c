"""How far a learner is follows from the log: limits, pauses, skips, and who counts as a stranger."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from flask import Flask
from sqlalchemy import delete, event, func, select

from storefront.domain.workshops import steering
from storefront.domain.workshops.board import board_of
from storefront.domain.workshops.missions import (
    editing,
    log,
    progress,
    sentences,
    syllabus,
    vocabulary,
)
from storefront.domain.workshops.missions.checks import CHECKS
from storefront.domain.workshops.missions.queries import chapters_of, current
from storefront.domain.workshops.missions.rules import read
from storefront.domain.workshops.missions.strangers import bought_by_a_stranger
from storefront.domain.workshops.missions.tally import Happened
from storefront.domain.workshops.missions.trying import Trial, try_on
from storefront.infra import clock, events
from storefront.infra.db import db
from storefront.infra.queue import Job
from storefront.infra.tenancy import enter_shop
from storefront.jobs.worker import Worker
from storefront.models.shop import Shop
from storefront.models.workshop import Learner, LearnerProgress, Mission
from tests.factories import make_learner, make_mission, make_order, make_shop, make_workshop

OPENED = {"steps": [{"on": [{"topic": "shop.opened"}]}]}
PAUSED = {"steps": [{"on": [{"topic": "shop.paused"}]}]}
START = dt.datetime(2026, 11, 22, 2, tzinfo=dt.UTC)


@pytest.fixture
def learner(context: Flask) -> Learner:
    """A learner who joined at the start of a class with two missions, ten minutes for the first."""
    clock.freeze(START)
    learner = make_learner()
    make_mission(learner.workshop, rule=OPENED, minutes=10)
    make_mission(learner.workshop, rule=PAUSED, minutes=10)
    return learner


def tell(learner: Learner, topic: str, *, minute: int = 0, by: events.Actor = events.SYSTEM) -> None:
    """Something happens in the learner's shop, and the projection hears of it."""
    clock.freeze(START + dt.timedelta(minutes=minute))
    with enter_shop(learner.shop_id or 0):
        event_id = events.record(topic, db.session.get_one(Shop, learner.shop_id), by=by)
        progress.follow(learner, learner.shop_id, {event_id: topic})
    db.session.flush()


def rows(learner: Learner) -> list[LearnerProgress]:
    return list(
        db.session.scalars(
            select(LearnerProgress)
            .join(Mission, Mission.id == LearnerProgress.mission_id)
            .where(LearnerProgress.learner_id == learner.id)
            .order_by(Mission.position)
        )
    )


@pytest.mark.parametrize(("minute", "late"), [(10, False), (11, True)])
def test_who_needs_longer_than_the_limit_is_late_and_still_gets_there(
    learner: Learner, minute: int, late: bool
):
    tell(learner, "shop.opened", minute=minute)

    assert [row.late for row in rows(learner)] == [late, False]
    assert rows(learner)[0].reached_at == START + dt.timedelta(minutes=minute)


def test_a_mission_begins_when_the_one_before_it_ended(learner: Learner):
    tell(learner, "shop.opened", minute=4)

    assert [row.began_at for row in rows(learner)] == [START, START + dt.timedelta(minutes=4)]


def test_a_pause_of_the_class_takes_no_time(learner: Learner):
    clock.freeze(START + dt.timedelta(minutes=5))
    steering.pause(learner.workshop, by=events.SYSTEM)
    clock.freeze(START + dt.timedelta(minutes=25))
    steering.resume(learner.workshop, by=events.SYSTEM)

    tell(learner, "shop.opened", minute=29)

    assert not rows(learner)[0].late
    clock.freeze(START + dt.timedelta(minutes=35))
    task = chapters_of(learner)[1].tasks[0]
    assert task.minutes_left == 4


def test_time_given_and_a_mission_skipped_move_the_limits(learner: Learner):
    first, second = (row.lesson for row in db.session.scalars(select(Mission).order_by(Mission.position)))
    steering.give_time(first.missions[0], [learner], 5, by=events.SYSTEM)
    tell(learner, "shop.opened", minute=14)
    steering.skip(second.missions[0], [learner], by=events.SYSTEM)
    progress.refresh_limits(learner.workshop_id)

    chapters = chapters_of(learner)

    assert not rows(learner)[0].late
    assert [each.tasks[0].state for each in chapters] == ["done", "skipped"]
    assert current(chapters) is chapters[-1]
    [place] = board_of(learner.workshop).places
    assert [each.done for each in chapters] == [1, 0]
    assert (place.done, place.now) == (1, None)


def test_what_a_trainer_did_while_helping_is_not_the_learners_own_doing(learner: Learner):
    own = {"steps": [{"on": [{"topic": "shop.opened", "by": "user"}]}]}
    db.session.scalars(select(Mission).order_by(Mission.position)).all()[0].rule = own
    user = events.ActorKind.USER
    tell(learner, "shop.opened", by=events.Actor(user, learner.workshop.made_by, learner.user_id))
    helped = [row.reached_at for row in rows(learner)]

    tell(learner, "shop.opened", minute=3, by=events.Actor(user, learner.user_id))

    assert not any(helped)
    assert rows(learner)[0].reached_at == START + dt.timedelta(minutes=3)


def test_an_event_told_twice_or_after_the_end_changes_nothing(learner: Learner):
    tell(learner, "shop.opened", minute=1)
    before = rows(learner)[0].event_id

    tell(learner, "shop.opened", minute=2)

    assert rows(learner)[0].event_id == before


def test_a_mission_added_later_is_reached_by_what_happened_before(learner: Learner):
    tell(learner, "shop.opened")
    tell(learner, "shop.reopened")
    lesson = db.session.scalars(select(Mission)).first().lesson_id  # type: ignore[union-attr]
    data = editing.MissionData(lesson, {"vi": "Mở lại"}, {}, read(OPENED))

    trial = try_on(learner.workshop_id, data.rule)
    mission = editing.add_mission(learner.workshop, data, by=events.SYSTEM)
    progress.recount(learner, [mission.id])

    assert trial == Trial(1, (learner.nickname,), ())
    assert mission.code == "T01"
    assert [row.reached_at for row in rows(learner) if row.mission_id == mission.id] == [START]


def test_a_trial_asks_the_shop_itself_and_writes_nothing(learner: Learner, monkeypatch: pytest.MonkeyPatch):
    checked = {"steps": [{"on": [{"topic": "shop.opened"}], "check": "unit_code_valid"}]}
    tell(learner, "shop.opened")
    before = db.session.scalar(select(func.count(Job.id)))
    places = []

    def is_there(_learner: Learner, event: Happened) -> bool:
        places.append(event.topic)
        return True

    monkeypatch.setitem(CHECKS, "unit_code_valid", is_there)
    trial = try_on(learner.workshop_id, read(checked))
    outside = try_on(learner.workshop_id, read(checked), in_class=False)

    assert (trial.reached, outside.reached, places) == ((learner.nickname,), (), ["shop.opened"])
    assert db.session.scalar(select(func.count(Job.id))) == before


def test_what_is_proved_by_an_event_that_is_gone_stays(learner: Learner):
    tell(learner, "shop.opened", minute=3)
    with enter_shop(learner.shop_id or 0):
        db.session.execute(delete(events.Event))

    progress.recount(learner)

    assert rows(learner)[0].reached_at == START + dt.timedelta(minutes=3)


def test_what_was_reached_far_away_stays_as_it_was_judged_there(learner: Learner):
    tell(learner, "shop.opened", minute=3)
    first, second = rows(learner)
    first.event_id, first.reached_at, first.late = log.FAR_AWAY, START + dt.timedelta(minutes=40), False
    before = first.reached_at, first.began_at

    progress.recount(learner)
    tell(learner, "shop.opened", minute=50)

    assert (first.event_id, first.late, first.reached_at, first.began_at) == (log.FAR_AWAY, False, *before)
    assert second.began_at == first.reached_at
    with pytest.raises(syllabus.ProofsAreElsewhere):
        syllabus.reset(learner.workshop, by=events.SYSTEM)


def test_an_earlier_event_that_comes_late_with_others_is_the_proof(learner: Learner):
    with enter_shop(learner.shop_id or 0):
        shop = db.session.get_one(Shop, learner.shop_id)
        first, second, third = (events.record("shop.opened", shop, by=events.SYSTEM) for _time in "123")
    progress.follow(learner, learner.shop_id, {second: "shop.opened"})
    row = rows(learner)[0]
    row.event_id = second

    progress.follow(learner, learner.shop_id, {first: "shop.opened", third: "shop.opened"})

    assert row.event_id == first


def test_a_mission_of_a_newer_release_stops_no_other(learner: Learner):
    make_mission(learner.workshop, rule={"steps": [{"on": [{"topic": "shop.flown"}]}]})

    tell(learner, "shop.opened")

    assert [row.reached_at for row in rows(learner)] == [START, None, None]
    assert len(chapters_of(learner)) == 3


def test_an_event_of_a_done_mission_and_the_panel_cost_little(learner: Learner):
    tell(learner, "shop.opened")
    seen: list[str] = []
    connection, _class = db.session.connection(), learner.workshop

    def note(_connection: object, _cursor: object, sql: str, *_rest: object) -> None:
        seen.append(sql)

    event.listen(connection, "before_cursor_execute", note)
    progress.follow(learner, learner.shop_id, {rows(learner)[0].event_id or 0: "shop.opened"})
    followed = len(seen) - 1
    chapters_of(learner)
    event.remove(connection, "before_cursor_execute", note)

    assert (followed, len(seen) - 1 - followed) == (2, 4)


def test_a_later_feature_adds_a_mission_by_data_alone(learner: Learner, monkeypatch: pytest.MonkeyPatch):
    weighed = vocabulary.Topic("shop.weighed", {"vi": "hàng được cân"}, None, {}, False)
    monkeypatch.setitem(vocabulary.topics(), weighed.key, weighed)
    mission = make_mission(learner.workshop, rule={"steps": [{"on": [{"topic": weighed.key}], "count": 2}]})

    tell(learner, weighed.key)
    before = rows(learner)[-1].reached_at
    tell(learner, weighed.key, minute=5)

    row = rows(learner)[-1]
    assert (row.mission_id, before, row.reached_at) == (mission.id, None, START + dt.timedelta(minutes=5))
    assert sentences.sentence(read(mission.rule)) == "Khi hàng được cân (2 lần)."


@pytest.mark.parametrize("told", [*itertools.permutations(("bank_line.matched", "payment.succeeded"))])
def test_money_that_came_and_was_matched_counts_in_any_order(learner: Learner, told: tuple[str, ...]):
    built_in = {each["code"]: each for lesson in syllabus.built_in() for each in lesson["missions"]}
    make_mission(learner.workshop, rule=built_in["M06"]["rule"])

    with enter_shop(learner.shop_id or 0):
        shop = db.session.get_one(Shop, learner.shop_id)
        ids = [(events.record(topic, shop, by=events.JOB, gateway="bank_transfer"), topic) for topic in told]
    for event_id, topic in reversed(ids):
        progress.follow(learner, learner.shop_id, {event_id: topic})
    db.session.flush()

    assert rows(learner)[-1].event_id == ids[-1][0]


def test_a_changed_rule_has_everybody_counted_anew(learner: Learner):
    tell(learner, "shop.paused")
    mission = db.session.scalars(select(Mission).order_by(Mission.position)).first()
    assert mission is not None
    data = editing.MissionData(mission.lesson_id, {"vi": "Tạm nghỉ"}, {}, read(PAUSED), minutes=5)

    editing.edit_mission(mission, data, revision=1, by=events.SYSTEM)

    waiting = db.session.scalars(select(Job).where(Job.kind == progress.RECOUNT)).all()
    assert [job.payload for job in waiting] == [{"learner": str(learner.id), "missions": [str(mission.id)]}]
    with pytest.raises(editing.SyllabusChanged):
        editing.edit_mission(mission, data, revision=1, by=events.SYSTEM)


def test_moving_a_mission_past_its_lesson_puts_it_into_the_next(learner: Learner):
    first, second = db.session.scalars(select(Mission).order_by(Mission.position)).all()

    editing.move_mission(first, 1, by=events.SYSTEM)

    assert first.lesson_id == second.lesson_id
    assert (first.position, second.position) == (1, 2)
    editing.move_mission(first, 1, by=events.SYSTEM)
    assert (first.position, second.position) == (2, 1)


def test_a_lesson_with_missions_stays(learner: Learner):
    mission = db.session.scalars(select(Mission)).first()
    assert mission is not None

    with pytest.raises(editing.LessonHasMissions):
        editing.remove_lesson(mission.lesson, by=events.SYSTEM)
    editing.remove_mission(mission, by=events.SYSTEM)
    db.session.expire_all()
    editing.remove_lesson(db.session.get_one(type(mission.lesson), mission.lesson_id), by=events.SYSTEM)


@pytest.mark.parametrize(
    ("answers", "stranger"),
    [
        ({"phone": "0903 111 222"}, True),
        ({"phone": "0912 345 678"}, False),
        ({"phone": "0905 555 555"}, False),
    ],
)
def test_nobody_of_the_class_is_a_stranger(context: Flask, answers: dict[str, str], stranger: bool):
    workshop = make_workshop()
    learner = make_learner(workshop)
    make_learner(workshop, practice_phone="+84905555555")
    shop = make_shop()
    with enter_shop(shop.id):
        order = make_order(**answers)

        assert bought_by_a_stranger(order, learner) is stranger


def test_a_real_shops_events_bring_no_job_of_missions(context: Flask, app: Flask):
    learner, real = make_learner(), make_shop()
    for shop_id in (learner.shop_id or 0, real.id):
        with enter_shop(shop_id):
            events.record("shop.opened", db.session.get_one(Shop, shop_id), by=events.SYSTEM)
    db.session.flush()

    Worker(app).run_once()

    found = db.session.scalars(select(Job.shop_id).where(Job.kind == progress.PROGRESS))
    assert list(found) == [learner.shop_id]
