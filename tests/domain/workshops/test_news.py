from __future__ import annotations

import datetime as dt

from flask import Flask

from storefront.domain.accounts import devices
from storefront.domain.workshops import hands, steering, visits
from storefront.domain.workshops.news import news_for, stamp_for
from storefront.infra import clock, events
from storefront.infra.db import db
from storefront.models.workshop import Learner, LearnerState
from tests.factories import make_learner, make_trainer, make_workshop
from tests.sqlcount import counted_sql

BY = events.SYSTEM


def test_the_stamp_is_others_with_all_that_is_said_and_one_statement_tells_it(context: Flask) -> None:
    trainer = make_trainer()
    learner = make_learner(make_workshop(trainer=trainer))
    token, stamps = devices.open_device(learner.user, agent="", address=""), []

    def note() -> None:
        db.session.flush()
        with counted_sql() as statements:
            stamps.append(stamp_for(token, learner.workshop_id))
        assert len(statements) == 1
        assert stamps[-1] == news_for(learner).stamp

    note()
    steering.say(learner.workshop, "Nghỉ", [learner], by=BY)
    note()
    steering.say(learner.workshop, "Tiếp", [learner], by=BY)
    note()
    steering.mark_read(learner, steering.unread(learner)[0].id)
    note()
    look = visits.look(learner, trainer)
    note()
    question = visits.ask_to_help(learner, trainer)
    note()
    visits.agree(question, by=BY)
    note()
    visits.end(look, by=BY)
    note()
    clock.travel(clock.now() + visits.LENGTH + dt.timedelta(seconds=1))
    hands.raise_hand(learner, "", by=BY)
    note()
    steering.pause(learner.workshop, by=BY)
    note()

    assert len(set(stamps)) == len(stamps) == 10


def test_the_stamp_is_told_to_nobody_else(context: Flask) -> None:
    learner, other = make_learner(), make_learner()
    mine, theirs = (devices.open_device(one.user, agent="", address="") for one in (learner, other))

    before = [stamp_for(token, learner.workshop_id) for token in (mine, theirs, "")]
    learner.state = LearnerState.LEFT
    db.session.flush()

    assert [stamp is None for stamp in before] == [False, True, True]
    assert stamp_for(mine, learner.workshop_id) is None


def test_a_hand_raised_again_without_words_keeps_those_it_was_raised_with(context: Flask) -> None:
    learner: Learner = make_learner()
    hands.raise_hand(learner, "Em không thấy nút", by=BY)

    hands.raise_hand(learner, "", by=BY)

    assert learner.hand_words == "Em không thấy nút"
