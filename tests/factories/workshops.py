"""A class, its trainer, its learners with their practice shops, and a syllabus of one lesson."""

from __future__ import annotations

import datetime as dt
from itertools import count

from storefront.infra import clock
from storefront.infra.db import db
from storefront.models.programme import Trainer
from storefront.models.shop import ShopMode
from storefront.models.user import Identity, IdentityKind, Role, User
from storefront.models.workshop import Learner, Lesson, Mission, Workshop, WorkshopTrainer
from tests.factories.shops import make_shop
from tests.factories.users import make_member, make_user

_numbers = count(1)


def make_trainer(user: User | None = None) -> User:
    """A user who may make workshops."""
    user = user or make_user()
    db.session.add(Trainer(user_id=user.id))
    db.session.flush()
    return user


def make_workshop(*, trainer: User | None = None, **fields: object) -> Workshop:
    """An open workshop of today with its trainer."""
    trainer = trainer or make_trainer()
    today = clock.today_vn()
    values: dict[str, object] = {
        "title": f"Lớp {next(_numbers)}",
        "join_code": f"LOP{next(_numbers):03}",
        "starts_on": today,
        "ends_on": today + dt.timedelta(days=1),
        "kits": ["food"],
        "languages": ["vi"],
        "made_by": trainer.id,
    }
    workshop = Workshop(**{**values, **fields})
    db.session.add(workshop)
    db.session.flush()
    db.session.add(WorkshopTrainer(workshop_id=workshop.id, user_id=trainer.id))
    db.session.flush()
    return workshop


def make_class_account(name: str = "Chú Ba") -> User:
    """A user who signs in by the class alone: no phone, no e-mail, no password."""
    user = User(name=name)
    db.session.add(user)
    db.session.flush()
    db.session.add(Identity(user=user, kind=IdentityKind.CLASS, value=str(user.id), verified_at=clock.now()))
    db.session.flush()
    return user


def make_learner(workshop: Workshop | None = None, *, user: User | None = None, **fields: object) -> Learner:
    """A learner with a place and a practice shop that is open; a user with a phone unless one is given."""
    workshop = workshop or make_workshop()
    number = next(_numbers)
    user = user or make_user()
    shop = make_shop(mode=ShopMode.PRACTICE)
    make_member(shop, Role.OWNER, user)
    values: dict[str, object] = {
        "nickname": f"Cô Tư {number}",
        "nickname_folded": f"co tu {number}",
        "return_code": "482915",
        "kit": "food",
        "joined_at": clock.now(),
    }
    learner = Learner(workshop_id=workshop.id, user_id=user.id, shop_id=shop.id, **{**values, **fields})
    workshop.joined += 1
    db.session.add(learner)
    db.session.flush()
    return learner


def make_mission(workshop: Workshop, **fields: object) -> Mission:
    """A mission in a lesson of its own; unless a rule is given, one that hardly any test reaches."""
    number = next(_numbers)
    lesson = Lesson(
        workshop_id=workshop.id, position=number, title={"vi": f"Bài {number}"}, body={"vi": "Đọc."}
    )
    db.session.add(lesson)
    db.session.flush()
    values: dict[str, object] = {
        "position": number,
        "code": f"T{number}",
        "title": {"vi": f"Việc {number}"},
        "hint": {"vi": "Làm thử."},
        "rule": {"steps": [{"on": [{"topic": "report.opened"}]}]},
    }
    mission = Mission(workshop_id=workshop.id, lesson_id=lesson.id, **{**values, **fields})
    db.session.add(mission)
    db.session.flush()
    return mission
