"""A practice customer whose job is killed before its commit orders once all the same."""

from __future__ import annotations

import datetime as dt

from flask import Flask
from sqlalchemy import select

from storefront.domain.workshops.customers.playing import VISIT, play, press
from storefront.infra import clock
from storefront.infra.db import db
from storefront.infra.tenancy import enter_shop
from storefront.jobs.practice import visit
from storefront.jobs.worker import Worker
from storefront.models.order import Mode, Order, OrderState
from tests.factories import make_delivery, make_learner, make_payment_method, make_variant


def test_a_killed_job_orders_once(app: Flask, rolled_back: None) -> None:
    with app.app_context():
        learner = make_learner()
        shop_id = learner.shop_id or 0
        with enter_shop(shop_id):
            make_variant()
            make_delivery()
            make_payment_method("cod", mode=Mode.TEST)
            db.session.commit()
        scene = press(learner.workshop, "cancels", [learner], press_key="k", by=learner.user)
        visit_id = scene.visits[0].id
        db.session.commit()
    with app.app_context(), enter_shop(shop_id):
        play(visit_id, 0, tries=1)
        db.session.rollback()

    worker = Worker(app, topics={}, handlers={VISIT: visit}, periodic=())
    worker.run_all()
    clock.travel(clock.now() + dt.timedelta(minutes=2))
    worker.run_all()

    with app.app_context(), enter_shop(shop_id):
        placed = db.session.scalars(select(Order)).all()
        assert [(order.number, order.state) for order in placed] == [("1001", OrderState.CANCELLED)]
