from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.domain.workshops import visits
from storefront.domain.workshops.visits import NothingToVisit, TooLateToAnswer
from storefront.infra import clock, events
from storefront.infra.db import db
from storefront.infra.events import Event
from storefront.infra.tenancy import all_shops, enter_shop
from storefront.models.programme import Trainer
from storefront.models.shop import Shop, ShopMode
from storefront.models.user import User
from storefront.models.workshop import Learner, LearnerState, WorkshopState
from tests.factories import make_learner, make_trainer, make_workshop

BY = events.SYSTEM


@pytest.fixture
def trainer(context: Flask) -> User:
    return make_trainer()


@pytest.fixture
def learner(trainer: User) -> Learner:
    return make_learner(make_workshop(trainer=trainer))


def shop_of(learner: Learner) -> Shop:
    return db.session.get_one(Shop, learner.shop_id)


def told(learner: Learner) -> list[str]:
    """What the practice shop's own log says about help."""
    with enter_shop(learner.shop_id or 0):
        topics = select(Event.topic).where(Event.topic.like("shop.help%")).order_by(Event.id)
        return list(db.session.scalars(topics))


def test_a_look_lets_its_trainer_in_until_it_ends(trainer: User, learner: Learner) -> None:
    before = visits.visit_at(shop_of(learner), trainer)
    look = visits.look(learner, trainer)
    during = visits.visit_at(shop_of(learner), trainer)
    visits.end(look, by=BY)

    assert (before, during) == (None, look)
    assert visits.visit_at(shop_of(learner), trainer) is None


def test_help_waits_for_the_learners_word_and_the_shops_log_tells_it(trainer: User, learner: Learner) -> None:
    help_ = visits.ask_to_help(learner, trainer)
    assert visits.visit_at(shop_of(learner), trainer) is None

    visits.agree(help_, by=BY)
    assert visits.visit_at(shop_of(learner), trainer) == help_
    visits.end(help_, by=BY)
    visits.end(help_, by=BY)

    assert visits.visit_at(shop_of(learner), trainer) is None
    assert told(learner) == ["shop.help_began", "shop.help_ended"]


def test_a_trainer_may_go_on_looking_while_the_question_waits_and_leaves_with_both(
    trainer: User, learner: Learner
) -> None:
    help_ = visits.ask_to_help(learner, trainer)
    look = visits.look(learner, trainer)
    again = visits.look(learner, trainer)
    meanwhile = visits.visit_at(shop_of(learner), trainer)

    visits.agree(help_, by=BY)
    agreed = visits.visit_at(shop_of(learner), trainer)
    visits.leave(help_, by=BY)

    assert (again, meanwhile, agreed, visits.ask_to_help(learner, trainer).id != help_.id) == (
        look,
        look,
        help_,
        True,
    )
    assert visits.visit_at(shop_of(learner), trainer) is None


def test_a_refusal_leaves_the_trainer_outside_and_stands(trainer: User, learner: Learner) -> None:
    help_ = visits.ask_to_help(learner, trainer)

    visits.refuse(help_, by=BY)

    with pytest.raises(TooLateToAnswer):
        visits.agree(help_, by=BY)
    assert visits.visit_at(shop_of(learner), trainer) is None
    assert told(learner) == []


def test_help_is_over_after_half_an_hour_and_the_log_hears_of_it(trainer: User, learner: Learner) -> None:
    now = clock.now()
    help_ = visits.ask_to_help(learner, trainer)
    visits.agree(help_, by=BY)
    clock.travel(now + visits.LENGTH + dt.timedelta(seconds=1))

    inside = visits.visit_at(shop_of(learner), trainer)
    with all_shops():
        visits.end_overdue()

    assert inside is None
    assert told(learner) == ["shop.help_began", "shop.help_ended"]


def test_a_question_cannot_be_answered_after_its_time(trainer: User, learner: Learner) -> None:
    help_ = visits.ask_to_help(learner, trainer)
    clock.travel(clock.now() + visits.ANSWER_WITHIN + dt.timedelta(seconds=1))

    with pytest.raises(TooLateToAnswer):
        visits.agree(help_, by=BY)


def test_nobody_visits_learners_of_another_class(learner: Learner) -> None:
    with pytest.raises(NothingToVisit):
        visits.look(learner, make_trainer())


def _graduated(learner: Learner) -> None:
    shop_of(learner).mode = ShopMode.REAL


def _archived(learner: Learner) -> None:
    learner.workshop.state = WorkshopState.ARCHIVED


def _left(learner: Learner) -> None:
    learner.state = LearnerState.LEFT


def _trainer_no_more(learner: Learner) -> None:
    for trainer in db.session.scalars(select(Trainer)):
        trainer.ended_at = clock.now()


@pytest.mark.parametrize("change", [_graduated, _archived, _left, _trainer_no_more])
def test_what_ends_the_right_ends_the_visit_at_once(trainer: User, learner: Learner, change: object) -> None:
    visits.look(learner, trainer)
    visits.agree(visits.ask_to_help(learner, trainer), by=BY)

    change(learner)  # type: ignore[operator]
    db.session.flush()

    assert visits.visit_at(shop_of(learner), trainer) is None
    with pytest.raises(NothingToVisit):
        visits.look(learner, trainer)
