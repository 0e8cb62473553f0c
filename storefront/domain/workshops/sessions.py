"""The meetings of a class: made from its dates, changed, and taken away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext
from sqlalchemy import delete, func, select

from storefront.domain.workshops.schedule import WorkshopOver
from storefront.infra import events
from storefront.infra.clock import VN, to_vn
from storefront.infra.db import db, locked
from storefront.infra.errors import Conflict, Invalid, NotFound
from storefront.infra.text import clean
from storefront.models.workshop import Attendance, ClassSession, Workshop, WorkshopState

MOST = 60
LONGEST = dt.timedelta(hours=14)
Hours = tuple[dt.time, dt.time]


class NoSuchSession(NotFound):
    """The class has no such meeting."""

    code = "no_such_session"
    message = lazy_gettext("We did not find this meeting.")


class TooManySessions(Conflict):
    """More meetings than a class can have."""

    code = "too_many_sessions"
    message = lazy_gettext("A class has at most 60 meetings.")


@dataclass(frozen=True, slots=True)
class SessionData:
    """A meeting as typed; moments are aware."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    title: str = ""


def sessions_of(workshop_id: int) -> Sequence[ClassSession]:
    """The meetings in their order."""
    return db.session.scalars(
        select(ClassSession).where(ClassSession.workshop_id == workshop_id).order_by(ClassSession.number)
    ).all()


def session_of(workshop: Workshop, session_id: int) -> ClassSession:
    """One meeting of this class. Raises NoSuchSession."""
    found = db.session.get(ClassSession, session_id)
    if found is None or found.workshop_id != workshop.id:
        raise NoSuchSession
    return found


def attended(workshop_id: int) -> dict[int, int]:
    """How many learners were at each meeting."""
    rows = db.session.execute(
        select(Attendance.class_session_id, func.count(Attendance.id))
        .join(ClassSession, ClassSession.id == Attendance.class_session_id)
        .where(ClassSession.workshop_id == workshop_id, Attendance.present)
        .group_by(Attendance.class_session_id)
    )
    return dict(rows.all())


def make_from_dates(workshop: Workshop, hours: Sequence[Hours], *, by: events.Actor) -> int:
    """A meeting for each of these hours on each day of the class that has none yet; returns how many."""
    workshop = _open(workshop)
    wanted = [
        SessionData(
            dt.datetime.combine(day, start, VN).astimezone(dt.UTC),
            dt.datetime.combine(day, end, VN).astimezone(dt.UTC),
        )
        for day in _days(workshop)
        for start, end in hours
    ]
    held = sessions_of(workshop.id)
    days = {to_vn(each.starts_at).date() for each in held}
    new = [data for data in wanted if to_vn(data.starts_at).date() not in days]
    if len(held) + len(new) > MOST:
        raise TooManySessions
    for data in new:
        _check(data)
    for data in new:
        _add(workshop, data)
    _renumber(workshop)
    events.record_platform("workshop.sessions_made", workshop, by=by, count=len(new))
    return len(new)


def add_session(workshop: Workshop, data: SessionData, *, by: events.Actor) -> ClassSession:
    """One more meeting. Raises Invalid, TooManySessions."""
    workshop = _open(workshop)
    if len(sessions_of(workshop.id)) >= MOST:
        raise TooManySessions
    _check(data)
    made = _add(workshop, data)
    _renumber(workshop)
    events.record_platform("class_session.made", made, by=by)
    return made


def edit_session(session: ClassSession, data: SessionData, *, by: events.Actor) -> None:
    """Other hours or another title; who was there stays. Raises Invalid."""
    workshop = _open(db.session.get_one(Workshop, session.workshop_id))
    _check(data)
    session.starts_at, session.ends_at, session.title = data.starts_at, data.ends_at, clean(data.title)[:160]
    _renumber(workshop)
    events.record_platform("class_session.edited", session, by=by)


def delete_session(session: ClassSession, *, by: events.Actor) -> None:
    """Take a meeting away, with the list of who was there."""
    workshop = _open(db.session.get_one(Workshop, session.workshop_id))
    events.record_platform("class_session.deleted", session, by=by, number=session.number)
    db.session.execute(delete(Attendance).where(Attendance.class_session_id == session.id))
    db.session.delete(session)
    _renumber(workshop)


def _open(workshop: Workshop) -> Workshop:
    workshop = locked(workshop)
    if workshop.state is WorkshopState.ARCHIVED:
        raise WorkshopOver
    return workshop


def _days(workshop: Workshop) -> list[dt.date]:
    count = min((workshop.ends_on - workshop.starts_on).days + 1, MOST)
    return [workshop.starts_on + dt.timedelta(days=number) for number in range(count)]


def _check(data: SessionData) -> None:
    if not dt.timedelta(0) < data.ends_at - data.starts_at <= LONGEST:
        raise Invalid.field("ends_at", lazy_gettext("A meeting ends after it begins, on the same day."))


def _add(workshop: Workshop, data: SessionData) -> ClassSession:
    highest = db.session.scalar(
        select(func.max(ClassSession.number)).where(ClassSession.workshop_id == workshop.id)
    )
    made = ClassSession(
        workshop_id=workshop.id,
        number=(highest or 0) + 1,
        title=clean(data.title)[:160],
        starts_at=data.starts_at,
        ends_at=data.ends_at,
    )
    db.session.add(made)
    db.session.flush()
    return made


def _renumber(workshop: Workshop) -> None:
    """Numbers follow the hours; by way of negative ones, as two never have the same."""
    db.session.flush()
    in_order = db.session.scalars(
        select(ClassSession)
        .where(ClassSession.workshop_id == workshop.id)
        .order_by(ClassSession.starts_at, ClassSession.id)
    ).all()
    moved = [(number, one) for number, one in enumerate(in_order, start=1) if one.number != number]
    for sign in (-1, 1):
        for number, one in moved:
            one.number = sign * number
        db.session.flush()
