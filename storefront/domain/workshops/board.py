"""The live board of a class: its learners by its missions, where each is, and who needs somebody.

It is made of a few statements, however many the learners, and only of projections and presence.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import bindparam, exists, or_, select, update

from storefront.domain.accounts.devices import SIGNED_IN, by_token
from storefront.domain.workshops.missions.log import elapsed_in
from storefront.domain.workshops.missions.queries import DONE, state_of
from storefront.domain.workshops.missions.tally import Elapsed
from storefront.domain.workshops.presence import Seen, steps_of
from storefront.domain.workshops.stuck import Reason, Situation, is_away, reasons
from storefront.infra import clock
from storefront.infra.db import db
from storefront.models.programme import Trainer
from storefront.models.user import User
from storefront.models.workshop import (
    Learner,
    LearnerProgress,
    LearnerState,
    Lesson,
    Mission,
    Workshop,
    WorkshopState,
    WorkshopTrainer,
)


class Task(NamedTuple):
    """A mission as the board shows it."""

    id: int
    code: str
    title: dict[str, Any]
    minutes: int | None


class Mark(NamedTuple):
    """How far a learner is with a mission."""

    began_at: dt.datetime | None = None
    reached_at: dt.datetime | None = None
    late: bool = False
    extra_minutes: int = 0
    skipped_at: dt.datetime | None = None

    @property
    def ended_at(self) -> dt.datetime | None:
        """When the learner was through with it."""
        return self.reached_at or self.skipped_at

    @property
    def word(self) -> str:
        """`late`, `done`, `skipped` or `open`."""
        return state_of(self)


NO_MARK = Mark()


@dataclass(frozen=True)
class Place:
    """A learner's line on the board."""

    learner_id: int
    nickname: str
    hand_at: dt.datetime | None
    hand_words: str
    tasks: Sequence[Task]
    marks: dict[int, Mark]
    at: Situation
    seen_now: dt.datetime
    reasons: list[Reason] = field(default_factory=list)

    @cached_property
    def done(self) -> int:
        """Missions proved by events."""
        return sum(self.mark(task).word in DONE for task in self.tasks)

    @cached_property
    def now(self) -> Task | None:
        """The mission at hand; nothing when all are through."""
        return next((task for task in self.tasks if not self.mark(task).ended_at), None)

    @property
    def words(self) -> list[str]:
        """One word for each mission: `done`, `late`, `skipped`, `now` or `open`."""
        return ["now" if task is self.now else self.mark(task).word for task in self.tasks]

    @property
    def last(self) -> Seen | None:
        """The newest step."""
        return self.at.steps[0] if self.at.steps else None

    @property
    def away(self) -> bool:
        """Whether the learner is not in the room."""
        return is_away(self.at, self.seen_now)

    def mark(self, task: Task) -> Mark:
        """How far they are with one mission."""
        return self.marks.get(task.id, NO_MARK)


@dataclass(frozen=True)
class _Moment:
    """The time, how much of it counts, and whether the class goes on."""

    now: dt.datetime
    elapsed: Elapsed
    goes_on: bool


@dataclass(frozen=True)
class Board:
    """All of it at one moment: the missions across, the learners down, who needs somebody first."""

    tasks: Sequence[Task]
    places: Sequence[Place]

    def shown(self, only: str) -> list[Place]:
        """All places, or those that are `stuck` or raise a `hand`."""
        if only == "hand":
            return [place for place in self.places if place.hand_at]
        return [place for place in self.places if only != "stuck" or place.reasons]


def touch(workshop_id: int) -> None:
    """Say that the board of this class shows something new."""
    db.session.execute(
        update(Workshop)
        .where(Workshop.id == workshop_id)
        .values(board_version=Workshop.board_version + 1)
        .execution_options(synchronize_session=False)
    )


_VERSION = select(Workshop.board_version).where(
    Workshop.id == bindparam("workshop_id"),
    exists().where(
        *SIGNED_IN,
        or_(
            User.is_staff,
            exists().where(
                WorkshopTrainer.workshop_id == Workshop.id,
                WorkshopTrainer.user_id == User.id,
                Trainer.user_id == User.id,
                Trainer.ended_at.is_(None),
            ),
        ),
    ),
)  # made once: every open board asks twice a second


def version_for(token: str, workshop_id: int) -> int | None:
    """The board's version, when the signed-in device behind the token is a trainer's of this class.

    One statement says both.
    """
    version: int | None = db.session.scalar(_VERSION, {"workshop_id": workshop_id, **by_token(token)})
    return version


def board_of(workshop: Workshop, *, with_steps: bool = True) -> Board:
    """The board now; without steps it tells how far everybody is, and nobody is found stuck by a page."""
    tasks = tasks_of(workshop.id)
    rows = db.session.execute(
        select(Learner.id, Learner.nickname, Learner.hand_at, Learner.hand_words, Learner.joined_at)
        .where(Learner.workshop_id == workshop.id, Learner.state == LearnerState.JOINED)
        .order_by(Learner.nickname_folded)
    ).all()
    ids = [row.id for row in rows]
    marks, steps = _marks(ids), steps_of(ids) if with_steps else {}
    moment = _Moment(
        clock.now(),
        elapsed_in(workshop.id, workshop.paused_at),
        workshop.paused_at is None and workshop.state is WorkshopState.OPEN,
    )
    places = [_place(row, tasks, marks.get(row.id, {}), steps.get(row.id, []), moment) for row in rows]
    return Board(tasks, sorted(places, key=_need))


def tasks_of(workshop_id: int) -> list[Task]:
    """The missions of the class that are done in it, in order."""
    rows = db.session.execute(
        select(Mission.id, Mission.code, Mission.title, Mission.minutes)
        .join(Lesson, Lesson.id == Mission.lesson_id)
        .where(Mission.workshop_id == workshop_id, Mission.in_class)
        .order_by(Lesson.position, Mission.position, Mission.id)
    )
    return [Task(*row) for row in rows]


def _marks(learner_ids: Sequence[int]) -> dict[int, dict[int, Mark]]:
    """What stands for each learner; missions that wait untouched are left out."""
    one = LearnerProgress
    columns = (one.began_at, one.reached_at, one.late, one.extra_minutes, one.skipped_at)
    touched = or_(
        one.began_at.is_not(None),
        one.reached_at.is_not(None),
        one.skipped_at.is_not(None),
        one.extra_minutes > 0,
    )
    rows = db.session.execute(
        select(one.learner_id, one.mission_id, *columns).where(one.learner_id.in_(learner_ids), touched)
    )
    marks: dict[int, dict[int, Mark]] = defaultdict(dict)
    for row in rows:
        marks[row.learner_id][row.mission_id] = Mark(*row[2:])
    return marks


def _place(
    row: Any,
    tasks: Sequence[Task],
    marks: dict[int, Mark],
    steps: Sequence[Seen],
    moment: _Moment,
) -> Place:
    task = next((task for task in tasks if not marks.get(task.id, NO_MARK).ended_at), None)
    mark = marks.get(task.id, NO_MARK) if task else NO_MARK
    began = [row.joined_at, mark.began_at, *(each.ended_at for each in marks.values())]
    since = max((each for each in began if each), default=None)
    at = Situation(
        steps,
        since,
        over=_over(task, mark, since, moment),
        hand_at=row.hand_at,
        waiting=moment.goes_on and task is not None,
    )
    found = reasons(at, moment.now)
    return Place(row.id, row.nickname, row.hand_at, row.hand_words, tasks, marks, at, moment.now, found)


def _over(task: Task | None, mark: Mark, since: dt.datetime | None, moment: _Moment) -> dt.timedelta:
    if task is None or task.minutes is None or since is None:
        return dt.timedelta()
    return moment.elapsed(since, moment.now) - dt.timedelta(minutes=task.minutes + mark.extra_minutes)


def _need(place: Place) -> tuple[int, dt.datetime, str]:
    """Who waits for somebody comes first, the longest wait before; then who is slow; then by name."""
    first = place.reasons[0] if place.reasons else None
    if first is None:
        return (3 if place.away else 2), place.seen_now, place.nickname
    return (0 if first.presses else 1), first.since, place.nickname
