"""How far a log of events fulfils a rule. Nothing is kept in between: the same log gives the same answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from storefront.domain.workshops.missions.rules import EVENT, FACT, SUBJECT, Pattern, Rule, Step
from storefront.domain.workshops.missions.vocabulary import CHECK_HELD

Elapsed = Callable[[dt.datetime, dt.datetime], dt.timedelta]
"""How long it was between two moments, without the time the class stood still."""
InTime = Callable[["Happened"], bool]


@dataclass(frozen=True, slots=True)
class Happened:
    """An event as rules see it."""

    id: int
    topic: str
    at: dt.datetime
    by: str
    subject_kind: str
    subject_id: int
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many things counted and which (`<step>:<what>`); once reached, by which event and when."""

    count: int
    seen: tuple[str, ...]
    event_id: int | None = None
    reached_at: dt.datetime | None = None

    def is_further_than(self, other: Tally) -> bool:
        """Reached beats under way, the earlier proof beats the later one, more beats less."""
        if self.event_id is not None and other.event_id is not None:
            return self.event_id < other.event_id
        if self.event_id is None and other.event_id is None:
            return self.count > other.count
        return self.event_id is not None


NOTHING = Tally(0, ())


def plain_time(start: dt.datetime, end: dt.datetime) -> dt.timedelta:
    """The time between two moments in a class that never stood still."""
    return end - start


def evaluate(rule: Rule, log: Iterable[Happened], elapsed: Elapsed = plain_time) -> Tally:
    """Judge a log: in any order, told twice, with more in it than the rule asks for."""
    ordered = sorted({each.id: each for each in log}.values(), key=lambda each: each.id)
    counted = [_counted(step, ordered, _in_time(step, ordered, elapsed)) for step in rule.steps]
    seen = tuple(f"{number}:{what}" for number, step in enumerate(counted) for what in step)
    if any(len(found) < step.count for found, step in zip(counted, rule.steps, strict=True)):
        return Tally(len(seen), seen)
    last = max((list(found.values())[-1] for found in counted), key=lambda each: each.id)
    return Tally(len(seen), seen, last.id, moment(last))


def matches(pattern: Pattern, event: Happened) -> bool:
    """Whether an event is one of those the pattern means."""
    return (
        pattern.topic == event.topic
        and pattern.by in ("", event.by)
        and all(condition.holds(event.facts) for condition in pattern.where)
    )


def moment(event: Happened) -> dt.datetime:
    """When it happened; a check that held counts from the event that made us look."""
    said = event.facts.get("at") if event.topic == CHECK_HELD else None
    return dt.datetime.fromisoformat(said) if said else event.at


def _counted(step: Step, log: Sequence[Happened], in_time: InTime) -> dict[str, Happened]:
    """What counts for a step, each thing by its first event, until there is enough."""
    found: dict[str, Happened] = {}
    for event in log:
        if len(found) < step.count and _fulfils(step, event) and in_time(event):
            found.setdefault(_told_apart(step.distinct, event), event)
    return found


def _fulfils(step: Step, event: Happened) -> bool:
    if step.check:
        return event.topic == CHECK_HELD and event.facts.get("check") == step.check
    return any(matches(pattern, event) for pattern in step.on)


def _in_time(step: Step, log: Sequence[Happened], elapsed: Elapsed) -> InTime:
    """Whether an event of the step came soon enough after the first one it is counted from."""
    within = step.within
    if within is None:
        return lambda _event: True
    firsts: dict[int | None, Happened] = {}
    for each in log:
        if each.topic == within.after:
            firsts.setdefault(each.subject_id, each)

    def soon(event: Happened) -> bool:
        first = firsts.get(_subject(within.through, event))
        if first is None or first.at > event.at:
            return False
        return elapsed(first.at, event.at) <= dt.timedelta(minutes=within.minutes)

    return soon


def _subject(through: str, event: Happened) -> int | None:
    if through == SUBJECT:
        return event.subject_id
    said = str(event.facts.get(through.removeprefix(FACT), ""))
    return int(said) if said.isdecimal() else None


def _told_apart(distinct: str, event: Happened) -> str:
    if distinct == EVENT:
        return str(event.id)
    if distinct == SUBJECT:
        return str(event.subject_id)
    return str(event.facts.get(distinct.removeprefix(FACT)))
