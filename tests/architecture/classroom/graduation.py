"""Samples of graduation and of model shops."""

from __future__ import annotations

from storefront.infra.db import db
from storefront.models.programme import ModelShop
from tests.architecture.world import World
from tests.factories import make_shop

PLACES: dict[str, dict[str, str]] = {}
FORMS: dict[str, dict[str, str]] = {"classroom.graduation.create": {"goods": "y"}}
PREPARED: dict[str, str] = {}


def add(world: World) -> None:
    """A model shop that waits for approval."""
    shop = make_shop()
    kit = {"samples": [], "pages": []}
    model = ModelShop(shop_id=shop.id, key=f"model-{shop.id}", title=shop.name, kit=kit, agreed_by=0)
    db.session.add(model)
    db.session.flush()
    world.values["model_id"] = str(model.id)
