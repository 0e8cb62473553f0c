"""The built-in syllabus, read from syllabus/*.json, and how a class gets its own copy of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import delete, exists, select

from storefront.domain.workshops.board import touch
from storefront.domain.workshops.missions import progress
from storefront.domain.workshops.missions.log import FAR_AWAY
from storefront.infra import events
from storefront.infra.db import db, locked
from storefront.infra.errors import Conflict
from storefront.models.workshop import LearnerProgress, Lesson, Mission, Track, Workshop

Data = Mapping[str, Any]


class ProofsAreElsewhere(Conflict):
    """What learners did could not be found again: its log is on a laptop or was deleted."""

    code = "proofs_are_elsewhere"
    message = lazy_gettext(
        "What the learners did in this class is no longer kept here, so its missions can't be counted anew."
    )


@cache
def built_in() -> tuple[Data, ...]:
    """Every lesson with its missions, in order; a body is one HTML text by language.

    One with `tracks` is for classes of these tracks alone.
    """
    folder = files("storefront").joinpath("domain", "workshops", "syllabus")
    texts = sorted((file.name, file.read_text(encoding="utf-8")) for file in folder.iterdir())
    return tuple(json.loads(text) for name, text in texts if name.endswith(".json"))


def lessons_for(track: Track) -> list[Data]:
    """The built-in lessons of a class for these people: owners and clerks sell afterwards, officials help."""
    return [data for data in built_in() if track.value in data.get("tracks", (track.value,))]


def copy_into(workshop: Workshop) -> None:
    """Give a new class the built-in lessons and missions of its track, its trainers' own from then on."""
    position = 0
    for number, data in enumerate(lessons_for(workshop.track), 1):
        body = {locale: "\n".join(lines) for locale, lines in data["body"].items()}
        lesson = Lesson(workshop_id=workshop.id, position=number, title=data["title"], body=body)
        db.session.add(lesson)
        db.session.flush()
        for each in data["missions"]:
            position += 1
            db.session.add(Mission(workshop_id=workshop.id, lesson_id=lesson.id, position=position, **each))
    db.session.flush()


def copy_from(other: Workshop, workshop: Workshop) -> None:
    """Give a new class the lessons and missions of another one, as its trainers left them."""
    lessons = select(Lesson).where(Lesson.workshop_id == other.id).order_by(Lesson.position, Lesson.id)
    for lesson in db.session.scalars(lessons).all():
        copy = Lesson(workshop_id=workshop.id, position=lesson.position, title=lesson.title, body=lesson.body)
        db.session.add(copy)
        db.session.flush()
        for mission in lesson.missions:
            same = {name: getattr(mission, name) for name in _MISSION}
            db.session.add(Mission(workshop_id=workshop.id, lesson_id=copy.id, **same))
    db.session.flush()


def reset(workshop: Workshop, *, by: events.Actor) -> None:
    """Throw the class's syllabus away for the built-in one; jobs find out again how far everybody is.

    Raises ProofsAreElsewhere.
    """
    progress.hold_learners(workshop.id)
    workshop = locked(workshop)
    missions = select(Mission.id).where(Mission.workshop_id == workshop.id)
    far = exists().where(LearnerProgress.mission_id.in_(missions), LearnerProgress.event_id == FAR_AWAY)
    if workshop.practice_deleted_at or db.session.scalar(select(far)):
        raise ProofsAreElsewhere
    db.session.execute(delete(LearnerProgress).where(LearnerProgress.mission_id.in_(missions)))
    db.session.execute(delete(Mission).where(Mission.workshop_id == workshop.id))
    db.session.execute(delete(Lesson).where(Lesson.workshop_id == workshop.id))
    db.session.expire_all()
    copy_into(workshop)
    events.record_platform("workshop.syllabus_reset", workshop, by=by)
    progress.ask_for_recount(workshop.id)
    touch(workshop.id)


_MISSION = (
    *("position", "code", "title", "hint", "rule", "minutes", "required"),
    *("in_class", "certified"),
)
