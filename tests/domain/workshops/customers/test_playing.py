"""Practice customers play their parts once, on the sandbox's own pages; an unready shop breaks nothing."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections.abc import Iterator

import httpx
import pytest
from flask import Flask
from sqlalchemy import func, select, update

from storefront.adapters.gateways.testing import BOOTSTRAP_KEY
from storefront.domain.payments.practice import OPENING
from storefront.domain.workshops import money
from storefront.domain.workshops.cleaning.reset import reset
from storefront.domain.workshops.customers.complaining import complain
from storefront.domain.workshops.customers.playing import VISIT, NobodyChosen, play, press, stop
from storefront.domain.workshops.customers.progress import played_in
from storefront.domain.workshops.schedule import WorkshopOver
from storefront.infra import clock, events, http
from storefront.infra.db import db
from storefront.infra.queue import Job
from storefront.infra.tenancy import enter_shop
from storefront.jobs.subscriptions import HANDLERS
from storefront.jobs.worker import Worker
from storefront.models.complaint import Complaint
from storefront.models.order import FulfillmentSummary, Mode, Order, OrderState
from storefront.models.practice import PracticeScene, PracticeVisit, VisitState
from storefront.models.shop import Shop, ShopMode, ShopState
from storefront.models.workshop import Learner, Workshop, WorkshopState
from storefront.sandbox import create_sandbox, start_api_listener
from tests.factories import make_delivery, make_learner, make_shop, make_variant

MINUTES = 6


@pytest.fixture(scope="module")
def listener(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    app = create_sandbox(tmp_path_factory.mktemp("class") / "sandbox.sqlite3", bootstrap_key=BOOTSTRAP_KEY)
    server, port = start_api_listener(app)
    yield f"http://127.0.0.1:{port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def bank(listener: str) -> Iterator[str]:
    http.allow_inner(listener)
    yield listener
    http.allow_inner("")


@pytest.fixture
def learner_id(app: Flask, rolled_back: None, bank: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """A learner whose open practice shop sells honey and was given practice money by its job."""
    monkeypatch.setitem(app.config, "SANDBOX_KEY", BOOTSTRAP_KEY)
    with app.app_context():
        learner = make_learner()
        shop = db.session.get_one(Shop, learner.shop_id)
        with enter_shop(shop.id):
            make_variant()
            make_delivery()
            money.begin(shop, by=events.SYSTEM)
            db.session.commit()
        learner_id = learner.id
    run(app, minutes=1)
    return learner_id


def begin(app: Flask, learner_id: int, code: str) -> int:
    with app.app_context():
        learner = db.session.get_one(Learner, learner_id)
        scene = press(learner.workshop, code, [learner], press_key="once", by=learner.user)
        db.session.commit()
        return scene.id


def run(app: Flask, minutes: int = MINUTES) -> None:
    """Let the time of a scene pass, and its jobs run."""
    worker = Worker(app, topics={}, handlers=HANDLERS, periodic=())
    moment = clock.now()
    for minute in range(minutes):
        clock.travel(moment + dt.timedelta(minutes=minute))
        worker.run_all()


def visits(app: Flask, scene_id: int) -> list[tuple[VisitState, str]]:
    with app.app_context():
        rows = db.session.scalars(select(PracticeVisit).where(PracticeVisit.scene_id == scene_id))
        return [(row.state, row.problem) for row in rows]


def orders(app: Flask, learner_id: int) -> list[Order]:
    with app.app_context(), enter_shop(shop_of(learner_id)):
        found = list(db.session.scalars(select(Order).order_by(Order.id)))
        db.session.expunge_all()
        return found


def shop_of(learner_id: int) -> int:
    return db.session.scalars(select(Learner.shop_id).where(Learner.id == learner_id)).one() or 0


def balance(app: Flask, bank: str, learner_id: int) -> str:
    """The learner's page at the practice bank."""
    with app.app_context(), enter_shop(shop_of(learner_id)):
        page = money.bank_page()
    return httpx.get(f"{bank}{page}").text


def shown(amount: int) -> str:
    return f"{amount:,}".replace(",", ".") + "\u00a0₫"


def test_a_rush_is_ten_test_orders_of_people_whom_no_telephone_reaches(app: Flask, learner_id: int) -> None:
    scene = begin(app, learner_id, "rush")

    run(app, minutes=4)

    placed = orders(app, learner_id)
    assert visits(app, scene) == [(VisitState.DONE, "")] * 10
    assert {order.mode for order in placed} == {Mode.TEST}
    assert (
        sorted(order.payment_choice for order in placed)
        == ["bank_transfer"] * 3 + ["cod"] * 5 + ["practice"] * 2
    )
    assert {order.buyer["phone"][:7] for order in placed} == {"+842370"}


def test_a_rush_takes_its_minute_and_a_half(context: Flask) -> None:
    learner = make_learner()

    press(learner.workshop, "rush", [learner], press_key="k", by=learner.user)

    times = db.session.scalars(select(Job.run_at).where(Job.kind == VISIT).order_by(Job.run_at)).all()
    gaps = {round((later - earlier).total_seconds()) for earlier, later in itertools.pairwise(times)}
    assert gaps == {9}


def test_a_job_that_runs_again_orders_nothing_more(app: Flask, learner_id: int) -> None:
    scene = begin(app, learner_id, "cancels")
    run(app, minutes=1)

    with app.app_context(), enter_shop(shop_of(learner_id)):
        visit = db.session.scalars(select(PracticeVisit).where(PracticeVisit.scene_id == scene)).one()
        play(visit.id, 0, tries=2)
        visit.step = 0
        db.session.commit()
        play(visit.id, 0, tries=2)

    assert len(orders(app, learner_id)) == 1


def test_who_pays_twice_sends_the_money_twice_and_a_repeated_job_none(
    app: Flask, learner_id: int, bank: str
) -> None:
    scene = begin(app, learner_id, "pays_twice")
    run(app, minutes=4)
    with app.app_context(), enter_shop(shop_of(learner_id)):
        visit = db.session.scalars(select(PracticeVisit).where(PracticeVisit.scene_id == scene)).one()
        visit.step, visit.state = 1, VisitState.UNDER_WAY
        db.session.commit()
        play(visit.id, 1, tries=2)

    total = orders(app, learner_id)[0].total

    assert shown(OPENING + 2 * total) in balance(app, bank, learner_id)


def test_who_pays_too_little_sends_a_tenth_less_in_whole_thousands(
    app: Flask, learner_id: int, bank: str
) -> None:
    begin(app, learner_id, "pays_short")

    run(app, minutes=4)

    sent = orders(app, learner_id)[0].total * 9 // 10 // 1000 * 1000
    assert shown(OPENING + sent) in balance(app, bank, learner_id)


def test_who_changes_their_mind_cancels(app: Flask, learner_id: int) -> None:
    begin(app, learner_id, "cancels")

    run(app, minutes=4)

    assert [order.state for order in orders(app, learner_id)] == [OrderState.CANCELLED]


def test_who_complains_names_the_order(app: Flask, learner_id: int) -> None:
    begin(app, learner_id, "complains")

    run(app, minutes=4)

    with app.app_context(), enter_shop(shop_of(learner_id)):
        complaint = db.session.scalars(select(Complaint)).one()
    assert complaint.order_id == orders(app, learner_id)[0].id


@pytest.mark.parametrize(
    ("state", "problem"), [(ShopState.DRAFT, "shop_not_selling"), (ShopState.OPEN, "nothing_to_sell")]
)
def test_a_shop_that_is_not_ready_is_told_of_and_nothing_breaks(
    app: Flask, rolled_back: None, state: ShopState, problem: str
) -> None:
    with app.app_context():
        learner = make_learner()
        db.session.get_one(Shop, learner.shop_id).state = state
        learner_id = learner.id
        db.session.commit()

    scene = begin(app, learner_id, "complains")
    run(app, minutes=1)

    assert visits(app, scene) == [(VisitState.FAILED, problem)]


def test_a_silent_sandbox_is_asked_again_and_at_last_told_of(app: Flask, learner_id: int) -> None:
    scene = begin(app, learner_id, "pays_short")
    run(app, minutes=1)
    http.allow_inner("http://127.0.0.1:1")

    run(app, minutes=8)

    assert visits(app, scene) == [(VisitState.FAILED, "bank_silent")]


def test_one_press_is_one_scene(context: Flask) -> None:
    learner = make_learner()

    first, second = (
        press(learner.workshop, "rush", [learner], press_key="tapped twice", by=learner.user)
        for _ in range(2)
    )

    assert first is second
    assert db.session.scalar(select(func.count(PracticeScene.id))) == 1


def test_a_class_that_was_finished_meanwhile_gets_no_customers(context: Flask) -> None:
    learner = make_learner()
    workshop = learner.workshop
    ended = update(Workshop).where(Workshop.id == workshop.id).values(state=WorkshopState.FINISHED)
    db.session.execute(ended.execution_options(synchronize_session=False))

    with pytest.raises(WorkshopOver):
        press(workshop, "rush", [learner], press_key="k", by=learner.user)


def test_who_is_on_the_way_when_the_scene_is_stopped_does_nothing_more(app: Flask, learner_id: int) -> None:
    scene = begin(app, learner_id, "pays_short")
    run(app, minutes=1)
    with app.app_context():
        learner = db.session.get_one(Learner, learner_id)
        stop(learner.workshop, scene, by=learner.user)
        db.session.commit()

    run(app, minutes=2)

    assert visits(app, scene) == [(VisitState.FAILED, "stopped")]
    with app.app_context(), enter_shop(shop_of(learner_id)):
        assert db.session.scalars(select(Order.paid)).all() == [0]


def test_a_shop_that_begins_anew_sends_its_customers_home(app: Flask, learner_id: int) -> None:
    scene = begin(app, learner_id, "cancels")
    run(app, minutes=1)
    with app.app_context():
        learner = db.session.get_one(Learner, learner_id)
        visit = db.session.scalars(select(PracticeVisit.id).where(PracticeVisit.scene_id == scene)).one()
        reset(learner, forget_progress=False, by=events.SYSTEM)
        db.session.commit()

    with app.app_context(), enter_shop(shop_of(learner_id)):
        play(visit, 1, tries=1)  # by a worker that had claimed the job before
        db.session.commit()

    with app.app_context():
        (played,) = played_in(db.session.get_one(Learner, learner_id).workshop)
    assert (played.running, played.shops, orders(app, learner_id)) == (False, (), [])


@pytest.mark.parametrize(
    ("locale", "sent", "kinds", "word"),
    [
        ("vi", FulfillmentSummary.NONE, {"delivery", "attitude"}, "tôi"),
        ("en", FulfillmentSummary.DONE, {"goods", "attitude"}, "and"),
    ],
)
def test_complaints_fit_the_order_and_speak_its_language(
    context: Flask, locale: str, sent: FulfillmentSummary, kinds: set[str], word: str
) -> None:
    buyer = {"name": "Lê Thị Đào", "phone": "+842370000001"}
    order = Order(buyer=buyer, locale=locale, fulfillment_summary=sent)
    with enter_shop(make_shop(mode=ShopMode.PRACTICE).id):
        for seed in range(8):
            complain(order, random.Random(seed))

        told = db.session.scalars(select(Complaint)).all()
        assert {one.kind for one in told} == kinds
        assert all(word in one.body.lower() for one in told)


def test_nobody_is_sent_to_nobody(context: Flask) -> None:
    learner = make_learner()

    with pytest.raises(NobodyChosen):
        press(learner.workshop, "rush", [], press_key="k", by=learner.user)


def test_practice_customers_never_enter_a_real_shop(context: Flask) -> None:
    learner = make_learner()
    learner.shop_id = make_shop(mode=ShopMode.REAL).id
    db.session.flush()
    scene = press(learner.workshop, "cancels", [learner], press_key="k", by=learner.user)

    with enter_shop(learner.shop_id), pytest.raises(AssertionError):
        play(scene.visits[0].id, 0, tries=1)
