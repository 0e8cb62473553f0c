import logging

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.infra.db import db
from storefront.infra.installation import PeriodicRun
from storefront.jobs.subscriptions import HANDLERS, PERIODIC, TOPICS
from storefront.jobs.worker import Worker


def test_every_topic_leads_to_handlers_that_are_there():
    assert {name for names in TOPICS.values() for name in names} <= set(HANDLERS)


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
