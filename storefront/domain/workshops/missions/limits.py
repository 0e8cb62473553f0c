"""Time limits: a mission begins when the one before it ended, and the class's pauses take nothing of it.

What was late follows from the moments alone, so it is the same whenever it is worked out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from storefront.domain.workshops.missions.duties import Duty
from storefront.domain.workshops.missions.log import FAR_AWAY
from storefront.domain.workshops.missions.tally import Elapsed
from storefront.infra import clock
from storefront.models.workshop import Learner, LearnerProgress


def refresh(
    learner: Learner, ordered: Sequence[Duty], rows: Mapping[int, LearnerProgress], elapsed: Elapsed
) -> None:
    """Write when each mission began for the learner and whether it was reached late.

    What was reached far away was judged there, where the class's pauses are known.
    """
    ended = learner.joined_at
    for duty in (each for each in ordered if each.in_class):
        row = rows[duty.id]
        if row.event_id != FAR_AWAY:
            row.began_at, row.late = ended, _is_late(duty.minutes, row, ended, elapsed)
        ended = row.reached_at or row.skipped_at


def time_left(minutes: int | None, row: Any, elapsed: Elapsed) -> dt.timedelta | None:
    """What is left of the limit now, below zero once it is over; None where no time runs."""
    if minutes is None or row is None or row.began_at is None or row.reached_at or row.skipped_at:
        return None
    return _limit(minutes, row.extra_minutes) - elapsed(row.began_at, clock.now())


def _is_late(minutes: int | None, row: LearnerProgress, began: dt.datetime | None, elapsed: Elapsed) -> bool:
    if minutes is None or began is None or row.reached_at is None or row.reached_at < began:
        return False
    limit = _limit(minutes, row.extra_minutes)
    # pauses only shorten the time, so they need no look where it was kept by the clock
    return row.reached_at - began > limit and elapsed(began, row.reached_at) > limit


def _limit(minutes: int, extra: int | None) -> dt.timedelta:
    return dt.timedelta(minutes=minutes + (extra or 0))
