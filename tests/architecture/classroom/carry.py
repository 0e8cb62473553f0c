"""Samples of carrying a class home."""

from __future__ import annotations

import io

from storefront.domain.workshops.carry import uploads
from storefront.domain.workshops.carry.export import export_class
from storefront.infra.db import db
from storefront.models.user import User
from storefront.models.workshop import Workshop
from tests.architecture.world import World
from tests.domain.workshops.carry.files import from_elsewhere

PLACES: dict[str, dict[str, str]] = {
    "classroom.carry.show": {"digest": "carried_digest"},
    "classroom.carry.bring": {"digest": "carried_digest"},
}
FORMS: dict[str, dict[str, str]] = {}
PREPARED: dict[str, str] = {}


def add(world: World) -> None:
    """The workshop of the world in a file from another installation, uploaded by its trainer."""
    target = io.BytesIO()
    export_class(db.session.get_one(Workshop, int(world.values["workshop_id"])), [], target)
    trainer = db.session.get_one(User, int(world.values["trainer"]))
    file = from_elsewhere(target.getvalue())
    world.files["classroom.carry.upload"] = file
    world.values["carried_digest"] = uploads.keep(trainer, io.BytesIO(file))
