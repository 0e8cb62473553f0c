"""Samples of the workshops themselves."""

from __future__ import annotations

from sqlalchemy import select

from storefront.infra.db import db
from storefront.models.programme import Trainer
from storefront.models.shop import Shop
from storefront.models.workshop import WorkshopTrainer
from tests.architecture.world import World
from tests.factories import make_class_account, make_learner, make_trainer, make_workshop

PLACES: dict[str, dict[str, str]] = {
    "classroom.joining.by_code": {"code": "join_code"},
    "classroom.learners.renew_return_code": {"learner_id": "pupil_id"},
    "classroom.workshops.remove_trainer": {"user_id": "co_trainer"},
}
FORMS: dict[str, dict[str, str]] = {
    "classroom.joining.create": {"code": "{join_code}", "nickname": "Bác Năm"},
    "classroom.joining.come_back": {
        "code": "{join_code}",
        "nickname": "{pupil}",
        "return_code": "{return_code}",
    },
    "classroom.workshops.create": {"title": "Bán hàng online"},
    "classroom.workshops.add_trainer": {"name": "{trainer_phone}"},
    "programme.trainers.appoint": {"name": "{trainer_phone}"},
}
PREPARED: dict[str, str] = {}


def add(world: World) -> None:
    """Two classes of two trainers, a learner in each."""
    trainer, other = make_trainer(), make_trainer()
    workshop, elsewhere = make_workshop(trainer=trainer), make_workshop(trainer=other)
    learner, stranger = make_learner(workshop), make_learner(elsewhere)
    pupil = make_learner(workshop, user=make_class_account())
    colleague = make_trainer()
    db.session.add(WorkshopTrainer(workshop_id=workshop.id, user_id=colleague.id))
    row = db.session.scalars(select(Trainer).where(Trainer.user_id == other.id)).one()
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
        "pupil_id": str(pupil.id),
        "pupil": pupil.nickname,
        "return_code": str(pupil.return_code),
        "co_trainer": str(colleague.id),
        "trainer_phone": other.identities[0].value,
        "trainer_id": str(row.id),
    }
