"""The missions of a class as they are judged: in their order, with their rules read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Text, cast, select

from storefront.domain.workshops.missions.rules import Rule, known
from storefront.infra.db import db
from storefront.models.workshop import Lesson, Mission

RULE = cast(Mission.rule, Text).label("rule")
"""A rule as its stored text, by which `rule_of` knows it again."""


@dataclass(frozen=True, slots=True)
class Duty:
    """A mission without its words; one without a rule is never reached by itself."""

    id: int
    in_class: bool
    minutes: int | None
    rule: Rule | None


def duties_of(workshop_id: int) -> list[Duty]:
    """The missions of a class in the order they are done in. One statement, asked at every event."""
    rows = db.session.execute(
        select(Mission.id, Mission.in_class, Mission.minutes, RULE)
        .join(Lesson, Lesson.id == Mission.lesson_id)
        .where(Mission.workshop_id == workshop_id)
        .order_by(Lesson.position, Mission.position, Mission.id)
    )
    return [Duty(row.id, row.in_class, row.minutes, rule_of(row.rule)) for row in rows]


@lru_cache(maxsize=1000)
def rule_of(text: str) -> Rule | None:
    """The rule in a stored text, read once for all classes that have it; None where none is understood."""
    return known(json.loads(text))
