"""Samples of graduation and of model shops."""

from __future__ import annotations

from tests.architecture.world import World

PLACES: dict[str, dict[str, str]] = {}
FORMS: dict[str, dict[str, str]] = {"classroom.graduation.create": {"goods": "y"}}
PREPARED: dict[str, str] = {}


def add(world: World) -> None:
    """Nothing more than a learner is needed."""
