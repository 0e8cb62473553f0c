"""Attendance: by what learners did in the hours of the meeting; a trainer's word stands."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask

from storefront.domain.accounts import devices
from storefront.domain.workshops import attendance
from storefront.domain.workshops.schedule import WorkshopOver
from storefront.infra import clock, events
from storefront.infra.db import db
from storefront.infra.pdf import draw
from storefront.models.workshop import ClassSession, LearnerPresence, Workshop, WorkshopState
from tests.factories import make_learner, make_workshop
from tests.pdf_text import text_of

TRAINER = events.Actor(events.ActorKind.USER, 7)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def workshop(context: Flask) -> Workshop:
    return make_workshop()


@pytest.fixture
def session(workshop: Workshop) -> ClassSession:
    """A meeting that is on."""
    now = clock.now()
    made = ClassSession(workshop_id=workshop.id, number=1, starts_at=now - HOUR, ends_at=now + HOUR)
    db.session.add(made)
    db.session.flush()
    return made


def noted(session: ClassSession) -> dict[int, tuple[bool, bool]]:
    return {one.learner.id: (one.present, one.by_itself) for one in attendance.seats(session)}


def test_who_signs_in_or_sends_a_form_in_the_hours_was_there(
    workshop: Workshop, session: ClassSession
) -> None:
    signed_in, sending, looking, early = (make_learner(workshop) for _ in range(4))
    devices.open_device(signed_in.user, agent="", address="")
    for learner, method, at in (
        (sending, "POST", clock.now()),
        (looking, "GET", clock.now()),
        (early, "POST", clock.now() - 3 * HOUR),
    ):
        db.session.add(LearnerPresence(learner_id=learner.id, at=at, endpoint="x", method=method, status=200))

    attendance.note_who_acts()

    there = {learner for learner, (present, _itself) in noted(session).items() if present}
    assert there == {signed_in.id, sending.id}


def test_noting_twice_adds_nothing(workshop: Workshop, session: ClassSession) -> None:
    devices.open_device(make_learner(workshop).user, agent="", address="")

    counts = [attendance.note_who_acts() for _ in range(2)]

    assert counts == [1, 0]


def test_the_trainers_word_that_somebody_was_away_stands(workshop: Workshop, session: ClassSession) -> None:
    learner = make_learner(workshop)
    devices.open_device(learner.user, agent="", address="")
    attendance.note_who_acts()

    attendance.note(session, set(), shown={learner.id}, by=TRAINER)
    attendance.note_who_acts()

    assert noted(session) == {learner.id: (False, False)}


def test_a_tick_counts_as_the_trainers_and_changes_only_what_differs(
    workshop: Workshop, session: ClassSession
) -> None:
    here, away = make_learner(workshop), make_learner(workshop)

    counts = [attendance.note(session, {here.id}, shown=(), by=TRAINER) for _ in range(2)]

    assert counts == [1, 0]
    assert noted(session) == {here.id: (True, False), away.id: (False, False)}


def test_who_came_while_the_trainer_ticked_the_list_stays_noted(
    workshop: Workshop, session: ClassSession
) -> None:
    came_meanwhile, ticked = make_learner(workshop), make_learner(workshop)
    devices.open_device(came_meanwhile.user, agent="", address="")
    attendance.note_who_acts()

    attendance.note(session, {ticked.id}, shown=(), by=TRAINER)

    assert noted(session) == {came_meanwhile.id: (True, True), ticked.id: (True, False)}


def test_the_list_of_an_archived_class_stays(workshop: Workshop, session: ClassSession) -> None:
    learner = make_learner(workshop)
    workshop.state = WorkshopState.ARCHIVED
    db.session.flush()

    with pytest.raises(WorkshopOver):
        attendance.note(session, {learner.id}, shown=(), by=TRAINER)


def test_the_sheet_lists_everybody_to_sign(workshop: Workshop, session: ClassSession) -> None:
    names = [make_learner(workshop).nickname for _ in range(2)]

    text = " ".join(text_of(draw(attendance.sheet(workshop, session))).split())

    assert [name in text for name in names] == [True, True]
