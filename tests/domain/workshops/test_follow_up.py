"""Results later: only real shops, only live orders, only those of the time in question."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask

from storefront.domain.workshops import follow_up
from storefront.infra import clock
from storefront.infra.db import db
from storefront.infra.tenancy import enter_shop
from storefront.jobs import class_records
from storefront.models.order import Mode, OrderState, PaymentSummary
from storefront.models.shop import Shop
from storefront.models.workshop import FollowUp, Learner
from tests.factories import make_learner, make_order, make_shop, make_variant, make_workshop

ENDED = dt.timedelta(days=40)


@pytest.fixture
def graduated(context: Flask) -> Learner:
    """A learner with an open real shop, forty days after the class."""
    day = clock.today_vn() - ENDED
    shop = make_shop()
    shop.opened_at = clock.now() - dt.timedelta(days=30)
    return make_learner(make_workshop(starts_on=day, ends_on=day), graduated_shop_id=shop.id)


def test_live_orders_until_the_day_are_counted_and_nothing_else(graduated: Learner) -> None:
    long_ago, late = clock.now() - dt.timedelta(days=20), clock.now() - dt.timedelta(days=2)
    with enter_shop(graduated.graduated_shop_id or 0):
        variant = make_variant()
        paid, unpaid, cancelled, trial, later = (make_order((variant, 1000)) for _ in range(5))
        for order in (paid, unpaid, cancelled, trial):
            order.placed_at = long_ago
        paid.payment_summary, cancelled.state = PaymentSummary.PAID, OrderState.CANCELLED
        trial.mode, later.placed_at = Mode.TEST, late
        db.session.flush()

    seen = follow_up.look(graduated.id, 30)

    assert (seen.shop_open, seen.placed_orders, seen.paid_orders) == (True, 2, 1)


def test_a_shop_that_opened_after_the_day_was_not_open_on_it(graduated: Learner) -> None:
    shop = db.session.get_one(Shop, graduated.graduated_shop_id)
    shop.opened_at = clock.now() - dt.timedelta(days=5)
    db.session.flush()

    seen = follow_up.look(graduated.id, 30)

    assert not seen.shop_open


def test_each_learner_is_looked_at_once_when_the_day_has_come(graduated: Learner) -> None:
    db.session.commit()

    class_records.look_after_shops()
    class_records.look_after_shops()

    assert [row.days for row in db.session.query(FollowUp)] == [30]


def test_who_has_no_real_shop_is_left_alone(context: Flask) -> None:
    day = clock.today_vn() - ENDED
    make_learner(make_workshop(starts_on=day, ends_on=day))

    assert follow_up.due(30) == []
