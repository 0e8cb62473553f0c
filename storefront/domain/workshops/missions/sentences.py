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
    Pattern,
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
    parts = [_pattern(pattern, step.count) for pattern in step.on]
    said = str(_(" or ").join(dict.fromkeys(parts)))
    if step.distinct not in (EVENT, SUBJECT) and step.count > 1:
        said += " " + _("(each %(thing)s counts once)", thing=_fact_name(step))
    if step.within:
        after = say(vocabulary.topics()[step.within.after].one, current_locale())
        said += " " + _(
            "within %(minutes)s minutes after %(event)s", minutes=step.within.minutes, event=after
        )
    if step.check:
        said += " " + _("and then %(check)s", check=say(vocabulary.checks()[step.check], current_locale()))
    return said


def _pattern(pattern: Pattern, count: int) -> str:
    topic, locale = vocabulary.topics()[pattern.topic], current_locale()
    if count > 1 and topic.many:
        said = say(topic.many, locale).replace("{count}", str(count))
    else:
        said = say(topic.one, locale) + (" " + _("(%(count)s times)", count=count) if count > 1 else "")
    conditions = [_condition(topic.facts[each.fact], each) for each in pattern.where]
    return said + (f" ({', '.join(conditions)})" if conditions else "")


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


def _fact_name(step: Step) -> str:
    facts = vocabulary.topics()[step.on[0].topic].facts
    return say(facts[step.distinct.removeprefix(FACT)].says, current_locale())
