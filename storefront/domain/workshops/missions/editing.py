"""A trainer's hand on the syllabus of a class: lessons and missions changed, moved, added and removed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from flask_babel import lazy_gettext
from sqlalchemy import delete

from storefront.domain.workshops.board import touch
from storefront.domain.workshops.missions import progress
from storefront.domain.workshops.missions.queries import lessons_of, missions_of
from storefront.domain.workshops.missions.rules import Rule, to_data
from storefront.infra import events
from storefront.infra.db import db, locked
from storefront.infra.errors import Conflict, Invalid
from storefront.infra.html import clean_html
from storefront.infra.text import clean
from storefront.models.workshop import LearnerProgress, Lesson, Mission, Workshop

MOST_LESSONS, MOST_MISSIONS, LONGEST_LIMIT = 40, 80, 10_080
Row = TypeVar("Row", Lesson, Mission)


class SyllabusChanged(Conflict):
    """Somebody saved it after this form was opened."""

    code = "syllabus_changed"
    message = lazy_gettext(
        "This was saved on another device in the meantime. What you typed is kept below: compare, and save"
        " again."
    )


class LessonHasMissions(Conflict):
    """A lesson goes only when its missions are gone."""

    code = "lesson_has_missions"
    message = lazy_gettext("Move or remove the missions of this lesson first.")


@dataclass(frozen=True, slots=True)
class LessonData:
    """A lesson's form: words by language, bodies as HTML."""

    title: Mapping[str, str]
    body: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class MissionData:
    """A mission's form; `minutes` is the time limit, None for none."""

    lesson_id: int
    title: Mapping[str, str]
    hint: Mapping[str, str]
    rule: Rule
    minutes: int | None = None
    required: bool = False
    certified: bool = False
    in_class: bool = True


def add_lesson(workshop: Workshop, data: LessonData, *, by: events.Actor) -> Lesson:
    """A new lesson behind the others. Raises Invalid."""
    workshop = locked(workshop)
    standing = lessons_of(workshop.id)
    if len(standing) >= MOST_LESSONS:
        raise Invalid.field("title", lazy_gettext("A class has at most %(most)s lessons.", most=MOST_LESSONS))
    title, body = _lesson_words(data)
    lesson = Lesson(workshop_id=workshop.id, position=len(standing) + 1, title=title, body=body)
    db.session.add(lesson)
    events.record_platform("lesson.added", lesson, by=by)
    return lesson


def edit_lesson(lesson: Lesson, data: LessonData, *, revision: int, by: events.Actor) -> None:
    """Save the words of a lesson. Raises SyllabusChanged, Invalid."""
    title, body = _lesson_words(data)
    lesson = _opened_with(lesson, revision)
    lesson.title, lesson.body = title, body
    events.record_platform("lesson.edited", lesson, by=by)


def remove_lesson(lesson: Lesson, *, by: events.Actor) -> None:
    """Take an empty lesson out. Raises LessonHasMissions."""
    lesson = locked(lesson)
    if lesson.missions:
        raise LessonHasMissions
    events.record_platform("lesson.removed", lesson, by=by)
    db.session.delete(lesson)
    _renumber(lesson.workshop_id)


def move_lesson(lesson: Lesson, places: int, *, by: events.Actor) -> None:
    """Move a lesson up (below zero) or down; at the end it stays."""
    _move(list(lessons_of(locked(lesson).workshop_id)), lesson, places)
    events.record_platform("lesson.moved", lesson, by=by)
    _after_moving(lesson.workshop_id)


def add_mission(workshop: Workshop, data: MissionData, *, by: events.Actor) -> Mission:
    """A new mission at the end of its lesson; who has done it already reaches it at once. Raises Invalid."""
    workshop = locked(workshop)
    standing = missions_of(workshop.id)
    if len(standing) >= MOST_MISSIONS:
        raise Invalid.field(
            "title_vi", lazy_gettext("A class has at most %(most)s missions.", most=MOST_MISSIONS)
        )
    mission = Mission(workshop_id=workshop.id, code=_free_code(standing), position=MOST_MISSIONS)
    _write(mission, data)
    db.session.add(mission)
    db.session.flush()
    events.record_platform("mission.added", mission, by=by)
    _after_moving(workshop.id)
    progress.ask_for_recount(workshop.id, [mission.id])
    return mission


def edit_mission(mission: Mission, data: MissionData, *, revision: int, by: events.Actor) -> None:
    """Save a mission; another rule is judged anew for everybody. Raises SyllabusChanged, Invalid."""
    mission = _opened_with(mission, revision)
    before = mission.rule, mission.in_class
    _write(mission, data)
    events.record_platform("mission.edited", mission, by=by)
    _after_moving(mission.workshop_id)
    if (mission.rule, mission.in_class) != before:
        progress.ask_for_recount(mission.workshop_id, [mission.id])


def remove_mission(mission: Mission, *, by: events.Actor) -> None:
    """Take a mission out of the class, with everybody's progress in it; the events stay."""
    mission = locked(mission)
    events.record_platform("mission.removed", mission, by=by, code=mission.code)
    db.session.execute(delete(LearnerProgress).where(LearnerProgress.mission_id == mission.id))
    db.session.delete(mission)
    db.session.flush()
    _after_moving(mission.workshop_id)


def move_mission(mission: Mission, places: int, *, by: events.Actor) -> None:
    """Move a mission up or down in the class; past the end of its lesson it joins the next one."""
    mission = locked(mission)
    mates = [each for each in missions_of(mission.workshop_id) if each.lesson_id == mission.lesson_id]
    at = mates.index(mission)
    if 0 <= at + places < len(mates):
        _move(mates, mission, places)
    else:
        _to_next_lesson(mission, places)
    events.record_platform("mission.moved", mission, by=by)
    _after_moving(mission.workshop_id)


def _to_next_lesson(mission: Mission, places: int) -> None:
    lessons = list(lessons_of(mission.workshop_id))
    at = [lesson.id for lesson in lessons].index(mission.lesson_id) + places
    if not 0 <= at < len(lessons):
        return
    mission.lesson_id = lessons[at].id
    mission.position = 0 if places > 0 else MOST_MISSIONS
    db.session.flush()


def _move(rows: list[Row], row: Row, places: int) -> None:
    first = min((each.position for each in rows), default=1)
    at = rows.index(row)
    rows.insert(max(0, min(len(rows) - 1, at + places)), rows.pop(at))
    for position, each in enumerate(rows, first):
        each.position = position
    db.session.flush()


def _after_moving(workshop_id: int) -> None:
    _renumber(workshop_id)
    progress.ask_for_limits(workshop_id)


def _renumber(workshop_id: int) -> None:
    """Positions rise through the whole class, so that missions can be listed without their lessons."""
    db.session.flush()
    for position, lesson in enumerate(lessons_of(workshop_id), 1):
        lesson.position = position
    db.session.flush()
    for position, mission in enumerate(missions_of(workshop_id), 1):
        mission.position = position
    db.session.flush()
    touch(workshop_id)


def _opened_with(row: Row, revision: int) -> Row:
    row = locked(row)
    if row.revision != revision:
        raise SyllabusChanged
    row.revision += 1
    return row


def _lesson_words(data: LessonData) -> tuple[dict[str, str], dict[str, str]]:
    return _named(data.title, 160), {key: clean_html(body) for key, body in data.body.items() if body}


def _write(mission: Mission, data: MissionData) -> None:
    if data.minutes is not None and not 0 < data.minutes <= LONGEST_LIMIT:
        raise Invalid.field(
            "minutes", lazy_gettext("A time limit goes from 1 to %(most)s minutes.", most=LONGEST_LIMIT)
        )
    mission.lesson_id, mission.minutes = data.lesson_id, data.minutes
    mission.title, mission.hint = _named(data.title, 160), _trimmed(data.hint, 300)
    mission.rule = to_data(data.rule)
    mission.required, mission.certified = data.required, data.certified
    mission.in_class = data.in_class


def _named(words: Mapping[str, str], longest: int) -> dict[str, str]:
    kept = _trimmed(words, longest)
    if "vi" not in kept:
        raise Invalid.field("title_vi", lazy_gettext("Enter the title in Vietnamese."))
    return kept


def _trimmed(words: Mapping[str, str], longest: int) -> dict[str, str]:
    return {locale: clean(text)[:longest] for locale, text in words.items() if clean(text)}


def _free_code(standing: Sequence[Any]) -> str:
    taken = {mission.code for mission in standing}
    return next(code for number in range(1, 1000) if (code := f"T{number:02}") not in taken)
