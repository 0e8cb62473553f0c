"""A trainer at a learner's practice shop: looking, which is announced, or helping, once the learner agreed.

Only at shops of one's own classes and only at practice shops; what graduated is the owner's alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from flask_babel import lazy_gettext
from sqlalchemy import ColumnElement, and_, exists, or_, select

from storefront.domain.workshops.board import touch
from storefront.infra import clock, events
from storefront.infra.db import db, locked
from storefront.infra.errors import Conflict
from storefront.infra.tenancy import enter_shop
from storefront.models.programme import Trainer
from storefront.models.shop import Shop, ShopMode
from storefront.models.user import User
from storefront.models.workshop import Learner, LearnerState, Visit, Workshop, WorkshopState, WorkshopTrainer

LOOK, HELP = "look", "help"
LENGTH = dt.timedelta(minutes=30)
ANSWER_WITHIN = dt.timedelta(minutes=10)


class NothingToVisit(Conflict):
    """The learner has no practice shop that a trainer may enter."""

    code = "nothing_to_visit"
    message = lazy_gettext("This learner has no practice shop that you could look at.")


class TooLateToAnswer(Conflict):
    """The question was answered already, or its time is over."""

    code = "too_late_to_answer"
    message = lazy_gettext("This question is no longer open.")


def look(learner: Learner, trainer: User) -> Visit:
    """Begin to look at the learner's shop; their pages say so. Raises NothingToVisit."""
    return _begin(learner, trainer, LOOK, LENGTH)


def ask_to_help(learner: Learner, trainer: User) -> Visit:
    """Ask the learner to let this trainer act in their shop. Raises NothingToVisit."""
    return _begin(learner, trainer, HELP, ANSWER_WITHIN)


def agree(visit: Visit, *, by: events.Actor) -> None:
    """The learner lets the trainer act, for half an hour. Raises TooLateToAnswer."""
    held = _open_question(visit)
    held.agreed_at = clock.now()
    held.ends_at = held.agreed_at + LENGTH
    _tell(held, "shop.help_began", by)


def refuse(visit: Visit, *, by: events.Actor) -> None:
    """The learner wants to go on alone. Raises TooLateToAnswer."""
    held = _open_question(visit)
    held.refused_at = held.ended_at = clock.now()
    touch(_learner(held).workshop_id)


def end(visit: Visit, *, by: events.Actor) -> None:
    """The trainer leaves, or is sent away; twice is once."""
    held = locked(visit)
    if held.ended_at is not None:
        return
    held.ended_at = min(clock.now(), held.ends_at)
    if held.kind == HELP and held.agreed_at:
        _tell(held, "shop.help_ended", by)
    else:
        touch(_learner(held).workshop_id)


def leave(visit: Visit, *, by: events.Actor) -> None:
    """End the visit and whatever else this trainer does or asks at the same shop."""
    same = (Visit.learner_id == visit.learner_id, Visit.trainer_id == visit.trainer_id)
    for each in db.session.scalars(select(Visit).where(*same, Visit.ended_at.is_(None))).all():
        end(each, by=by)


def end_overdue() -> None:
    """End the visits whose time is over."""
    rows = select(Visit).where(Visit.ended_at.is_(None), Visit.ends_at <= clock.now())
    for visit in db.session.scalars(rows).all():
        end(visit, by=events.JOB)


def visit_at(shop: Shop, user: User) -> Visit | None:
    """The visit that lets this trainer into this shop now, help before a look; None: none does."""
    return db.session.scalar(
        select(Visit)
        .join(Learner, Learner.id == Visit.learner_id)
        .where(Visit.trainer_id == user.id, _is_live(), _may_be_visited(shop.id), _may_visit(user))
        .order_by(Visit.agreed_at.is_(None), Visit.id.desc())
        .limit(1)
    )


def visits_to(learner: Learner) -> Sequence[Visit]:
    """Who looks, who helps and who asks to, the newest last."""
    return db.session.scalars(
        select(Visit)
        .where(Visit.learner_id == learner.id, Visit.ended_at.is_(None), Visit.ends_at > clock.now())
        .order_by(Visit.id)
    ).all()


def open_visits(learner_id: int, trainer: User) -> Sequence[Visit]:
    """What this trainer does or asks at one learner's shop; help stands last, even if only asked for."""
    return db.session.scalars(
        select(Visit)
        .where(
            Visit.learner_id == learner_id,
            Visit.trainer_id == trainer.id,
            Visit.ended_at.is_(None),
            Visit.ends_at > clock.now(),
        )
        .order_by(Visit.kind.desc(), Visit.id)
    ).all()


def _begin(learner: Learner, trainer: User, kind: str, length: dt.timedelta) -> Visit:
    held = locked(learner)
    open_to_me = exists().where(Learner.id == held.id, _may_be_visited(held.shop_id), _may_visit(trainer))
    if held.shop_id is None or not db.session.scalar(select(open_to_me)):
        raise NothingToVisit
    for before in open_visits(held.id, trainer):
        if before.kind == kind or before.agreed_at:
            return before
    visit = Visit(learner_id=held.id, trainer_id=trainer.id, kind=kind, ends_at=clock.now() + length)
    db.session.add(visit)
    db.session.flush()
    touch(held.workshop_id)
    return visit


def _is_live() -> ColumnElement[bool]:
    """SQL: the visit lets its trainer in."""
    agreed = or_(Visit.kind == LOOK, Visit.agreed_at.is_not(None))
    return and_(Visit.ended_at.is_(None), Visit.ends_at > clock.now(), agreed)


def _may_be_visited(shop_id: int | None) -> ColumnElement[bool]:
    """SQL: the learner is in a class that goes on, and the shop is their practice shop."""
    practice = exists().where(Shop.id == Learner.shop_id, Shop.mode == ShopMode.PRACTICE)
    goes_on = exists().where(Workshop.id == Learner.workshop_id, Workshop.state != WorkshopState.ARCHIVED)
    return and_(Learner.shop_id == shop_id, Learner.state == LearnerState.JOINED, practice, goes_on)


def _may_visit(user: User) -> ColumnElement[bool]:
    """SQL: the user is a trainer of the learner's class."""
    teaches = exists().where(
        WorkshopTrainer.workshop_id == Learner.workshop_id, WorkshopTrainer.user_id == user.id
    )
    is_trainer = exists().where(Trainer.user_id == user.id, Trainer.ended_at.is_(None))
    return and_(teaches, is_trainer)


def _open_question(visit: Visit) -> Visit:
    held = locked(visit)
    answered = held.agreed_at or held.refused_at or held.ended_at
    if held.kind != HELP or answered or held.ends_at <= clock.now():
        raise TooLateToAnswer
    return held


def _tell(visit: Visit, topic: str, by: events.Actor) -> None:
    """The shop's own log says who was let in and when it ended."""
    learner = _learner(visit)
    shop = db.session.get_one(Shop, learner.shop_id)
    with enter_shop(shop.id):
        events.record(topic, shop, by=by, visit=visit.id, trainer=visit.trainer_id)
    touch(learner.workshop_id)


def _learner(visit: Visit) -> Learner:
    return db.session.get_one(Learner, visit.learner_id)
