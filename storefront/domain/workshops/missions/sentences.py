"""A rule read aloud, so that a trainer sees what it asks before it counts."""

from __future__ import annotations

from flask_babel import gettext as _

from storefront.domain.workshops.missions import vocabulary
from storefront.domain.workshops.missions.rules import (
    AMONG,
    AT_LEAST,
    EQUALS,
    EVENT,
    FACT,
    IS_NOT,
    SUBJECT,
    Condition,
    Rule,
    Step,
)
from storefront.domain.workshops.missions.vocabulary import Fact, say
from storefront.infra.i18n import current_locale


def sentence(rule: Rule) -> str:
    """What proves the mission, as one sentence in the language in force."""
    parts = [_step(step) for step in rule.steps]
    return str(_("When %(what)s.", what=_(", and ").join(parts)))


def _step(step: Step) -> str:
    locale, topics = current_locale(), vocabulary.topics()
    parts = [_events(step), _conditions(step)]
    if step.within:
        after = say(topics[step.within.after].one, locale)
        parts.append(
            _("within %(minutes)s minutes after %(event)s", minutes=step.within.minutes, event=after)
        )
    if step.check:
        parts.append(_("and then %(check)s", check=say(vocabulary.checks()[step.check], locale)))
    return " ".join(str(part) for part in parts if part)


def _events(step: Step) -> str:
    """Which events, and how many of them."""
    locale = current_locale()
    named = [vocabulary.topics()[pattern.topic] for pattern in step.on]
    if len(named) == 1 and named[0].many and step.count > 1:
        return say(named[0].many, locale).replace("{count}", str(step.count)) + _apart(step)
    said = str(_(" or ").join(say(topic.one, locale) for topic in named))
    if step.count > 1 and not _apart(step):
        said += " " + _("(%(count)s times)", count=step.count)
    return said + _apart(step)


def _apart(step: Step) -> str:
    if step.count == 1 or step.distinct in (EVENT, SUBJECT):
        return ""
    facts = vocabulary.topics()[step.on[0].topic].facts
    thing = say(facts[step.distinct.removeprefix(FACT)].says, current_locale())
    return " " + str(_("(%(count)s different: %(thing)s)", count=step.count, thing=thing))


def _conditions(step: Step) -> str:
    """What must hold of each event that speaks of it."""
    said = {
        each.fact: _condition(vocabulary.topics()[pattern.topic].facts[each.fact], each)
        for pattern in step.on
        for each in pattern.where
    }
    return f"({', '.join(said.values())})" if said else ""


def _condition(fact: Fact, condition: Condition) -> str:
    name, value = say(fact.says, current_locale()), condition.value
    if fact.kind == "flag":
        wanted = bool(value) is (condition.test != IS_NOT)
        return name if wanted else str(_("not %(what)s", what=name))
    if condition.test == EQUALS:
        return str(_("%(fact)s: %(value)s", fact=name, value=_value(fact, value)))
    if condition.test == IS_NOT:
        return str(_("%(fact)s: not %(value)s", fact=name, value=_value(fact, value)))
    if condition.test == AT_LEAST:
        return str(_("%(fact)s: %(value)s or more", fact=name, value=value))
    if condition.test == AMONG:
        values = _(" or ").join(_value(fact, each) for each in value)
        return str(_("%(fact)s: %(value)s", fact=name, value=values))
    return str(_("with %(fact)s", fact=name) if value else _("without %(fact)s", fact=name))


def _value(fact: Fact, value: object) -> str:
    words = fact.values.get(str(value))
    return say(words, current_locale()) if words else str(value)
