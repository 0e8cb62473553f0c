"""Samples of practice customers, of starting over and of a learner's practice money."""

from __future__ import annotations

from storefront.infra.db import db
from storefront.models.practice import PracticeScene
from tests.architecture.world import World

PLACES: dict[str, dict[str, str]] = {
    "classroom.practice.create": {"code": "scene_code"},
    "classroom.practice.show": {"code": "scene_code"},
}
FORMS: dict[str, dict[str, str]] = {
    "classroom.cleaning.create_reset": {"learner": "{learner_id}"},
}
PREPARED: dict[str, str] = {
    "classroom.cleaning.create_archive": "classroom.workshops.finish",
    "classroom.cleaning.create_deletion": "classroom.workshops.finish",
}


def add(world: World) -> None:
    """One of the scenes, and one that was let begin."""
    begun = PracticeScene(
        workshop_id=int(world.values["workshop_id"]),
        code="complains",
        press_key="sample",
        pressed_by=int(world.values["trainer"]),
    )
    db.session.add(begun)
    db.session.flush()
    world.values |= {"scene_code": "complains", "scene_id": str(begun.id)}
