"""Feedback: five marks, once each, averages from five answers on."""

from __future__ import annotations

import pytest
from flask import Flask

from storefront.domain.workshops import feedback
from storefront.domain.workshops.schedule import WorkshopOver
from storefront.infra import events
from storefront.infra.errors import Invalid
from storefront.models.workshop import WorkshopState
from tests.factories import make_learner, make_workshop


def marks(mark: int) -> dict[str, int]:
    return dict.fromkeys(feedback.QUESTIONS, mark)


def test_a_second_answer_replaces_the_first(context: Flask) -> None:
    learner = make_learner()

    feedback.give(learner, marks(2), "Hơi nhanh", by=events.SYSTEM)
    feedback.give(learner, marks(4), "Tốt", by=events.SYSTEM)

    found = feedback.summary(learner.workshop_id)
    assert (found.count, list(found.words)) == (1, ["Tốt"])


def test_averages_come_with_the_fifth_answer(context: Flask) -> None:
    workshop = make_workshop()
    told = []

    for mark in (5, 4, 4, 4, 5):
        feedback.give(make_learner(workshop), marks(mark), "", by=events.SYSTEM)
        told.append(feedback.summary(workshop.id).averages.get("pace"))

    assert told == [None, None, None, None, 44]


def test_a_mark_that_is_missing_or_no_mark_is_asked_for(context: Flask) -> None:
    with pytest.raises(Invalid) as refused:
        feedback.give(make_learner(), {**marks(3), "pace": 6}, "", by=events.SYSTEM)

    assert list(refused.value.errors) == ["pace"]


def test_an_archived_class_takes_no_more(context: Flask) -> None:
    learner = make_learner(make_workshop(state=WorkshopState.ARCHIVED))

    with pytest.raises(WorkshopOver):
        feedback.give(learner, marks(3), "", by=events.SYSTEM)
