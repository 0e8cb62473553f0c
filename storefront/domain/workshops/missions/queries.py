"""Lessons and missions of a class in their order, and how far one learner is with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import select
from sqlalchemy.orm import defer

from storefront.domain.workshops.missions import limits, log
from storefront.domain.workshops.missions.duties import RULE, rule_of
from storefront.infra.db import db
from storefront.infra.errors import NotFound
from storefront.models.workshop import Learner, LearnerProgress, Lesson, Mission

DONE = frozenset({"done", "late"})
"""What events proved. What a trainer left out is over, but nobody has done it."""


def state_of(row: Any) -> str:
    """`done`, `late`, `skipped` or `open`: how a mission stands by its row, which may not be yet."""
    if row is not None and row.reached_at:
        return "late" if row.late else "done"
    return "skipped" if row is not None and row.skipped_at else "open"


class NoSuchLesson(NotFound):
    """This class has no such lesson or mission."""

    code = "no_such_lesson"
    message = lazy_gettext("We did not find this lesson.")


@dataclass(frozen=True, slots=True)
class Task:
    """A mission as a learner sees it: how far, of how much, and the time left if a time runs.

    `mission` is a row with its id, revision, words, `minutes` and `in_class`; `row` is what the projection
    says of it, None before anything was judged.
    """

    mission: Any
    row: Any
    goal: int
    time_left: dt.timedelta | None

    @property
    def state(self) -> str:
        """done, late, skipped, or open."""
        return state_of(self.row)

    @property
    def is_over(self) -> bool:
        """Nothing is left to do."""
        return self.state != "open"

    @property
    def count(self) -> int:
        """How many things counted so far."""
        return int(self.row.told) if self.row is not None else 0

    @property
    def minutes_left(self) -> int | None:
        """Whole minutes of the limit left, a begun one counts; 0 or less: it is over."""
        return None if self.time_left is None else -int(-self.time_left.total_seconds() // 60)


@dataclass(frozen=True, slots=True)
class Chapter:
    """A lesson with the learner's tasks."""

    lesson: Lesson
    number: int
    tasks: Sequence[Task]

    @property
    def counted(self) -> list[Task]:
        """Those of the class: as on the board, what only counts outside it is in no sum."""
        return [task for task in self.tasks if task.mission.in_class]

    @property
    def done(self) -> int:
        """How many of these are done."""
        return sum(task.state in DONE for task in self.counted)

    @property
    def is_over(self) -> bool:
        """Whether every task is."""
        return all(task.is_over for task in self.tasks)


def lessons_of(workshop_id: int) -> Sequence[Lesson]:
    """The lessons of a class in order."""
    mine = select(Lesson).where(Lesson.workshop_id == workshop_id)
    return db.session.scalars(mine.order_by(Lesson.position, Lesson.id)).all()


def missions_of(workshop_id: int) -> Sequence[Mission]:
    """The missions of a class in the order they are done in."""
    return db.session.scalars(
        select(Mission)
        .join(Lesson, Lesson.id == Mission.lesson_id)
        .where(Mission.workshop_id == workshop_id)
        .order_by(Lesson.position, Mission.position, Mission.id)
    ).all()


def lesson_in(workshop_id: int, lesson_id: int) -> Lesson:
    """A lesson of this class. Raises NoSuchLesson."""
    lesson = db.session.get(Lesson, lesson_id)
    if lesson is None or lesson.workshop_id != workshop_id:
        raise NoSuchLesson
    return lesson


def mission_in(workshop_id: int, mission_id: int) -> Mission:
    """A mission of this class. Raises NoSuchLesson."""
    mission = db.session.get(Mission, mission_id)
    if mission is None or mission.workshop_id != workshop_id:
        raise NoSuchLesson
    return mission


def chapters_of(learner: Learner, *, texts: bool = False) -> list[Chapter]:
    """The whole syllabus with the learner's progress; four statements.

    Without `texts` a lesson's own text is fetched when somebody reads it: most pages show one or none.
    """
    elapsed = log.elapsed_of(learner)
    told = db.session.execute(_PROGRESS.where(LearnerProgress.learner_id == learner.id))
    rows = {row.mission_id: row for row in told}
    by_lesson: dict[int, list[Task]] = {}
    for mission in db.session.execute(_MISSIONS.where(Mission.workshop_id == learner.workshop_id)):
        row, rule = rows.get(mission.id), rule_of(mission.rule)
        left = limits.time_left(mission.minutes, row, elapsed)
        task = Task(mission, row, rule.goal if rule else 1, left)
        by_lesson.setdefault(mission.lesson_id, []).append(task)
    mine = select(Lesson).where(Lesson.workshop_id == learner.workshop_id)
    mine = mine if texts else mine.options(defer(Lesson.body))
    lessons = db.session.scalars(mine.order_by(Lesson.position, Lesson.id))
    return [Chapter(each, number, by_lesson.get(each.id, [])) for number, each in enumerate(lessons, 1)]


def current(chapters: Sequence[Chapter]) -> Chapter | None:
    """The lesson at hand: the first with something to do, else the last."""
    waiting = next((each for each in chapters if not each.is_over), None)
    return waiting or (chapters[-1] if chapters else None)


_PROGRESS = select(
    *(
        LearnerProgress.mission_id,
        LearnerProgress.count.label("told"),
        LearnerProgress.began_at,
        LearnerProgress.reached_at,
    ),
    *(LearnerProgress.late, LearnerProgress.skipped_at, LearnerProgress.extra_minutes),
)
_MISSIONS = select(
    *(Mission.id, Mission.revision, Mission.lesson_id, Mission.title, Mission.hint, Mission.minutes),
    *(Mission.in_class, RULE),
).order_by(Mission.position, Mission.id)
