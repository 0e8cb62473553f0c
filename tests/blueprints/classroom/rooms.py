"""A class at its pages: its trainer and one learner, both signed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from flask import Flask

from storefront.infra.db import db
from storefront.models.workshop import Workshop
from tests.factories import make_learner, make_trainer, make_workshop
from tests.visitor import Visitor


@dataclass(frozen=True)
class Room:
    """Ids only, as every request has a session of its own; `desk` is the address of the learner's."""

    app: Flask
    trainer: Visitor
    learner: Visitor
    workshop_id: int
    learner_id: int
    trainer_id: int
    shop_id: int
    desk: str


RoomT = TypeVar("RoomT", bound=Room)


def open_room(
    kind: type[RoomT], app: Flask, visitor: Visitor, furnish: Callable[[Workshop], object]
) -> RoomT:
    """A class whose missions `furnish` makes; the visitor is its learner."""
    with app.app_context():
        trainer = make_trainer()
        trainer.name = "Cô Lan"
        workshop = make_workshop(trainer=trainer)
        furnish(workshop)
        learner = make_learner(workshop, nickname="Chú Ba")
        ids = workshop.id, learner.id, trainer.id, learner.shop_id or 0
        user_id, desk = learner.user_id, f"/admin/{learner.shop.slug}"  # type: ignore[union-attr]
        db.session.commit()
    return kind(app, Visitor(app).sign_in(ids[2]), visitor.sign_in(user_id), *ids, desk)
