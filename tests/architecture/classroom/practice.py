"""Samples of practice customers, of starting over and of a learner's practice money."""

from __future__ import annotations

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
    """One of the scenes."""
    world.values["scene_code"] = "complains"
