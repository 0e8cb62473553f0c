"""A rule tried on what already happened, before it counts for anybody."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from storefront.domain.workshops.missions.progress import judge_only
from storefront.domain.workshops.missions.rules import Rule
from storefront.infra.db import db
from storefront.models.workshop import Learner, LearnerState


@dataclass(frozen=True, slots=True)
class Trial:
    """Of so many learners who would have reached it by now, and who would be under way."""

    learners: int
    reached: tuple[str, ...]
    begun: tuple[str, ...]


def try_on(workshop_id: int, rule: Rule, *, in_class: bool = True) -> Trial:
    """Judge the rule by every learner's log so far, and by the shop's state where it asks. Writes nothing."""
    mine = select(Learner).where(Learner.workshop_id == workshop_id, Learner.state == LearnerState.JOINED)
    learners = db.session.scalars(mine.order_by(Learner.nickname_folded)).all()
    tallies = [(learner.nickname, judge_only(learner, rule, in_class=in_class)) for learner in learners]
    return Trial(
        len(learners),
        tuple(name for name, tally in tallies if tally.reached_at),
        tuple(name for name, tally in tallies if tally.count and not tally.reached_at),
    )
