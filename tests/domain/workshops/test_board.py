from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from flask import Flask

from storefront.domain.accounts import devices
from storefront.domain.workshops import presence, steering
from storefront.domain.workshops.board import board_of, version_for
from storefront.domain.workshops.hands import lower_hand, raise_hand
from storefront.domain.workshops.stuck import Kind
from storefront.infra import clock, events
from storefront.infra.db import db
from storefront.infra.trail import Step, Walker
from storefront.models.programme import Trainer
from storefront.models.workshop import Learner, LearnerProgress, Workshop
from tests.factories import make_learner, make_mission, make_trainer, make_workshop
from tests.sqlcount import counted_sql


def seen(learner: Learner, minutes: int = 0, *, status: int = 200) -> None:
    """The learner sent a form so many minutes ago."""
    at = clock.now() - dt.timedelta(minutes=minutes)
    presence.write([Step(Walker(learner.id), at, "admin.products.editor.create", "POST", status)])


def names(workshop: Workshop, only: str = "all") -> list[str]:
    return [place.nickname for place in board_of(workshop).shown(only)]


def test_who_needs_somebody_comes_first_and_the_filters_show_them_alone(context: Flask) -> None:
    workshop = make_workshop()
    well, idle, hand, broken = (make_learner(workshop, nickname=name) for name in ("Anh", "Ba", "Chi", "Du"))
    make_mission(workshop)
    seen(well)
    seen(idle, 20)
    seen(broken, 1, status=500)
    raise_hand(hand, "Em không thấy nút", by=events.SYSTEM)

    assert set(names(workshop)[:2]) == {"Chi", "Du"}
    assert names(workshop)[2:] == ["Ba", "Anh"]
    assert set(names(workshop, "stuck")) == {"Ba", "Chi", "Du"}
    assert names(workshop, "hand") == ["Chi"]


def test_the_board_shows_progress_and_the_mission_at_hand(context: Flask) -> None:
    workshop = make_workshop()
    first, second = make_mission(workshop, minutes=5), make_mission(workshop, minutes=5)
    reached = clock.now() - dt.timedelta(minutes=12)
    learner = make_learner(workshop, joined_at=reached)
    db.session.add(LearnerProgress(learner_id=learner.id, mission_id=first.id, reached_at=reached, late=True))
    db.session.flush()
    seen(learner)

    [place] = board_of(workshop).places

    assert (place.done, place.now and place.now.id, place.mark(place.tasks[0]).word) == (1, second.id, "late")
    assert [reason.kind for reason in place.reasons] == [Kind.OVER_TIME]


def test_a_pause_takes_nothing_of_a_missions_time(context: Flask) -> None:
    now = clock.now()
    workshop = make_workshop()
    make_mission(workshop, minutes=5)
    learner = make_learner(workshop)
    steering.pause(workshop, by=events.SYSTEM)
    clock.travel(now + dt.timedelta(minutes=7))
    steering.resume(workshop, by=events.SYSTEM)
    seen(learner)

    assert names(workshop, "stuck") == []


def test_the_number_of_statements_does_not_grow_with_the_learners(context: Flask) -> None:
    workshop = make_workshop()
    for _ in range(3):
        make_mission(workshop)
    seen(make_learner(workshop))
    with counted_sql() as few:
        board_of(workshop)
    for _ in range(6):
        seen(make_learner(workshop), status=422)
    with counted_sql() as many:
        board = board_of(workshop)

    assert len(board.places) == 7
    assert len(few) == len(many) <= 6


def test_one_statement_tells_a_trainers_device_the_version_and_nobody_else(context: Flask) -> None:
    trainer, stranger = make_trainer(), make_trainer()
    workshop = make_workshop(trainer=trainer)
    mine, theirs = (devices.open_device(one, agent="", address="") for one in (trainer, stranger))

    with counted_sql() as statements:
        version = version_for(mine, workshop.id)

    assert len(statements) == 1
    assert version == workshop.board_version
    assert version_for(theirs, workshop.id) is None
    assert version_for("", workshop.id) is None
    db.session.query(Trainer).filter_by(user_id=trainer.id).update({"ended_at": clock.now()})
    assert version_for(mine, workshop.id) is None


def test_a_hand_keeps_its_first_moment_and_raising_and_lowering_change_the_board(context: Flask) -> None:
    learner = make_learner()
    workshop = learner.workshop
    versions = [workshop.board_version]
    raise_hand(learner, "Giúp em", by=events.SYSTEM)
    first = learner.hand_at
    raise_hand(learner, "Giúp em với", by=events.SYSTEM)
    assert (learner.hand_at, learner.hand_words) == (first, "Giúp em với")
    db.session.refresh(workshop)
    versions.append(workshop.board_version)

    lower_hand(learner, by=events.SYSTEM)
    lower_hand(learner, by=events.SYSTEM)

    db.session.refresh(workshop)
    versions.append(workshop.board_version)
    assert (learner.hand_at, learner.hand_words) == (None, "")
    assert [new - old for old, new in pairwise(versions)] == [2, 1]


@pytest.mark.parametrize("minutes", [0, 241])
def test_time_is_given_within_reason(context: Flask, minutes: int) -> None:
    workshop = make_workshop()

    with pytest.raises(steering.Invalid):
        steering.give_time(make_mission(workshop), [make_learner(workshop)], minutes, by=events.SYSTEM)


def test_skipping_and_giving_time_touch_only_those_who_are_meant(context: Flask) -> None:
    workshop = make_workshop()
    mission = make_mission(workshop, minutes=5)
    done, open_, other = (make_learner(workshop) for _ in range(3))
    db.session.add(LearnerProgress(learner_id=done.id, mission_id=mission.id, reached_at=clock.now()))
    db.session.flush()

    steering.skip(mission, [done, open_], by=events.Actor(events.ActorKind.USER, 7))
    steering.give_time(mission, [open_], 5, by=events.SYSTEM)
    steering.give_time(mission, [open_], 10, by=events.SYSTEM)

    marks = {place.learner_id: place.mark(place.tasks[0]) for place in board_of(workshop).places}
    assert {key: mark.word for key, mark in marks.items()} == {
        done.id: "done",
        open_.id: "skipped",
        other.id: "open",
    }
    assert marks[open_.id].extra_minutes == 15
    steering.take_back(mission, [done, open_], by=events.SYSTEM)
    words = {place.learner_id: place.mark(place.tasks[0]).word for place in board_of(workshop).places}
    assert (words[done.id], words[open_.id]) == ("done", "open")


def test_each_reads_for_themselves_what_was_said_to_all(context: Flask) -> None:
    workshop = make_workshop()
    ba, tu = make_learner(workshop), make_learner(workshop)
    steering.say(workshop, "Nghỉ 10 phút", [ba, tu], by=events.SYSTEM)
    [message] = steering.unread(ba)

    steering.mark_read(tu, message.id)
    steering.mark_read(ba, message.id)

    assert (steering.unread(ba), len(steering.unread(tu))) == ([], 1)
    assert [(said.body, said.told, said.read) for said in steering.said_in(workshop)] == [
        ("Nghỉ 10 phút", 2, 1)
    ]
