"""Lessons and missions of a class in their order, and how far one learner is with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext
from sqlalchemy import select

from storefront.domain.workshops.missions import limits, log
from storefront.domain.workshops.missions.rules import read
from storefront.infra.db import db
from storefront.infra.errors import NotFound
from storefront.models.workshop import Learner, LearnerProgress, Lesson, Mission


class NoSuchLesson(NotFound):
    """This class has no such lesson or mission."""

    code = "no_such_lesson"
    message = lazy_gettext("We did not find this lesson.")


@dataclass(frozen=True, slots=True)
class Task:
    """A mission as a learner sees it: how far, of how much, and the time left if a time runs."""

    mission: Mission
    row: LearnerProgress | None
    goal: int
    time_left: dt.timedelta | None

    @property
    def state(self) -> str:
        """done, late, skipped, or open."""
        if self.row is not None and self.row.reached_at:
            return "late" if self.row.late else "done"
        return "skipped" if self.row is not None and self.row.skipped_at else "open"

    @property
    def is_over(self) -> bool:
        """Nothing is left to do."""
        return self.state != "open"

    @property
    def count(self) -> int:
        """How many things counted so far."""
        return self.row.count if self.row is not None else 0

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
    def done(self) -> int:
        """How many tasks are over."""
        return sum(task.is_over for task in self.tasks)

    @property
    def is_over(self) -> bool:
        """Whether every task is."""
        return self.done == len(self.tasks)


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


def chapters_of(learner: Learner) -> list[Chapter]:
    """The whole syllabus with the learner's progress; four statements."""
    mine = select(LearnerProgress).where(LearnerProgress.learner_id == learner.id)
    rows = {row.mission_id: row for row in db.session.scalars(mine)}
    elapsed = log.elapsed_in(learner.workshop_id, learner.workshop.paused_at)
    by_lesson: dict[int, list[Task]] = {}
    for mission in missions_of(learner.workshop_id):
        row = rows.get(mission.id)
        goal = read(mission.rule).goal if mission.rule else 1
        task = Task(mission, row, goal, limits.time_left(mission, row, elapsed))
        by_lesson.setdefault(mission.lesson_id, []).append(task)
    lessons = lessons_of(learner.workshop_id)
    return [Chapter(each, number, by_lesson.get(each.id, [])) for number, each in enumerate(lessons, 1)]


def current(chapters: Sequence[Chapter]) -> Chapter | None:
    """The lesson at hand: the first with something to do, else the last."""
    waiting = next((each for each in chapters if not each.is_over), None)
    return waiting or (chapters[-1] if chapters else None)
