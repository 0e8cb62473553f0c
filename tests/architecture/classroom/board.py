"""Samples of the live board, of hands and of visits."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from storefront.domain.workshops import steering
from storefront.infra import clock, events
from storefront.infra.db import db
from storefront.models.workshop import ClassMessage, Learner, Visit, Workshop
from tests.architecture.world import World
from tests.factories import make_mission

PLACES: dict[str, dict[str, str]] = {
    "classroom.hands.create_agreement": {"visit_id": "question_id"},
    "classroom.hands.create_refusal": {"visit_id": "question_id"},
}
FORMS: dict[str, dict[str, str]] = {
    "classroom.steering.create_message": {"body": "Nhìn lên bảng nhé."},
    "classroom.steering.create_message_to": {"body": "Nhìn lên bảng nhé."},
    "classroom.steering.create_skip": {"mission": "{board_mission_id}"},
    "classroom.steering.create_skip_for": {"mission": "{board_mission_id}"},
    "classroom.steering.create_unskip": {"mission": "{board_mission_id}"},
    "classroom.steering.create_unskip_for": {"mission": "{board_mission_id}"},
    "classroom.steering.create_time": {"mission": "{board_mission_id}", "minutes": "5"},
    "classroom.steering.create_time_for": {"mission": "{board_mission_id}", "minutes": "5"},
}
PREPARED: dict[str, str] = {"classroom.hands.create_lowering": "classroom.hands.create"}


def add(world: World) -> None:
    """A mission to skip, a message to read, a look that goes on and a question to help."""
    workshop = db.session.get_one(Workshop, int(world.values["workshop_id"]))
    learner = db.session.get_one(Learner, int(world.values["learner_id"]))
    trainer = int(world.values["trainer"])
    mission = make_mission(workshop, certified=False)
    steering.say(workshop, "Chào cả lớp", [learner], by=events.SYSTEM)
    ends_at = clock.now() + dt.timedelta(minutes=10)
    look, question = (
        Visit(learner_id=learner.id, trainer_id=trainer, kind=kind, ends_at=ends_at)
        for kind in ("look", "help")
    )
    db.session.add_all([look, question])
    db.session.flush()
    message = db.session.scalars(select(ClassMessage)).one()
    world.values |= {
        "board_mission_id": str(mission.id),
        "message_id": str(message.id),
        "visit_id": str(look.id),
        "question_id": str(question.id),
    }
