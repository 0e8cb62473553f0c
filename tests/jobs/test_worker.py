import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import delete, func, select

from storefront.infra import clock, events, installation, queue
from storefront.infra.db import db
from storefront.infra.queue import Job
from storefront.infra.tenancy import PLATFORM, all_shops, enter_shop
from storefront.jobs.registry import Periodic, Work
from storefront.jobs.worker import Worker
from storefront.models.product import Product
from tests.factories import make_shop

TOPICS = {"product.created": ("note.first", "note.second")}


class Noted:
    """Handlers that write down what they were given."""

    def __init__(self) -> None:
        self.work: list[Work] = []

    def take(self, work: Work) -> None:
        self.work.append(work)


def fails(_work: Work) -> None:
    raise ZeroDivisionError("never divides")


def record_one(app: Flask) -> int:
    with app.app_context():
        shop = make_shop()
        with enter_shop(shop.id):
            product = Product(slug="mam", name="Mắm")
            db.session.add(product)
            db.session.flush()
            events.record("product.created", product, by=events.SYSTEM, price=1)
            db.session.commit()
        return shop.id


def worker(app: Flask, **handlers: object) -> Worker:
    table = {name.replace("__", "."): handler for name, handler in handlers.items()}
    return Worker(app, topics=TOPICS, handlers=table, periodic=())  # type: ignore[arg-type]


def test_each_handler_of_a_topic_hears_of_the_event_once(committed_app: Flask) -> None:
    shop_id = record_one(committed_app)
    noted = Noted()

    worker(committed_app, note__first=noted.take, note__second=noted.take).run_all()

    assert [(work.shop_id, work.topic, work.facts) for work in noted.work] == [
        (shop_id, "product.created", {"price": 1})
    ] * 2


def test_an_event_that_was_rolled_back_is_never_heard_of(committed_app: Flask) -> None:
    noted = Noted()
    with committed_app.app_context():
        shop = make_shop()
        events.record_platform("shop.created", shop, by=events.SYSTEM)
        db.session.rollback()

    worker(committed_app, note__first=noted.take).run_all()

    assert noted.work == []


def test_a_failing_handler_is_tried_again_later_and_parked_at_last(committed_app: Flask) -> None:
    record_one(committed_app)
    noted = Noted()
    trying = worker(committed_app, note__first=fails, note__second=noted.take)
    start = clock.now()

    for day in range(len(queue.BACK_OFF) + 1):
        clock.freeze(start + dt.timedelta(days=day))
        trying.run_all()

    with committed_app.app_context():
        parked = queue.parked()
        assert [(job.kind, job.tries) for job in parked] == [("note.first", len(queue.BACK_OFF) + 1)]
        assert "never divides" in (parked[0].last_error or "")
    assert len(noted.work) == 1


def test_a_parked_job_runs_again_when_told_to(committed_app: Flask) -> None:
    record_one(committed_app)
    noted = Noted()
    start = clock.now()
    failing = worker(committed_app, note__first=fails, note__second=noted.take)
    for day in range(len(queue.BACK_OFF) + 1):
        clock.freeze(start + dt.timedelta(days=day))
        failing.run_all()

    with committed_app.app_context():
        assert queue.run_again(queue.parked()[0].id)
        db.session.commit()
    worker(committed_app, note__first=noted.take, note__second=noted.take).run_all()

    with committed_app.app_context():
        assert queue.parked() == []
    assert len(noted.work) == 2


def test_a_job_whose_worker_died_runs_again_after_its_lease(committed_app: Flask) -> None:
    record_one(committed_app)
    noted = Noted()
    with committed_app.app_context():
        assert queue.claim("dead worker", 10)

    alive = worker(committed_app, note__first=noted.take, note__second=noted.take)
    alive.run_all()
    before = len(noted.work)
    clock.freeze(clock.now() + queue.LEASE + dt.timedelta(seconds=1))
    alive.run_all()

    assert (before, len(noted.work)) == (0, 2)


def test_a_unique_key_keeps_a_second_job_away_until_the_first_is_done(committed_app: Flask) -> None:
    noted = Noted()
    with committed_app.app_context():
        first = queue.enqueue("note.first", shop_id=0, unique_key="poll:1")
        second = queue.enqueue("note.first", shop_id=0, unique_key="poll:1")
        db.session.commit()
        assert first == second

    worker(committed_app, note__first=noted.take).run_all()

    with committed_app.app_context():
        assert queue.enqueue("note.first", shop_id=0, unique_key="poll:1") != first
        assert db.session.scalar(select(func.count()).select_from(Job)) == 2


def test_periodic_work_is_done_by_whoever_takes_the_turn(committed_app: Flask) -> None:
    calls: list[int] = []
    every = Periodic("count", dt.timedelta(minutes=5), lambda: calls.append(1))
    first = Worker(committed_app, topics={}, handlers={}, periodic=(every,))
    second = Worker(committed_app, topics={}, handlers={}, periodic=(every,))

    first.run_periodic()
    second.run_periodic()
    clock.freeze(clock.now() + dt.timedelta(minutes=6))
    second.run_periodic()

    assert len(calls) == 2


def test_two_processes_lease_different_nodes_and_a_restart_begins_above_the_mark(
    committed_app: Flask,
) -> None:
    with committed_app.app_context():
        first = installation.lease_node()
        second = installation.lease_node()

        assert first.node != second.node


@pytest.mark.parametrize("moment", [dt.datetime(2025, 5, 1, tzinfo=dt.UTC)])
def test_ids_of_demo_history_still_rise(moment: dt.datetime, context: Flask) -> None:
    clock.freeze(moment)

    made = [make_shop().id for _ in range(3)]

    assert made == sorted(made)


def test_slow_kinds_can_be_left_to_another_thread(committed_app: Flask) -> None:
    noted = Noted()
    with committed_app.app_context():
        for kind in ("picture.slow", "letter.quick"):
            queue.enqueue(kind, shop_id=PLATFORM)
        db.session.commit()
    working = worker(committed_app, letter__quick=noted.take)

    claimed = working.run_once(without={"picture.slow"})

    assert (claimed, len(noted.work)) == (1, 1)


@pytest.mark.committed
def test_a_job_that_begins_late_is_leased_anew_or_left_to_who_took_it(committed_app: Flask) -> None:
    with committed_app.app_context():
        queue.enqueue("note.slow", shop_id=PLATFORM)
        db.session.commit()
        (job,) = queue.claim("first", 1)
        clock.freeze(clock.now() + queue.LEASE * 0.9)
        late = Job(id=job.id, lease_until=job.lease_until)

        held, lost = queue.hold_on(job), queue.hold_on(late)

        assert (held, lost) == (True, False)
        clock.freeze(clock.now() + queue.LEASE / 2)
        assert queue.claim("second", 1) == []


def test_work_for_an_event_that_went_with_its_practice_shop_is_over(committed_app: Flask) -> None:
    record_one(committed_app)
    noted = Noted()
    running = worker(committed_app, note__first=noted.take, note__second=noted.take)
    running.run_once()
    with committed_app.app_context(), all_shops():
        db.session.execute(delete(events.Event))
        db.session.commit()

    running.run_all()

    with committed_app.app_context():
        waiting = db.session.scalar(select(func.count(Job.id)).where(Job.done_at.is_(None)))
    assert (noted.work, waiting) == ([], 0)
