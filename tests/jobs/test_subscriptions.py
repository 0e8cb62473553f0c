import logging

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.domain.catalogue.products import STATE_TOPICS
from storefront.infra.db import db
from storefront.infra.installation import PeriodicRun
from storefront.jobs import messages, orders, support
from storefront.jobs.subscriptions import DIRECTORY, HANDLERS, PERIODIC, TOPICS
from storefront.jobs.worker import Worker


def test_every_topic_leads_to_handlers_that_are_there():
    assert {name for names in TOPICS.values() for name in names} <= set(HANDLERS)


def test_every_list_of_goods_that_changes_is_told_to_the_directory():
    changes = set(STATE_TOPICS.values()) | {"product.created", "product.deleted"}

    assert {topic for topic in changes if DIRECTORY not in TOPICS.get(topic, ())} == set()


def test_what_is_kept_for_a_time_only_is_forgotten_by_the_clock():
    forgetful = {orders.clean_up_carts, messages.forget_old, support.forget_expired}

    assert forgetful <= {periodic.run for periodic in PERIODIC}


@pytest.mark.committed
def test_all_periodic_work_runs_and_is_not_due_again_at_once(
    committed_app: Flask, caplog: pytest.LogCaptureFixture
):
    with caplog.at_level(logging.ERROR):
        Worker(committed_app).run_periodic()

    with committed_app.app_context():
        turns = set(db.session.scalars(select(PeriodicRun.name)))
    assert caplog.records == []
    assert turns == {periodic.name for periodic in PERIODIC}
