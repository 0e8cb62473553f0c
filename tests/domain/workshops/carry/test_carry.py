"""A class carried from a laptop into another installation, by full dumps of both, on both databases."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from storefront import create_app
from storefront.domain.transfer.parcel import to_plain_value
from storefront.domain.transfer.rules import columns_of
from storefront.domain.workshops.carry import bring_in, rows, uploads
from storefront.domain.workshops.carry.bring_in import BRING, SomebodyElsesClass
from storefront.domain.workshops.carry.export import export_class
from storefront.domain.workshops.feedback import QUESTIONS
from storefront.infra import clock
from storefront.infra.db import db
from storefront.infra.installation import installation_id
from storefront.jobs.registry import Work
from storefront.jobs.worker import Worker
from storefront.jobs.workshops import bring_in as job
from storefront.models.shop import Shop, ShopMode
from storefront.models.user import Membership, User
from storefront.models.workshop import (
    Attendance,
    ClassSession,
    Feedback,
    Learner,
    LearnerProgress,
    Workshop,
    WorkshopState,
)
from tests.conftest import settings_for
from tests.domain.transfer.full_shop import dump, fill, of_shop
from tests.factories import make_class_account, make_learner, make_mission, make_trainer, make_workshop


@dataclass(frozen=True)
class Trip:
    """The file, and what the laptop had."""

    file: bytes
    shop_id: int
    shop: dict[str, int]
    workshop_id: int


@pytest.fixture
def laptop(tmp_path: Path, migrated_sqlite: Path) -> Iterator[Flask]:
    folder = tmp_path / "laptop"
    folder.mkdir()
    shutil.copy(migrated_sqlite, folder / "storefront.sqlite3")
    made = create_app(settings_for(folder))
    yield made
    with made.app_context():
        db.engine.dispose()


@pytest.fixture
def trip(laptop: Flask) -> Trip:
    """Two learners with all that a class leaves behind; the shop of one goes along."""
    with laptop.app_context():
        installation_id()
        workshop = make_workshop(title="Lớp xã Ba Đình")
        mission = make_mission(workshop)
        learner = make_learner(workshop, user=make_class_account("Cô Đào"), paper_name="Lê Thị Đào")
        make_learner(workshop, user=make_class_account())
        meeting = ClassSession(workshop_id=workshop.id, number=1, starts_at=clock.now(), ends_at=clock.now())
        db.session.add(meeting)
        db.session.flush()
        at = clock.now()
        db.session.add_all(
            [
                Attendance(class_session_id=meeting.id, learner_id=learner.id),
                Feedback(learner_id=learner.id, marks=dict.fromkeys(QUESTIONS, 5), words="Hay."),
                LearnerProgress(learner_id=learner.id, mission_id=mission.id, count=1, reached_at=at),
            ]
        )
        fill(learner.shop_id)
        target = io.BytesIO()
        export_class(workshop, [learner.id], target)
        db.session.commit()
        shop = {name: len(rows) for name, rows in of_shop(dump(), learner.shop_id).items()}
        return Trip(target.getvalue(), learner.shop_id, shop, workshop.id)


def trainer(app: Flask) -> int:
    with app.app_context():
        installation_id()
        user_id = make_trainer().id
        db.session.commit()
        return user_id


def upload(app: Flask, trip: Trip, user_id: int) -> str:
    """Choose the file, look at it, say yes."""
    with app.app_context():
        user = db.session.get_one(User, user_id)
        digest = uploads.keep(user, io.BytesIO(trip.file))
        bring_in.ask(user, digest)
        db.session.commit()
    return digest


def work(app: Flask, handler: Callable[[Work], None]) -> None:
    Worker(app, topics={}, handlers={BRING: handler}, periodic=()).run_all()


def work_later(app: Flask, handler: Callable[[Work], None]) -> None:
    """Once the pause after a failure is over."""
    clock.travel(clock.now() + dt.timedelta(minutes=5))
    work(app, handler)


def run_again(app: Flask, user_id: int, digest: str) -> None:
    """The jobs themselves once more, as after a lost commit."""
    with app.app_context():
        for part in (0, 1):
            job(Work(shop_id=0, payload={"user": str(user_id), "file": digest, "part": part}))
            db.session.commit()


def counted(app: Flask, model: type[Any]) -> int:
    with app.app_context():
        return len(db.session.scalars(select(model.id)).all())


@dataclass(frozen=True)
class Arrived:
    """What stands at home; `tables` are those in which the shop has rows."""

    workshop_id: int
    learner_id: int
    user_id: int
    shop_id: int | None
    tables: set[str]
    facts: dict[str, Any]


def arrived(app: Flask) -> Arrived:
    with app.app_context():
        workshop = db.session.scalars(select(Workshop)).one()
        learners = db.session.scalars(select(Learner)).all()
        one = next(learner for learner in learners if learner.shop_id)
        shop = db.session.get_one(Shop, one.shop_id)
        owners = select(Membership.user_id).where(Membership.shop_id == shop.id)
        reached = select(LearnerProgress.learner_id).where(LearnerProgress.reached_at.is_not(None))
        facts = {
            "workshop": (workshop.title, workshop.state, workshop.joined, workshop.joining),
            "name on paper": one.paper_name,
            "return codes": [bool(learner.return_code) for learner in learners],
            "reached": list(db.session.scalars(reached)),
            "attended": list(db.session.scalars(select(Attendance.learner_id))),
            "said": list(db.session.scalars(select(Feedback.words))),
            "shop": (shop.mode, *db.session.scalars(owners)),
        }
        tables = {name for name, found in of_shop(dump(), shop.id).items() if found}
        return Arrived(workshop.id, one.id, one.user_id, shop.id, tables, facts)


def dumped(app: Flask) -> str:
    with app.app_context():
        return json.dumps(dump(), default=lambda value: str(to_plain_value(value)), sort_keys=True)


class Killed(RuntimeError):
    """The process ended before anything was committed."""


def dying_once_at(part: int) -> Callable[[Work], None]:
    """The job, ended after all its writes the first time that it comes to this part."""
    lives = [part]

    def run(work: Work) -> None:
        job(work)
        db.session.flush()
        if work.payload["part"] in lives:
            lives.clear()
            raise Killed

    return run


def test_a_class_comes_home_though_the_job_is_killed_and_a_second_upload_changes_nothing(
    committed_app: Flask, trip: Trip
) -> None:
    user_id = trainer(committed_app)
    upload(committed_app, trip, user_id)
    work(committed_app, dying_once_at(0))
    nothing = counted(committed_app, Learner)
    work_later(committed_app, dying_once_at(1))
    half = counted(committed_app, Learner), counted(committed_app, Shop)
    work_later(committed_app, job)
    before = dumped(committed_app)

    digest = upload(committed_app, trip, user_id)
    work(committed_app, job)
    run_again(committed_app, user_id, digest)

    assert (nothing, half) == (0, (2, 0))
    assert dumped(committed_app) == before
    came = arrived(committed_app)
    assert came.shop_id not in (None, trip.shop_id) and came.workshop_id != trip.workshop_id
    assert came.facts == {
        "workshop": ("Lớp xã Ba Đình", WorkshopState.FINISHED, 2, False),
        "name on paper": "Lê Thị Đào",
        "return codes": [True, True],
        "reached": [came.learner_id],
        "attended": [came.learner_id],
        "said": ["Hay."],
        "shop": (ShopMode.PRACTICE, came.user_id),
    }
    with_rows = {name for name, number in trip.shop.items() if number}
    assert with_rows - came.tables == {"cart", "cart_line"}
    with pytest.raises(SomebodyElsesClass):
        upload(committed_app, trip, trainer(committed_app))


def test_no_secret_and_no_old_way_in_is_in_the_file(trip: Trip) -> None:
    with zipfile.ZipFile(io.BytesIO(trip.file)) as file:
        words = b"".join(file.read(name) for name in file.namelist() if name.endswith(".json")).decode()

    assert "Lê Thị Đào" in words
    assert not re.search(r"482915|return_code|totp|password|practice_phone", words)
    assert not re.search(r'"(secrets|pin_hash|token_hash)": "', words)


def test_every_column_of_a_class_travels_or_is_known_to_stay() -> None:
    spoken = {name: {*table.columns, *table.refs, *table.stays} for name, table in rows.TABLES.items()}

    assert spoken == {name: set(columns_of(table.model)) for name, table in rows.TABLES.items()}
