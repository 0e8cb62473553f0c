"""Time limits: a mission begins when the one before it ended, and the class's pauses take nothing of it.

What was late follows from the moments alone, so it is the same whenever it is worked out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from storefront.domain.workshops.missions import log
from storefront.domain.workshops.missions.tally import Elapsed
from storefront.infra import clock
from storefront.models.workshop import Learner, LearnerProgress, Mission


def refresh(learner: Learner, ordered: Sequence[Mission], rows: Mapping[int, LearnerProgress]) -> None:
    """Write when each mission began for the learner and whether it was reached late."""
    elapsed = log.elapsed_in(learner.workshop_id, learner.workshop.paused_at)
    ended = learner.joined_at
    for mission in (each for each in ordered if each.in_class):
        row = rows[mission.id]
        row.began_at, row.late = ended, _is_late(mission, row, ended, elapsed)
        ended = row.reached_at or row.skipped_at


def time_left(mission: Mission, row: LearnerProgress | None, elapsed: Elapsed) -> dt.timedelta | None:
    """What is left of the limit now, below zero once it is over; None where no time runs."""
    if mission.minutes is None or row is None or row.began_at is None or row.reached_at or row.skipped_at:
        return None
    return _limit(mission, row) - elapsed(row.began_at, clock.now())


def _is_late(mission: Mission, row: LearnerProgress, began: dt.datetime | None, elapsed: Elapsed) -> bool:
    if mission.minutes is None or began is None or row.reached_at is None or row.reached_at < began:
        return False
    return elapsed(began, row.reached_at) > _limit(mission, row)


def _limit(mission: Mission, row: LearnerProgress) -> dt.timedelta:
    return dt.timedelta(minutes=(mission.minutes or 0) + (row.extra_minutes or 0))
