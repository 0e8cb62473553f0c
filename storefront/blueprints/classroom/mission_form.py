"""A mission as a form: each step in words of the event vocabulary, read into a rule and shown from one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField, IntegerField, SelectField, StringField
from wtforms.validators import Length
from wtforms.widgets import HiddenInput

from storefront.blueprints.common.forms import BaseForm, Row, choices_of, optional
from storefront.blueprints.common.lesson_words import in_words
from storefront.domain.workshops.missions import rules, vocabulary
from storefront.domain.workshops.missions.vocabulary import Fact
from storefront.models.workshop import Lesson, Mission

PATTERNS, SPARE_CONDITIONS, MOST_STEPS = 5, 1, rules.MOST_STEPS
TESTS = {
    rules.EQUALS: _l("is"),
    rules.IS_NOT: _l("is not"),
    rules.AT_LEAST: _l("is at least"),
    rules.AMONG: _l("is one of"),
    rules.PRESENT: _l("is there"),
}
DOERS = {
    "": _l("anybody"),
    "user": _l("the learner"),
    "customer": _l("a customer"),
    "gateway": _l("a bank or gateway"),
}
NONE = {"": "–"}
YES, NO = frozenset({"có", "yes", "true", "1", ""}), frozenset({"không", "no", "false", "0"})


class Named:
    """Marks a field that saving asks for; the domain says so, as a trial or a preview needs none."""

    field_flags: ClassVar = {"required": True}

    def __call__(self, _form: BaseForm, _field: StringField) -> None:
        """Nothing is refused here."""


class ConditionRow(Row):
    """What a fact must be; a row without a fact does not count."""

    fact = SelectField(_l("What the event says"), validate_choice=False)
    test = SelectField(_l("must"), choices=choices_of(TESTS), validate_choice=False)
    value = StringField(_l("Value"), [Length(max=200)])


class StepRow(Row):
    """One step: events that count, how many, told apart how, how soon; a step without an event is none."""

    topics = FieldList(SelectField(_l("Event"), validate_choice=False), min_entries=PATTERNS)
    by = SelectField(_l("Done by"), choices=choices_of(DOERS), validate_choice=False)
    where = FieldList(FormField(ConditionRow), label=_l("Only if"))
    count = IntegerField(_l("How many"), [optional()], default=1)
    distinct = SelectField(_l("Told apart by"), validate_choice=False)
    minutes = IntegerField(_l("Within minutes"), [optional()])
    after = SelectField(_l("after"), validate_choice=False)
    check = SelectField(_l("And the shop"), validate_choice=False)

    def offer(self) -> None:
        """Fill the lists in the reader's language."""
        topics = {topic.key: in_words(topic.one) for topic in vocabulary.topics().values()}
        facts = {key: in_words(fact.says) for key, fact in _facts().items()}
        checks = {key: in_words(words) for key, words in vocabulary.checks().items()}
        for field in (*self.topics.entries, self.after):
            field.choices = choices_of(NONE | topics)
        for row in self.where.entries:
            row.form.fact.choices = choices_of(NONE | facts)
        apart = {rules.EVENT: _l("each time counts"), rules.SUBJECT: _l("each thing counts once")}
        self.distinct.choices = choices_of(apart | {rules.FACT + key: name for key, name in facts.items()})
        self.check.choices = choices_of(NONE | checks)

    def read(self) -> dict[str, Any] | None:
        """The step as a rule stores it; None for a blank one."""
        topics = [field.data for field in self.topics.entries if field.data]
        if not topics:
            return None
        where = [each for row in self.where.entries if row.form.fact.data for each in [_condition(row.form)]]
        step: dict[str, Any] = {"on": [_pattern(topic, self.by.data, where) for topic in topics]}
        step |= {"count": self.count.data or 1, "distinct": self.distinct.data or rules.EVENT}
        if self.minutes.data and self.after.data:
            through = self._through(topics)
            step["within"] = {"minutes": self.minutes.data, "after": self.after.data, "through": through}
        return step | ({"check": self.check.data} if self.check.data else {})

    def _through(self, topics: Iterable[str]) -> str:
        """How the earlier event is found: by the fact that names its kind of thing, else the same thing."""
        kind = str(self.after.data).partition(".")[0]
        known = vocabulary.topics()
        named = all(kind in known[topic].facts for topic in topics if topic in known)
        return rules.FACT + kind if named and not str(next(iter(topics))).startswith(kind) else rules.SUBJECT


class MissionForm(BaseForm):
    """A whole mission."""

    lesson = SelectField(_l("Lesson"), coerce=int)
    title_vi = StringField(_l("Title in Vietnamese"), [Length(max=160), Named()])
    title_en = StringField(_l("Title in English"), [Length(max=160)])
    hint_vi = StringField(_l("Hint in Vietnamese"), [Length(max=300)])
    hint_en = StringField(_l("Hint in English"), [Length(max=300)])
    steps = FieldList(FormField(StepRow), label=_l("What proves it"))
    minutes = IntegerField(_l("Time limit in minutes"), [optional()])
    required = BooleanField(_l("Everybody should do it"))
    certified = BooleanField(_l("The certificate asks for it"))
    outside = BooleanField(_l("It counts only after the class, in the real shop"))
    revision = IntegerField(validators=[optional()], widget=HiddenInput())

    def offer(self, lessons: Iterable[Lesson]) -> None:
        """Fill the lists, and leave room for one more step and one more condition."""
        self.lesson.choices = choices_of({lesson.id: in_words(lesson.title) for lesson in lessons})
        blank = not self.steps.entries or self.steps.entries[-1].form.topics.entries[0].data
        if blank and len(self.steps.entries) < MOST_STEPS:
            self.steps.append_entry()
        for step in self.steps.entries:
            for _spare in range(SPARE_CONDITIONS if _is_full(step.form) else 0):
                step.form.where.append_entry()
            step.form.offer()

    def rule(self) -> rules.Rule:
        """The rule typed. Raises WrongRule."""
        steps = [step.form.read() for step in self.steps.entries]
        return rules.read({"steps": [step for step in steps if step]})


def typed_from(mission: Mission) -> dict[str, Any]:
    """What the form shows of a mission."""
    rule = rules.known(mission.rule) or rules.Rule(())
    return {
        "lesson": mission.lesson_id,
        "title_vi": mission.title.get("vi", ""),
        "title_en": mission.title.get("en", ""),
        "hint_vi": mission.hint.get("vi", ""),
        "hint_en": mission.hint.get("en", ""),
        "steps": [_shown(step) for step in rule.steps],
        "minutes": mission.minutes,
        "required": mission.required,
        "certified": mission.certified,
        "outside": not mission.in_class,
        "revision": mission.revision,
    }


def _shown(step: rules.Step) -> dict[str, Any]:
    conditions: dict[str, rules.Condition] = {
        each.fact: each for pattern in step.on for each in pattern.where
    }
    topics = [pattern.topic for pattern in step.on]
    return {
        "topics": topics + [""] * (PATTERNS - len(topics)),
        "by": step.on[0].by,
        "where": [
            {"fact": each.fact, "test": each.test, "value": _written(each)} for each in conditions.values()
        ],
        "count": step.count,
        "distinct": step.distinct,
        "minutes": step.within.minutes if step.within else None,
        "after": step.within.after if step.within else "",
        "check": step.check,
    }


def _pattern(topic: str, by: str, where: list[dict[str, Any]]) -> dict[str, Any]:
    """A condition holds for the events that speak of its fact; where none of them does, the rule says so."""
    known = vocabulary.topics().get(topic)
    mine = [each for each in where if known is None or each["fact"] in known.facts or not known.facts]
    return {"topic": topic, "by": by or "", "where": mine}


def _condition(row: Any) -> dict[str, Any]:
    fact, typed = _facts().get(row.fact.data), (row.value.data or "").strip()
    if row.test.data == rules.AMONG:
        values = [_value(fact, each.strip()) for each in typed.split(",") if each.strip()]
        return {"fact": row.fact.data, rules.AMONG: values}
    if row.test.data == rules.PRESENT:
        return {"fact": row.fact.data, rules.PRESENT: typed.lower() not in NO}
    return {"fact": row.fact.data, row.test.data: _value(fact, typed)}


def _value(fact: Fact | None, typed: str) -> Any:
    """What was typed as the fact's kind has it: its number, yes or no, or the key behind a choice's words."""
    if fact is None:
        return typed
    if fact.kind == "number" and typed.lstrip("-").isdecimal():
        return int(typed)
    if fact.kind == "flag" and typed.lower() in YES | NO:
        return typed.lower() in YES
    named = {words.lower(): key for key, said in fact.values.items() for words in said.values()}
    return named.get(typed.lower(), typed)


def _written(condition: rules.Condition) -> str:
    fact, value = _facts().get(condition.fact), condition.value
    if isinstance(value, list):
        return ", ".join(_word(fact, each) for each in value)
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    return _word(fact, value)


def _word(fact: Fact | None, value: object) -> str:
    words = fact.values.get(str(value)) if fact else None
    return in_words(words) if words else str(value)


def _is_full(step: StepRow) -> bool:
    rows = step.where.entries
    return not rows or bool(rows[-1].form.fact.data)


def _facts() -> Mapping[str, Fact]:
    """Every fact some event tells, by key; the first event's words stand for all."""
    found: dict[str, Fact] = {}
    for topic in vocabulary.topics().values():
        for key, fact in topic.facts.items():
            found.setdefault(key, fact)
    return found
