"""Let a scene begin, and play each customer's part step by step in jobs."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from storefront.adapters.gateways.base import GatewayRefused, GatewayUnavailable
from storefront.domain.orders.cancel import OrderNotCancellable, TooLateToCancel, cancel_by_shopper
from storefront.domain.workshops.customers import complaining, paying, shopping
from storefront.domain.workshops.customers.made_up import somebody
from storefront.domain.workshops.customers.scenes import Act, NoSuchScene, Part, Scene, Step, scene
from storefront.domain.workshops.schedule import WorkshopOver
from storefront.infra import clock, events, queue
from storefront.infra.db import RowGone, db, lock, locked, savepoint
from storefront.infra.errors import AppError, Conflict
from storefront.infra.tenancy import current_shop_id
from storefront.models.order import Order
from storefront.models.practice import PracticeScene, PracticeVisit, VisitState
from storefront.models.shop import Shop, ShopSettings
from storefront.models.user import User
from storefront.models.workshop import Learner, LearnerState, Workshop, WorkshopState

VISIT = "classroom.visit"
"""The job that lets one practice customer do the next thing."""
PATIENCE = 4
"""How often a silent sandbox is asked before the customer gives up."""
OVER = (VisitState.DONE, VisitState.FAILED)
STOPPED = "stopped"
"""The problem of a customer whose trainer ended the scene."""


class NobodyChosen(Conflict):
    """None of the chosen learners has a practice shop."""

    code = "nobody_chosen"
    message = lazy_gettext("Choose at least one learner with a practice shop.")


def learners_with_shops(workshop: Workshop) -> Sequence[Learner]:
    """To whom practice customers can be sent, by nickname."""
    return db.session.scalars(
        select(Learner)
        .where(
            Learner.workshop_id == workshop.id,
            Learner.state == LearnerState.JOINED,
            Learner.shop_id.is_not(None),
        )
        .options(joinedload(Learner.shop))
        .order_by(Learner.nickname_folded, Learner.id)
    ).all()


def press(
    workshop: Workshop, code: str, learners: Sequence[Learner], *, press_key: str, by: User
) -> PracticeScene:
    """Send a scene's customers to these learners' shops. The same `press_key` presses once.

    Raises NoSuchScene, NobodyChosen, WorkshopOver.
    """
    played, workshop = scene(code), locked(workshop)
    standing = db.session.scalar(select(PracticeScene).where(PracticeScene.press_key == press_key))
    if standing is not None:
        return standing
    if workshop.state is not WorkshopState.OPEN:
        raise WorkshopOver
    if not learners:
        raise NobodyChosen
    begun = PracticeScene(workshop_id=workshop.id, code=code, press_key=press_key, pressed_by=by.id)
    db.session.add(begun)
    db.session.flush()
    for place, learner in enumerate(learners):
        _send(begun, played, learner, offset=place / len(learners))
    actor = events.Actor(events.ActorKind.USER, by.id)
    events.record_platform("workshop.scene_pressed", workshop, by=actor, scene=code, learners=len(learners))
    return begun


def stop(workshop: Workshop, scene_id: int, *, by: User) -> None:
    """End a scene: whoever is still on the way does nothing more. Twice is once. Raises NoSuchScene."""
    begun = db.session.get(PracticeScene, scene_id)
    if begun is None or begun.workshop_id != workshop.id:
        raise NoSuchScene(scene_id=scene_id)
    visit = PracticeVisit
    on_the_way = (visit.scene_id == begun.id, visit.state.not_in(OVER))
    stopped = db.session.scalars(
        update(visit).where(*on_the_way).values(state=VisitState.FAILED, problem=STOPPED).returning(visit.id)
    ).all()
    if stopped:
        actor = events.Actor(events.ActorKind.USER, by.id)
        events.record_platform("workshop.scene_stopped", workshop, by=actor, scene=begun.code)


def _send(begun: PracticeScene, played: Scene, learner: Learner, *, offset: float) -> None:
    """One shop's customers, evenly within the scene's time; each shop a little later than the one before."""
    assert learner.shop_id is not None
    gap = played.spread / len(played.parts)
    visits = [
        PracticeVisit(scene_id=begun.id, learner_id=learner.id, shop_id=learner.shop_id, number=number)
        for number in range(len(played.parts))
    ]
    db.session.add_all(visits)
    db.session.flush()
    jobs = [_job(visit, seconds=gap * (visit.number + offset)) for visit in visits]
    queue.enqueue_new(VISIT, shop_id=learner.shop_id, jobs=jobs)


def play(visit_id: int, step: int, *, tries: int) -> None:
    """The next thing a customer does in the shop in force. A step that was taken already is not taken again.

    Of a shop that began anew meanwhile nothing is left to do. Raises GatewayUnavailable while the sandbox is
    silent and patience lasts.
    """
    try:
        _play(visit_id, step, tries=tries)
    except RowGone:
        db.session.rollback()
        if db.session.get(PracticeVisit, visit_id) is not None:
            raise


def _play(visit_id: int, step: int, *, tries: int) -> None:
    visit = lock(PracticeVisit, visit_id)
    if visit.state in OVER or visit.step != step:
        return
    part = scene(visit.scene.code).parts[visit.number]
    try:
        _act(visit, part, part.steps[step])
    except GatewayUnavailable:
        if tries < PATIENCE:
            raise
        _fail(visit_id, "bank_silent")
    except GatewayRefused:
        _fail(visit_id, "payment_over")
    except AppError as problem:
        _fail(visit_id, problem.code)
    else:
        _advance(visit_id, part)


def _act(visit: PracticeVisit, part: Part, step: Step) -> None:
    if step.act is Act.ORDER:
        _order(visit, part)
    elif step.act is Act.PAY:
        paying.pay(_order_of(visit), short=step.short, key=f"visit:{visit.id}:{visit.step}")
    elif step.act is Act.CANCEL:
        _cancel(_order_of(visit))
    else:
        complaining.complain(_order_of(visit), _chance(visit))


def _order(visit: PracticeVisit, part: Part) -> None:
    """Place the order once; what follows it may be tried again."""
    shop = db.session.get_one(Shop, current_shop_id())
    if visit.order_id is None:
        chance = _chance(visit)
        with savepoint():
            placed = shopping.order(shop, somebody(chance), part.ways, chance)
        visit.order_id, visit.order_number, visit.state = placed.id, placed.number, VisitState.UNDER_WAY
        db.session.flush()
    paying.begin(shop, _order_of(visit))


def _cancel(order: Order) -> None:
    try:
        with savepoint():
            cancel_by_shopper(order, db.session.scalars(select(ShopSettings)).one())
    except (TooLateToCancel, OrderNotCancellable) as late:
        raise ShopWasQuicker from late


class ShopWasQuicker(Conflict):
    """The goods left before the customer changed their mind."""

    code = "shop_was_quicker"


def _advance(visit_id: int, part: Part) -> None:
    visit = lock(PracticeVisit, visit_id)
    if visit.state in OVER:
        return
    visit.step += 1
    if visit.step == len(part.steps):
        visit.state = VisitState.DONE
    else:
        key, run_at, payload = _job(visit, seconds=part.steps[visit.step].after)
        queue.enqueue(VISIT, shop_id=visit.shop_id, unique_key=key, run_at=run_at, **payload)


def _fail(visit_id: int, problem: str) -> None:
    visit = lock(PracticeVisit, visit_id)
    if visit.state not in OVER:
        visit.state, visit.problem = VisitState.FAILED, problem[:30]


def _job(visit: PracticeVisit, *, seconds: float) -> tuple[str, dt.datetime, dict[str, Any]]:
    """The key, time and payload of the job for the visit's next step."""
    key, run_at = f"{VISIT}:{visit.id}:{visit.step}", clock.now() + dt.timedelta(seconds=seconds)
    return key, run_at, {"visit": str(visit.id), "step": visit.step}


def _order_of(visit: PracticeVisit) -> Order:
    return db.session.scalars(select(Order).where(Order.id == visit.order_id)).one()


def _chance(visit: PracticeVisit) -> random.Random:
    """The same dice for a visit each time, so that a repeated try wants the same."""
    return random.Random(visit.id)
