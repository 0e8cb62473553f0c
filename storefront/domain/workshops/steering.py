"""What a trainer does to a running class: pause it, speak to it, skip a mission, give time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext
from sqlalchemy import func, select, update

from storefront.domain.workshops.board import touch
from storefront.domain.workshops.missions.progress import hold_learners
from storefront.infra import clock, events
from storefront.infra.db import db, locked
from storefront.infra.errors import Invalid
from storefront.models.workshop import (
    ClassMessage,
    Learner,
    LearnerProgress,
    LearnerState,
    Mission,
    Workshop,
)

WORDS = 500
MOST_MINUTES = 240


@dataclass(frozen=True)
class Said:
    """What a trainer said at one moment: to so many, read by so many."""

    body: str
    at: dt.datetime
    told: int
    read: int


def pause(workshop: Workshop, *, by: events.Actor) -> None:
    """Learners' desks take no forms until the class goes on; nothing that was typed is lost."""
    held = locked(workshop)
    if held.paused_at is None:
        held.paused_at = clock.now()
        events.record_platform("workshop.paused", held, by=by)
        touch(held.id)


def resume(workshop: Workshop, *, by: events.Actor) -> None:
    """The class goes on."""
    held = locked(workshop)
    if held.paused_at is None:
        return
    paused = clock.now() - held.paused_at
    held.paused_at = None
    events.record_platform("workshop.resumed", held, by=by, seconds=int(paused.total_seconds()))
    touch(held.id)


def say(workshop: Workshop, body: str, learners: Collection[Learner], *, by: events.Actor) -> None:
    """Show words on the pages of these learners until each has read them. Raises Invalid."""
    if not body:
        raise Invalid.field("body", lazy_gettext("Write what the learners should read."))
    at = clock.now()
    db.session.add_all(
        ClassMessage(
            workshop_id=workshop.id,
            learner_id=learner.id,
            said_by=by.id or workshop.made_by,
            body=body[:WORDS],
            created_at=at,
        )
        for learner in learners
    )
    touch(workshop.id)


def said_in(workshop: Workshop, limit: int = 5) -> list[Said]:
    """The last things said in the class, the newest first, with how many have read them."""
    one = ClassMessage
    rows = db.session.execute(
        select(one.body, one.created_at, func.count(one.id), func.count(one.read_at))
        .where(one.workshop_id == workshop.id)
        .group_by(one.body, one.created_at)
        .order_by(one.created_at.desc())
        .limit(limit)
    )
    return [Said(*row) for row in rows]


def unread(learner: Learner) -> Sequence[ClassMessage]:
    """What the learner has not read yet, the oldest first."""
    return db.session.scalars(
        select(ClassMessage)
        .where(ClassMessage.learner_id == learner.id, ClassMessage.read_at.is_(None))
        .order_by(ClassMessage.id)
    ).all()


def mark_read(learner: Learner, message_id: int) -> None:
    """The learner has read it; somebody else's message is none of theirs."""
    read = db.session.execute(
        update(ClassMessage)
        .where(
            ClassMessage.id == message_id,
            ClassMessage.learner_id == learner.id,
            ClassMessage.read_at.is_(None),
        )
        .values(read_at=clock.now())
    )
    if read.rowcount:  # type: ignore[attr-defined]
        touch(learner.workshop_id)


def skip(mission: Mission, learners: Collection[Learner], *, by: events.Actor) -> None:
    """Let these learners go on without the mission; who reached it already keeps it."""
    now = clock.now()
    for row in _rows(mission, learners):
        if row.reached_at is None and row.skipped_at is None:
            row.skipped_at, row.skipped_by = now, by.id
    _tell("mission.skipped", mission, learners, by)


def take_back(mission: Mission, learners: Collection[Learner], *, by: events.Actor) -> None:
    """These learners are to do the mission after all, as if it had never been skipped."""
    for row in _rows(mission, learners):
        row.skipped_at = row.skipped_by = None
    _tell("mission.skip_taken_back", mission, learners, by)


def give_time(mission: Mission, learners: Collection[Learner], minutes: int, *, by: events.Actor) -> None:
    """Lengthen the mission's time limit for these learners. Raises Invalid."""
    if not 1 <= minutes <= MOST_MINUTES:
        raise Invalid.field("minutes", lazy_gettext("Give between 1 and 240 minutes."))
    for row in _rows(mission, learners):
        row.extra_minutes += minutes
    _tell("mission.time_given", mission, learners, by, minutes=minutes)


def learners_of(workshop: Workshop) -> Sequence[Learner]:
    """Everybody with a place in the class, by nickname."""
    return db.session.scalars(
        select(Learner)
        .where(Learner.workshop_id == workshop.id, Learner.state == LearnerState.JOINED)
        .order_by(Learner.nickname_folded)
    ).all()


def _rows(mission: Mission, learners: Collection[Learner]) -> list[LearnerProgress]:
    """The learners' rows for this mission; those that are missing are made."""
    hold_learners(mission.workshop_id)
    ids = [learner.id for learner in learners]
    found = db.session.scalars(
        select(LearnerProgress)
        .where(LearnerProgress.mission_id == mission.id, LearnerProgress.learner_id.in_(ids))
        .execution_options(populate_existing=True)
    ).all()
    missing = set(ids) - {row.learner_id for row in found}
    made = [_new_row(learner_id, mission.id) for learner_id in sorted(missing)]
    db.session.add_all(made)
    return [*found, *made]


def _new_row(learner_id: int, mission_id: int) -> LearnerProgress:
    return LearnerProgress(learner_id=learner_id, mission_id=mission_id, extra_minutes=0)


def _tell(
    topic: str, mission: Mission, learners: Collection[Learner], by: events.Actor, **facts: int
) -> None:
    """The event has a job find out what is late now, and what began when."""
    events.record_platform(topic, mission, by=by, learners=len(learners), **facts)
    touch(mission.workshop_id)
