"""Who needs a trainer, and why: read off a learner's newest steps, in no database."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Sequence
from dataclasses import dataclass

from storefront.domain.workshops.presence import Seen

REFUSALS = 3
IDLE = dt.timedelta(minutes=8)
AWAY = dt.timedelta(hours=2)
"""Who did nothing for so long is not in the room."""
REFUSED_STATUS = 422


class Kind(enum.Enum):
    """What hinders a learner, the most pressing first."""

    HAND = "hand"
    REFUSED = "refused"
    ERROR = "error"
    OVER_TIME = "over_time"
    IDLE = "idle"


@dataclass(frozen=True)
class Reason:
    """One thing that hinders a learner, since when, and at which page."""

    kind: Kind
    since: dt.datetime
    step: Seen | None = None
    times: int = 0

    @property
    def presses(self) -> bool:
        """Whether somebody should come now, and not only look by and by."""
        return self.kind not in (Kind.OVER_TIME, Kind.IDLE)


@dataclass(frozen=True)
class Situation:
    """What is known of a learner at one moment; `since` is when the present mission began."""

    steps: Sequence[Seen]
    since: dt.datetime | None
    over: dt.timedelta = dt.timedelta()
    """How far beyond its time limit the present mission is; a class's pauses take nothing of it."""
    hand_at: dt.datetime | None = None
    waiting: bool = True
    """Whether anything is left to do, and the class goes on."""


def reasons(at: Situation, now: dt.datetime) -> list[Reason]:
    """Why this learner needs somebody, the most pressing first; empty when all goes well."""
    found = [_hand(at), _refused(at.steps), _error(at.steps)]
    if at.waiting:
        found += [_over_time(at, now), _idle(at, now)]
    return [reason for reason in found if reason]


def is_away(at: Situation, now: dt.datetime) -> bool:
    """Whether the learner has not been seen for so long that they are not in the room."""
    seen = at.steps[0].at if at.steps else at.since
    return seen is None or now - seen > AWAY


def refused_forms(steps: Sequence[Seen]) -> list[Seen]:
    """Refusals of the same form since the last form that was taken, newest first."""
    refused: list[Seen] = []
    for step in steps:
        if step.method != "POST":
            continue
        if step.status < 400:
            break
        if step.status == REFUSED_STATUS and (not refused or step.endpoint == refused[0].endpoint):
            refused.append(step)
    return refused


def _hand(at: Situation) -> Reason | None:
    return Reason(Kind.HAND, at.hand_at) if at.hand_at else None


def _refused(steps: Sequence[Seen]) -> Reason | None:
    refused = refused_forms(steps)
    if len(refused) < REFUSALS:
        return None
    return Reason(Kind.REFUSED, refused[-1].at, refused[0], len(refused))


def _error(steps: Sequence[Seen]) -> Reason | None:
    """The newest page was an error; whoever found another page since is past it."""
    if not steps or steps[0].status < 400 or steps[0].status == REFUSED_STATUS:
        return None
    return Reason(Kind.ERROR, steps[0].at, steps[0])


def _over_time(at: Situation, now: dt.datetime) -> Reason | None:
    if at.over <= dt.timedelta() or is_away(at, now):
        return None
    return Reason(Kind.OVER_TIME, now - at.over)


def _idle(at: Situation, now: dt.datetime) -> Reason | None:
    seen = at.steps[0] if at.steps else None
    since = seen.at if seen else at.since
    if since is None or now - since < IDLE or is_away(at, now):
        return None
    return Reason(Kind.IDLE, since, seen)
