"""What learners thought of a class: five marks and some words, changed until the class is archived."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext
from sqlalchemy import select

from storefront.domain.workshops.schedule import WorkshopOver
from storefront.infra import events
from storefront.infra.db import db, locked
from storefront.infra.errors import Invalid
from storefront.infra.text import clean_multiline
from storefront.models.workshop import Feedback, Learner, WorkshopState

QUESTIONS = {
    "understood": lazy_gettext("I understood what was shown."),
    "did": lazy_gettext("I can do it by myself now."),
    "pace": lazy_gettext("The pace was right for me."),
    "helped": lazy_gettext("When I was stuck, somebody helped."),
    "recommend": lazy_gettext("I would tell others to come."),
}
"""Each is answered from 1 (not at all) to 5 (fully)."""
FEWEST = 5
"""Averages of fewer answers would tell who said what."""
MOST_WORDS = 2000


@dataclass(frozen=True, slots=True)
class Summary:
    """How many answered, the averages in tenths (none of fewer than five answers), and the words."""

    count: int
    averages: Mapping[str, int]
    words: Sequence[str]


def of_learner(learner: Learner) -> Feedback | None:
    """What the learner said, if anything."""
    return db.session.scalar(select(Feedback).where(Feedback.learner_id == learner.id))


def give(learner: Learner, marks: Mapping[str, int], words: str, *, by: events.Actor) -> Feedback:
    """Keep the marks and words; later ones replace them. Raises Invalid, WorkshopOver."""
    learner = locked(learner)
    if learner.workshop.state is WorkshopState.ARCHIVED:
        raise WorkshopOver
    wrong = [name for name in QUESTIONS if marks.get(name) not in range(1, 6)]
    if wrong:
        raise Invalid({name: [lazy_gettext("Choose a mark from 1 to 5.")] for name in wrong})
    kept = of_learner(learner) or Feedback(learner_id=learner.id)
    kept.marks = {name: marks[name] for name in QUESTIONS}
    kept.words = clean_multiline(words)[:MOST_WORDS]
    db.session.add(kept)
    events.record_platform("learner.gave_feedback", learner, by=by)
    return kept


def summary(workshop_id: int) -> Summary:
    """What the class said. The words come without names, in no telling order."""
    rows = db.session.scalars(
        select(Feedback)
        .join(Learner, Learner.id == Feedback.learner_id)
        .where(Learner.workshop_id == workshop_id)
    ).all()
    averages = {}
    if len(rows) >= FEWEST:
        averages = {name: _tenths([int(row.marks[name]) for row in rows]) for name in QUESTIONS}
    return Summary(len(rows), averages, sorted(row.words for row in rows if row.words))


def _tenths(marks: Sequence[int]) -> int:
    return (20 * sum(marks) + len(marks)) // (2 * len(marks))
