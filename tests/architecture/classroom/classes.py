"""Samples of the workshops themselves."""

from __future__ import annotations

from storefront.infra.db import db
from storefront.models.shop import Shop
from tests.architecture.world import World
from tests.factories import make_learner, make_trainer, make_workshop

PLACES: dict[str, dict[str, str]] = {}
FORMS: dict[str, dict[str, str]] = {}
PREPARED: dict[str, str] = {}


def add(world: World) -> None:
    """Two classes of two trainers, a learner in each."""
    trainer, other = make_trainer(), make_trainer()
    workshop, elsewhere = make_workshop(trainer=trainer), make_workshop(trainer=other)
    learner, stranger = make_learner(workshop), make_learner(elsewhere)
    shop = db.session.get_one(Shop, learner.shop_id)
    world.values |= {
        "trainer": str(trainer.id),
        "other_trainer": str(other.id),
        "workshop_id": str(workshop.id),
        "learner": str(learner.user_id),
        "learner_id": str(learner.id),
        "other_learner": str(stranger.user_id),
        "shop_slug": shop.slug,
        "join_code": workshop.join_code,
    }
