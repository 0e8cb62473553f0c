"""How far the learners of a class are with what its certificates ask for, by the missions' evidence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from storefront.domain.workshops.missions.queries import missions_of
from storefront.infra.clock import to_vn
from storefront.infra.db import db
from storefront.models.workshop import Learner, LearnerProgress, LearnerState, Mission

MOST_SKIPPED = 2
"""So many missions a trainer may have skipped; the class certificate names them as not done."""

Pair = tuple[Mission, LearnerProgress | None]


@dataclass(frozen=True, slots=True)
class Standing:
    """A learner and the certified missions: those of the class, and those that count outside it (M12).

    `required` are all that everybody should do, certified or not (M01 to M14).
    """

    learner: Learner
    in_class: Sequence[Pair]
    outside: Sequence[Pair]
    required: Sequence[Pair]

    @property
    def reached(self) -> list[tuple[Mission, dt.date]]:
        """Certified missions that events proved, with the day."""
        pairs = [*self.in_class, *self.outside]
        return [(mission, to_vn(row.reached_at).date()) for mission, row in pairs if row and row.reached_at]

    @property
    def skipped(self) -> list[Mission]:
        """Missions of the class that a trainer skipped and nothing proved."""
        return [mission for mission, row in self.in_class if row and row.skipped_at and not row.reached_at]

    @property
    def missing(self) -> list[Mission]:
        """Missions of the class that are neither done nor skipped."""
        return [mission for mission, row in self.in_class if not (row and (row.reached_at or row.skipped_at))]

    @property
    def class_lacks(self) -> list[Mission]:
        """What is still to be done for the class certificate; skipped ones where too many were."""
        too_many = len(self.skipped) > min(MOST_SKIPPED, len(self.in_class) - 1)
        return _by_code([*self.missing, *(self.skipped if too_many else ())])

    @property
    def programme_lacks(self) -> list[Mission]:
        """What is still to be done for the programme's, for which nothing may be skipped."""
        pairs = [*self.in_class, *self.outside]
        return _by_code(mission for mission, row in pairs if not (row and row.reached_at))

    @property
    def finished_class(self) -> bool:
        """Whether the class certificate is earned."""
        return bool(self.in_class) and not self.class_lacks

    @property
    def finished_programme(self) -> bool:
        """Whether every certified mission is done, none skipped, those outside the class included."""
        return bool(self.outside) and not self.programme_lacks

    @property
    def sold_on(self) -> dt.date | None:
        """The day by which what counts only outside the class (M12) was done."""
        moments = [row.reached_at for _mission, row in self.outside if row and row.reached_at]
        return to_vn(max(moments)).date() if moments and len(moments) == len(self.outside) else None

    @property
    def did_everything(self) -> bool:
        """Whether every required mission is done."""
        return bool(self.required) and all(row and row.reached_at for _mission, row in self.required)


def standings(workshop_id: int) -> list[Standing]:
    """Everybody with a place in the class, by nickname."""
    learners = db.session.scalars(
        select(Learner)
        .where(Learner.workshop_id == workshop_id, Learner.state == LearnerState.JOINED)
        .order_by(Learner.nickname_folded)
    ).all()
    missions, progress = missions_of(workshop_id), progress_of(workshop_id)
    return [_standing(learner, missions, progress) for learner in learners]


def standing_of(learner: Learner) -> Standing:
    """One learner's."""
    rows = db.session.scalars(select(LearnerProgress).where(LearnerProgress.learner_id == learner.id))
    return _standing(
        learner, missions_of(learner.workshop_id), {(learner.id, row.mission_id): row for row in rows}
    )


def progress_of(workshop_id: int) -> dict[tuple[int, int], LearnerProgress]:
    """Every learner's progress in a class, by learner and mission."""
    rows = db.session.scalars(
        select(LearnerProgress)
        .join(Learner, Learner.id == LearnerProgress.learner_id)
        .where(Learner.workshop_id == workshop_id)
    )
    return {(row.learner_id, row.mission_id): row for row in rows}


def _by_code(missions: Iterable[Mission]) -> list[Mission]:
    return sorted(missions, key=lambda mission: mission.code)


def _standing(
    learner: Learner, missions: Sequence[Mission], progress: dict[tuple[int, int], LearnerProgress]
) -> Standing:
    pairs = [(mission, progress.get((learner.id, mission.id))) for mission in missions]
    certified = [pair for pair in pairs if pair[0].certified]
    return Standing(
        learner,
        in_class=[pair for pair in certified if pair[0].in_class],
        outside=[pair for pair in certified if not pair[0].in_class],
        required=[pair for pair in pairs if pair[0].required],
    )
