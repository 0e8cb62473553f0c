"""What proves a mission: steps, each counting events of some topics under conditions on their facts.

A rule is stored as data and read here, so that a later feature brings a mission without code:

    {"steps": [{"on": [{"topic": "order.fulfilled", "by": "user",
                        "where": [{"fact": "summary", "equals": "done"}]}],
                "count": 1, "distinct": "subject",
                "within": {"minutes": 10, "after": "order.placed", "through": "subject"}}]}

Any pattern of `on` counts; all steps must be met. `distinct` is `event`, `subject` or `fact:<name>`;
`through` says how the earlier event is found: the same subject, or the subject whose id a fact names. A step
with a `check` asks the shop itself (see `checks`) when one of its events happens.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from storefront.domain.workshops.missions import vocabulary
from storefront.infra.errors import Invalid

log = logging.getLogger(__name__)

EVENT, SUBJECT, FACT = "event", "subject", "fact:"
EQUALS, IS_NOT, AT_LEAST, AMONG, PRESENT = "equals", "is_not", "at_least", "in", "present"
TESTS = (EQUALS, IS_NOT, AT_LEAST, AMONG, PRESENT)
DOERS = ("", "user", "customer", "gateway")
MOST_STEPS, MOST_COUNT, MOST_MINUTES = 5, 100, 60 * 24 * 60


@dataclass(frozen=True, slots=True)
class Condition:
    """What a fact must be: `test` is one of TESTS, `value` what it is tested against."""

    fact: str
    test: str
    value: Any = True

    def holds(self, facts: Mapping[str, Any]) -> bool:
        """Whether an event with these facts fulfils it."""
        said = facts.get(self.fact)
        if self.test in (EQUALS, IS_NOT):
            return self.fact in facts and (said == self.value) is (self.test == EQUALS)
        if self.test == AT_LEAST:
            return isinstance(said, int | float) and said >= self.value
        if self.test == AMONG:
            return said in self.value
        return (said not in (None, "", False, 0)) is self.value


@dataclass(frozen=True, slots=True)
class Pattern:
    """Events of one topic, by a kind of actor (empty: anybody), under conditions."""

    topic: str
    by: str = ""
    where: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Within:
    """At most so many minutes after the first event of a topic about the same thing."""

    minutes: int
    after: str
    through: str = SUBJECT


@dataclass(frozen=True, slots=True)
class Step:
    """So many distinct events of any of these patterns."""

    on: tuple[Pattern, ...]
    count: int = 1
    distinct: str = EVENT
    within: Within | None = None
    check: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """All steps must be met."""

    steps: tuple[Step, ...]

    @property
    def goal(self) -> int:
        """How many things count in all."""
        return sum(step.count for step in self.steps)

    @property
    def topics(self) -> frozenset[str]:
        """The topics it listens to."""
        return frozenset(pattern.topic for step in self.steps for pattern in step.on)

    @property
    def read_topics(self) -> frozenset[str]:
        """The topics it must see in the log to be judged."""
        earlier = {step.within.after for step in self.steps if step.within}
        checked = {vocabulary.CHECK_HELD} if any(step.check for step in self.steps) else set()
        return self.topics | earlier | checked


class WrongRule(Invalid):
    """A rule that says nothing, or speaks of what the vocabulary does not know."""

    code = "wrong_rule"


def read(data: Mapping[str, Any]) -> Rule:
    """The rule in stored data. Raises WrongRule with a sentence for each thing that is wrong."""
    try:
        steps = tuple(_step(each) for each in data["steps"])
    except (KeyError, TypeError, ValueError, AttributeError) as broken:
        raise WrongRule.field("rule", _("The rule is not complete: %(what)s.", what=broken)) from broken
    if not 0 < len(steps) <= MOST_STEPS:
        raise WrongRule.field("rule", _("A mission has 1 to %(most)s steps.", most=MOST_STEPS))
    problems = [problem for step in steps for problem in _problems(step)]
    if problems:
        raise WrongRule({"rule": problems})
    return Rule(steps)


def known(data: Mapping[str, Any]) -> Rule | None:
    """The rule in stored data; None without one, or where it speaks of what this release does not know.

    A class may come from a newer laptop; one such mission must not stop the others.
    """
    try:
        return read(data) if data else None
    except WrongRule as wrong:
        log.warning("a mission's rule is not understood: %s", wrong.errors)
        return None


def to_data(rule: Rule) -> dict[str, Any]:
    """The rule as it is stored."""
    return {"steps": [_step_data(step) for step in rule.steps]}


def _step(data: Mapping[str, Any]) -> Step:
    within = data.get("within")
    return Step(
        on=tuple(_pattern(each) for each in data["on"]),
        count=int(data.get("count", 1)),
        distinct=str(data.get("distinct", EVENT)),
        within=Within(int(within["minutes"]), str(within["after"]), str(within.get("through", SUBJECT)))
        if within
        else None,
        check=str(data.get("check", "")),
    )


def _pattern(data: Mapping[str, Any]) -> Pattern:
    conditions = tuple(_condition(each) for each in data.get("where", ()))
    return Pattern(str(data["topic"]), str(data.get("by", "")), conditions)


def _condition(data: Mapping[str, Any]) -> Condition:
    test = next((each for each in TESTS if each in data), None)
    if test is None:
        raise ValueError(data.get("fact"))
    return Condition(str(data["fact"]), test, data[test])


def _problems(step: Step) -> list[str]:
    found = [problem for pattern in step.on for problem in _pattern_problems(pattern)]
    if not step.on:
        found.append(_("A step needs at least one event."))
    if not 0 < step.count <= MOST_COUNT:
        found.append(_("Count from 1 to %(most)s.", most=MOST_COUNT))
    if step.check and step.check not in vocabulary.checks():
        found.append(_("There is no check called %(name)s.", name=step.check))
    if step.check and (step.count != 1 or step.within):
        found.append(_("A check of the shop is asked once: count 1, without a time."))
    found += _key_problems(step, step.distinct, (EVENT, SUBJECT))
    if step.within:
        found += _within_problems(step, step.within)
    return found


def _pattern_problems(pattern: Pattern) -> list[str]:
    topic = vocabulary.topics().get(pattern.topic)
    if topic is None:
        return [_("No event is called %(name)s.", name=pattern.topic)]
    unknown = [condition.fact for condition in pattern.where if condition.fact not in topic.facts]
    found = [_("%(event)s says nothing about %(fact)s.", event=topic.key, fact=fact) for fact in unknown]
    if pattern.by not in DOERS:
        found.append(_("Nobody is called %(name)s.", name=pattern.by))
    for condition in pattern.where:
        if condition.test == AT_LEAST and not isinstance(condition.value, int | float):
            found.append(_("“At least” needs a number."))
        if condition.test == AMONG and not (isinstance(condition.value, list) and condition.value):
            found.append(_("“One of” needs a list."))
        if condition.test == PRESENT and not isinstance(condition.value, bool):
            found.append(_("“There” is yes or no."))
    return found


def _within_problems(step: Step, within: Within) -> list[str]:
    found = _key_problems(step, within.through, (SUBJECT,))
    if within.after not in vocabulary.topics():
        found.append(_("No event is called %(name)s.", name=within.after))
    if not 0 < within.minutes <= MOST_MINUTES:
        found.append(_("Minutes go from 1 to %(most)s.", most=MOST_MINUTES))
    return found


def _key_problems(step: Step, key: str, plain: Sequence[str]) -> list[str]:
    """What a thing is told apart by must be in every event the step counts."""
    if key in plain:
        return []
    fact = key.removeprefix(FACT)
    known = [vocabulary.topics()[each.topic] for each in step.on if each.topic in vocabulary.topics()]
    if key.startswith(FACT) and all(fact in topic.facts for topic in known):
        return []
    return [_("The events of this step cannot be told apart by %(key)s.", key=fact)]


def _step_data(step: Step) -> dict[str, Any]:
    data: dict[str, Any] = {"on": [_pattern_data(pattern) for pattern in step.on]}
    if step.count != 1:
        data["count"] = step.count
    if step.distinct != EVENT:
        data["distinct"] = step.distinct
    if step.within:
        data["within"] = {
            "minutes": step.within.minutes,
            "after": step.within.after,
            "through": step.within.through,
        }
    return data | ({"check": step.check} if step.check else {})


def _pattern_data(pattern: Pattern) -> dict[str, Any]:
    data: dict[str, Any] = {"topic": pattern.topic}
    if pattern.by:
        data["by"] = pattern.by
    if pattern.where:
        data["where"] = [{"fact": each.fact, each.test: each.value} for each in pattern.where]
    return data
