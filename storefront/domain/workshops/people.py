"""Who is who in a class: trainers, learners, and whose practice shop a shop is."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext
from sqlalchemy import Select, exists, select

from storefront.domain.workshops.learners import NoSuchLearner, learner_of
from storefront.infra.db import db
from storefront.infra.errors import NotFound
from storefront.models.programme import Trainer
from storefront.models.user import User
from storefront.models.workshop import Learner, LearnerState, Workshop, WorkshopState, WorkshopTrainer


class NoSuchWorkshop(NotFound):
    """There is no such class, or it is somebody else's."""

    code = "no_such_workshop"
    message = lazy_gettext("We did not find this class.")


def is_trainer(user: User) -> bool:
    """Whether the user may make workshops now; platform staff always may."""
    row = select(Trainer.id).where(Trainer.user_id == user.id, Trainer.ended_at.is_(None))
    return user.is_staff or bool(db.session.scalar(select(exists(row))))


def workshop_of_trainer(user: User, workshop_id: int) -> Workshop:
    """The workshop, if the user trains it and is still a trainer; staff see all. Raises NoSuchWorkshop."""
    workshop = db.session.get(Workshop, workshop_id)
    if workshop is None or not (user.is_staff or (is_trainer(user) and trains(user.id, workshop_id))):
        raise NoSuchWorkshop
    return workshop


def trains(user_id: int, workshop_id: int) -> bool:
    """Whether the user stands in the workshop's list of trainers."""
    row = select(WorkshopTrainer.id).where(
        WorkshopTrainer.workshop_id == workshop_id, WorkshopTrainer.user_id == user_id
    )
    return bool(db.session.scalar(select(exists(row))))


def learner_in(user: User, workshop_id: int) -> Learner:
    """The user as a learner of this workshop, with a place or waiting for one. Raises NoSuchWorkshop."""
    learner = db.session.scalar(
        select(Learner).where(
            Learner.workshop_id == workshop_id,
            Learner.user_id == user.id,
            Learner.state != LearnerState.LEFT,
        )
    )
    if learner is None:
        raise NoSuchWorkshop
    return learner


def learner_of_shop(shop_id: int) -> Learner | None:
    """Whose practice shop it is; None for a shop outside classes."""
    return db.session.scalar(select(Learner).where(Learner.shop_id == shop_id))


def learner_of_workshop(workshop: Workshop, learner_id: int) -> Learner:
    """A learner with a place in this workshop, for its trainer. Raises NoSuchLearner."""
    learner = learner_of(workshop, learner_id)
    if learner.state is not LearnerState.JOINED:
        raise NoSuchLearner
    return learner


def learning_now(user: User) -> Learner | None:
    """The user as a learner of a class that runs, the newest one."""
    return db.session.scalar(places_in_running(user).limit(1))


def classes_of(user: User) -> Sequence[Learner]:
    """The classes a user learns in or waits for, the newest first; archived ones are over."""
    mine = select(Learner).join(Workshop, Workshop.id == Learner.workshop_id)
    return db.session.scalars(
        mine.where(
            Learner.user_id == user.id,
            Learner.state != LearnerState.LEFT,
            Workshop.state != WorkshopState.ARCHIVED,
        ).order_by(Learner.id.desc())
    ).all()


def places_in_running(user: User) -> Select[Learner]:
    """The places a user has in classes that run, the newest first."""
    mine = select(Learner).join(Workshop, Workshop.id == Learner.workshop_id)
    return mine.where(
        Learner.user_id == user.id,
        Learner.state == LearnerState.JOINED,
        Workshop.state == WorkshopState.OPEN,
    ).order_by(Learner.id.desc())
