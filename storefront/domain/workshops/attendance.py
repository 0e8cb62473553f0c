"""Who was at a meeting: by what they did in its hours, and by the trainer, whose word is the last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import Select, and_, exists, or_, select

from storefront.domain.workshops.schedule import WorkshopOver
from storefront.infra import clock, events
from storefront.infra.dates import format_date, format_time
from storefront.infra.db import begin_write, db, lock
from storefront.infra.i18n import current_locale
from storefront.infra.pdf import Document, Facts, Table
from storefront.models.user import SignIn
from storefront.models.workshop import (
    Attendance,
    ClassSession,
    Learner,
    LearnerPresence,
    LearnerState,
    Workshop,
    WorkshopState,
)

EARLY = dt.timedelta(minutes=15)
"""Who comes so much before the beginning is there."""
LOOK_BACK = dt.timedelta(hours=2)
"""A meeting is still looked at for so long after its end, should the server have slept."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A learner, and what is noted of them for one meeting: nothing, by themselves, or by a trainer."""

    learner: Learner
    row: Attendance | None

    @property
    def present(self) -> bool:
        """Whether they count as having been there."""
        return bool(self.row and self.row.present)

    @property
    def by_itself(self) -> bool:
        """Whether it was seen from what they did."""
        return bool(self.row and self.row.present and self.row.noted_by is None)


def seats(session: ClassSession) -> list[Seat]:
    """Everybody with a place in the class, by nickname."""
    here = and_(Attendance.learner_id == Learner.id, Attendance.class_session_id == session.id)
    rows = db.session.execute(
        select(Learner, Attendance)
        .outerjoin(Attendance, here)
        .where(Learner.workshop_id == session.workshop_id, Learner.state == LearnerState.JOINED)
        .order_by(Learner.nickname_folded)
    )
    return [Seat(learner, row) for learner, row in rows]


def note(session: ClassSession, present: Collection[int], *, shown: Collection[int], by: events.Actor) -> int:
    """Keep what the trainer changed in the list of learner ids that was shown as present.

    Who was noted by themselves meanwhile stays. Returns how many changed. Raises WorkshopOver.
    """
    session = lock(ClassSession, session.id)
    if db.session.get_one(Workshop, session.workshop_id).state is WorkshopState.ARCHIVED:
        raise WorkshopOver
    touched = {*present} ^ {*shown}
    changed = [
        seat
        for seat in seats(session)
        if seat.learner.id in touched and seat.present != (seat.learner.id in present)
    ]
    for seat in changed:
        row = seat.row or Attendance(class_session_id=session.id, learner_id=seat.learner.id)
        row.present, row.noted_by = seat.learner.id in present, by.id
        db.session.add(row)
    if changed:
        events.record_platform("class_session.attendance_noted", session, by=by, changed=len(changed))
    return len(changed)


def note_who_acts() -> int:
    """Note everybody who acted in a meeting that is on or has just ended; returns how many were new."""
    now = clock.now()
    running = db.session.scalars(
        select(ClassSession)
        .join(Workshop, Workshop.id == ClassSession.workshop_id)
        .where(
            ClassSession.starts_at <= now + EARLY,
            ClassSession.ends_at >= now - LOOK_BACK,
            Workshop.state == WorkshopState.OPEN,
        )
    ).all()
    return sum(_note(session) for session in running)


def _note(session: ClassSession) -> int:
    if not db.session.scalar(select(exists(_acting(session)))):
        return 0
    begin_write()
    found = db.session.scalars(_acting(session)).all()
    db.session.add_all(Attendance(class_session_id=session.id, learner_id=learner) for learner in found)
    db.session.flush()
    return len(found)


def _acting(session: ClassSession) -> Select[int]:
    """Learners who signed in or sent a form in the time of the meeting, and of whom nothing is noted."""
    begin, end = session.starts_at - EARLY, session.ends_at
    noted = exists().where(Attendance.class_session_id == session.id, Attendance.learner_id == Learner.id)
    signed_in = exists().where(
        SignIn.user_id == Learner.user_id,
        or_(SignIn.last_seen_at.between(begin, end), SignIn.created_at.between(begin, end)),
    )
    sent = exists().where(
        LearnerPresence.learner_id == Learner.id,
        LearnerPresence.method == "POST",
        LearnerPresence.at.between(begin, end),
    )
    return select(Learner.id).where(
        Learner.workshop_id == session.workshop_id,
        Learner.state == LearnerState.JOINED,
        ~noted,
        or_(signed_in, sent),
    )


def sheet(workshop: Workshop, session: ClassSession) -> Document:
    """The list to sign on paper."""
    locale = current_locale()
    when = f"{format_date(session.starts_at, locale)}, {format_time(session.starts_at, locale)}"
    rows: Sequence[tuple[str, ...]] = [
        (
            str(number),
            seat.learner.nickname,
            seat.learner.paper_name or "",
            _("present") if seat.present else "",
            "",
        )
        for number, seat in enumerate(seats(session), start=1)
    ]
    columns = (_("No."), _("Nickname"), _("Full name"), _("Noted"), _("Signature"))
    facts = [
        (_("Meeting"), f"{session.number}. {session.title}".rstrip(". ")),
        (_("Time"), f"{when}–{format_time(session.ends_at, locale)}"),
        (_("Where"), workshop.room or _("online")),
    ]
    return Document(
        title=_("Attendance"),
        subtitle=workshop.title,
        blocks=[Facts("", facts), Table(columns, rows, widths=(0.07, 0.25, 0.31, 0.13, 0.24), padding=9)],
        footer=workshop.title,
        locale=locale,
    )
