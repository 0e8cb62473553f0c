"""Practice data goes whole and alone: by dumps of every table, on both databases."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.domain.media.leftovers import remove_leftovers
from storefront.domain.workshops.cleaning import archive, erase, reset
from storefront.domain.workshops.cleaning.erase import RealShop, delete_shop, erase_rows
from storefront.domain.workshops.return_codes import give_way_back
from storefront.domain.workshops.schedule import WorkshopOver
from storefront.infra import clock, events, storage
from storefront.infra.db import Base, db
from storefront.infra.tenancy import all_shops, enter_shop
from storefront.jobs.practice import begin_anew, delete_old_practice, delete_practice
from storefront.jobs.worker import Worker
from storefront.models.platform import PLATFORM_TABLES
from storefront.models.product import Product
from storefront.models.shop import Shop, ShopMode, ShopState
from storefront.models.user import Identity, User
from storefront.models.workshop import (
    Attendance,
    ClassMessage,
    ClassSession,
    Learner,
    LearnerPresence,
    LearnerProgress,
    Workshop,
    WorkshopState,
)
from tests.domain.transfer.full_shop import Dump, dump, fill
from tests.factories import make_learner, make_mission, make_shop, make_workshop

JOBS = {archive.DELETE: delete_practice, reset.RESET: begin_anew}
MODELS_OF_RESULTS = ("attendance", "certificate", "learner_progress", "class_session", "mission", "lesson")


@dataclass
class Class:
    """Two learners with a row in every table of their shops, and a real shop that is none of the class's."""

    workshop_id: int
    learner_ids: list[int]
    shop_ids: list[int]
    real_id: int

    @property
    def all_ids(self) -> list[int]:
        return sorted([*self.shop_ids, self.real_id])


def make_class(*, days_ago: int = 0) -> Class:
    """Commits it."""
    workshop = make_workshop(ends_on=clock.today_vn() - dt.timedelta(days=days_ago))
    learners = [make_learner(workshop, user=known_to_the_class()) for _ in range(2)]
    real = make_shop()
    made = Class(workshop.id, [one.id for one in learners], [one.shop_id or 0 for one in learners], real.id)
    add_results(workshop, learners[0])
    for learner in learners:
        give_way_back(learner)
    db.session.flush()
    for shop_id in (*made.shop_ids, made.real_id):
        fill(shop_id)
    db.session.commit()
    return made


def known_to_the_class() -> User:
    """An account that has no other way in."""
    user = User(name="Cô Sáu")
    db.session.add(user)
    db.session.flush()
    return user


def add_results(workshop: Workshop, learner: Learner) -> None:
    """What the programme reports by, and what only the class needs."""
    now = clock.now()
    meeting = ClassSession(workshop_id=workshop.id, number=1, starts_at=now, ends_at=now)
    mission = make_mission(workshop)
    db.session.add(meeting)
    db.session.flush()
    db.session.add_all(
        [
            Attendance(class_session_id=meeting.id, learner_id=learner.id),
            LearnerProgress(learner_id=learner.id, mission_id=mission.id, reached_at=now, count=1),
            LearnerPresence(learner_id=learner.id, at=now, endpoint="admin.show", status=200),
            ClassMessage(
                workshop_id=workshop.id,
                learner_id=learner.id,
                said_by=workshop.made_by,
                body="Nghỉ 10 phút",
            ),
        ]
    )
    db.session.flush()


def run(app: Flask) -> None:
    Worker(app, topics={}, handlers=JOBS, periodic=()).run_all()


def owners_of_files(made: Class, *, tidied: bool = False) -> list[int]:
    """Which of the shops have pictures in the store, perhaps after the tidying of the next days."""
    if tidied:
        clock.travel(clock.now() + dt.timedelta(days=3))
        with all_shops():
            remove_leftovers()
    keys = list(storage.keys_older_than(clock.now() + dt.timedelta(days=1)))
    return [shop_id for shop_id in made.all_ids if any(key.startswith(f"shop/{shop_id}/") for key in keys)]


def rows_naming(found: Dump, shop_ids: list[int]) -> dict[str, int]:
    """How many rows of each table name one of these shops."""
    counted = {
        name: sum(1 for row in rows if row.get("shop_id", row["id"] if name == "shop" else None) in shop_ids)
        for name, rows in found.items()
    }
    return {name: count for name, count in counted.items() if count}


def test_practice_is_deleted_by_rule_and_nothing_else_is(committed_app: Flask) -> None:
    with committed_app.app_context():
        made = make_class(days_ago=121)
        before = dump()
        with all_shops():
            delete_old_practice()

    run(committed_app)

    with committed_app.app_context():
        after = dump()
        workshop = db.session.get_one(Workshop, made.workshop_id)
        learners = db.session.scalars(select(Learner).where(Learner.workshop_id == workshop.id)).all()
        users = [learner.user for learner in learners]
        assert rows_naming(before, made.shop_ids)["orders"] == 2
        assert (owners_of_files(made), owners_of_files(made, tidied=True)) == (made.all_ids, [made.real_id])
        assert rows_naming(after, made.shop_ids) == {}
        assert rows_naming(after, [made.real_id]) == rows_naming(before, [made.real_id])
        assert [after[name] for name in MODELS_OF_RESULTS] == [before[name] for name in MODELS_OF_RESULTS]
        assert (after["learner_presence"], after["class_message"]) == ([], [])
        assert workshop.state is WorkshopState.ARCHIVED and workshop.practice_deleted_at is not None
        assert [(one.shop_id, one.return_code) for one in learners] == [(None, None)] * 2
        assert {user.name for user in users} == {one.nickname for one in learners}
        assert [(user.is_active, user.identities) for user in users] == [(False, [])] * 2


def test_a_learner_begins_anew_at_the_same_address(committed_app: Flask) -> None:
    with committed_app.app_context():
        made = make_class()
        before = dump()
        first = db.session.get_one(Learner, made.learner_ids[0])
        by = events.Actor(events.ActorKind.USER, 1)
        reset.ask_for_reset(first.workshop, [first], forget_progress=True, by=by)
        slug = first.shop.slug if first.shop else ""
        db.session.commit()

    run(committed_app)

    with committed_app.app_context():
        after = dump()
        shop = db.session.scalars(select(Shop).where(Shop.slug == slug)).one()
        with enter_shop(shop.id):
            goods = db.session.scalars(select(Product)).all()
            assert goods and all(product.is_sample for product in goods)
        assert (shop.id, shop.state) == (made.shop_ids[0], ShopState.DRAFT)
        assert (
            rows_naming(after, [shop.id]).keys() & {"orders", "customer", "payment", "transaction"} == set()
        )
        assert after["learner_progress"] == []
        for others in (made.shop_ids[1], made.real_id):
            assert rows_naming(after, [others]) == rows_naming(before, [others])


def test_every_table_that_names_a_shop_is_known_to_the_deletion() -> None:
    naming = {
        name
        for name in PLATFORM_TABLES
        for column in Base.metadata.tables[name].columns
        if column.name == "shop_id" or any(key.column.table.name == "shop" for key in column.foreign_keys)
    }

    assert naming == erase.WITH_ROWS | erase.WITH_SHOP | erase.STAYS


def test_a_real_shop_is_refused(context: Flask) -> None:
    shop = make_shop(mode=ShopMode.REAL)

    with pytest.raises(RealShop):
        erase_rows(shop)
    with pytest.raises(RealShop):
        delete_shop(shop)


def test_a_class_that_still_runs_is_not_archived(context: Flask) -> None:
    workshop = make_workshop()

    with pytest.raises(archive.StillRunning):
        archive.archive(workshop, by=events.SYSTEM)


def test_nobody_begins_anew_in_a_class_that_is_over(context: Flask) -> None:
    learner = make_learner(make_workshop(state=WorkshopState.FINISHED))

    with pytest.raises(WorkshopOver):
        reset.ask_for_reset(learner.workshop, [learner], forget_progress=True, by=events.SYSTEM)


def test_a_deletion_that_gave_up_goes_on_when_it_is_asked_for_again(context: Flask) -> None:
    workshop = make_workshop(state=WorkshopState.FINISHED)
    archive.ask_for_deletion(workshop, by=events.SYSTEM)
    job = archive.deletion(workshop)
    assert job is not None
    job.parked_at = clock.now()

    archive.ask_for_deletion(workshop, by=events.SYSTEM)

    db.session.refresh(job)
    assert (job.parked_at, archive.deletion(workshop)) == (None, job)


def test_who_learns_in_another_class_keeps_name_and_way_in(context: Flask) -> None:
    user = known_to_the_class()
    learner, elsewhere = make_learner(user=user), make_learner(user=user)
    give_way_back(elsewhere)

    archive.delete_next(learner.workshop, 0)

    assert db.session.get_one(User, user.id).is_active
    assert len(db.session.scalars(select(Identity).where(Identity.user_id == user.id)).all()) == 1
