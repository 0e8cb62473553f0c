"""Meetings: made from the dates, in the order of their hours."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask

from storefront.domain.workshops import sessions
from storefront.domain.workshops.sessions import SessionData
from storefront.infra import events
from storefront.infra.clock import VN, to_vn
from storefront.infra.errors import Invalid
from storefront.models.workshop import Workshop
from tests.factories import make_workshop

MORNING = (dt.time(8), dt.time(11, 30))
AFTERNOON = (dt.time(13, 30), dt.time(17))


def two_days() -> Workshop:
    return make_workshop(starts_on=dt.date(2026, 11, 23), ends_on=dt.date(2026, 11, 24))


def at(day: int, hour: int) -> dt.datetime:
    return dt.datetime(2026, 11, day, hour, tzinfo=VN)


def test_each_day_gets_its_meetings_on_a_vietnamese_clock(context: Flask) -> None:
    workshop = two_days()

    sessions.make_from_dates(workshop, [MORNING, AFTERNOON], by=events.SYSTEM)

    made = sessions.sessions_of(workshop.id)
    assert [(one.number, to_vn(one.starts_at).strftime("%d %H:%M")) for one in made] == [
        (1, "23 08:00"),
        (2, "23 13:30"),
        (3, "24 08:00"),
        (4, "24 13:30"),
    ]


def test_a_day_that_has_a_meeting_keeps_it_alone(context: Flask) -> None:
    workshop = two_days()
    sessions.add_session(workshop, SessionData(at(24, 18), at(24, 20), "Buổi tối"), by=events.SYSTEM)

    count = sessions.make_from_dates(workshop, [MORNING], by=events.SYSTEM)

    assert count == 1
    assert [one.title for one in sessions.sessions_of(workshop.id)] == ["", "Buổi tối"]


def test_numbers_follow_the_hours_when_a_meeting_moves_or_goes(context: Flask) -> None:
    workshop = two_days()
    sessions.make_from_dates(workshop, [MORNING, AFTERNOON], by=events.SYSTEM)
    first, second, *_rest = sessions.sessions_of(workshop.id)

    sessions.edit_session(first, SessionData(at(25, 8), at(25, 11)), by=events.SYSTEM)
    sessions.delete_session(second, by=events.SYSTEM)

    assert (first.number, len(sessions.sessions_of(workshop.id))) == (3, 3)


def test_a_meeting_that_ends_before_it_begins_is_refused(context: Flask) -> None:
    with pytest.raises(Invalid):
        sessions.add_session(two_days(), SessionData(at(23, 12), at(23, 9)), by=events.SYSTEM)
