from __future__ import annotations

import datetime as dt

from flask import Flask
from sqlalchemy import select

from storefront.domain.workshops import presence
from storefront.infra import clock
from storefront.infra.db import db
from storefront.infra.trail import Step, Walker
from storefront.models.workshop import Learner, LearnerPresence, Workshop
from tests.factories import make_learner, make_member, make_shop
from tests.factories.users import make_user


def at_desk(learner: Learner, *, user_id: int | None = None, seconds: int = 0, status: int = 200) -> Step:
    walker = Walker(shop_id=learner.shop_id or 0, user_id=user_id or learner.user_id)
    moment = clock.now() + dt.timedelta(seconds=seconds)
    return Step(walker, moment, "admin.dashboard.show", "POST", status, ("ProductForm.price:wrong",))


def test_a_learners_steps_are_kept_and_their_board_changes(context: Flask) -> None:
    learner, elsewhere = make_learner(), make_learner()
    before = [db.session.get_one(Workshop, one.workshop_id).board_version for one in (learner, elsewhere)]

    presence.write([at_desk(learner, status=422), Step(Walker(learner.id), clock.now(), "x", "GET", 200)])

    db.session.expire_all()
    steps = presence.steps_of([learner.id])[learner.id]
    after = [db.session.get_one(Workshop, one.workshop_id).board_version for one in (learner, elsewhere)]
    assert sorted((step.status, *step.errors) for step in steps) == [(200,), (422, "ProductForm.price:wrong")]
    assert [new - old for new, old in zip(after, before, strict=True)] == [1, 0]


def test_somebody_else_in_the_shop_and_shops_outside_classes_leave_nothing(context: Flask) -> None:
    learner, friend, shop = make_learner(), make_user(), make_shop()
    member = make_member(shop)

    presence.write(
        [
            at_desk(learner, user_id=friend.id),
            Step(Walker(shop_id=shop.id, user_id=member.user_id), clock.now(), "x", "GET", 200),
        ]
    )

    assert db.session.scalars(select(LearnerPresence)).all() == []


def test_only_the_newest_steps_of_each_learner_stay(context: Flask) -> None:
    learner, other = make_learner(), make_learner()
    presence.write([at_desk(learner, seconds=number) for number in range(presence.KEPT)])
    presence.write([at_desk(other)])

    presence.write([at_desk(learner, seconds=100 + number, status=500) for number in range(5)])

    kept = presence.steps_of([learner.id, other.id])
    assert [step.status for step in kept[learner.id][:6]] == [500] * 5 + [200]
    assert (len(kept[learner.id]), len(kept[other.id])) == (presence.KEPT, 1)
