"""Carried files as somebody would write them who means harm, with a list and hashes that fit."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.domain.workshops.carry import bring_in, uploads
from storefront.domain.workshops.carry.contents import read_contents
from storefront.domain.workshops.carry.export import export_class
from storefront.domain.workshops.carry.package import BadFile
from storefront.domain.workshops.feedback import QUESTIONS
from storefront.infra import clock, crypto, storage
from storefront.infra.db import db
from storefront.infra.installation import installation_id
from storefront.infra.tokens import card_code
from storefront.models.user import User
from storefront.models.workshop import Certificate, Feedback, Learner, LearnerProgress, Workshop
from tests.domain.transfer.full_shop import fill
from tests.domain.workshops.carry.files import ELSEWHERE, from_elsewhere, with_rows
from tests.factories import make_class_account, make_learner, make_mission, make_trainer, make_workshop

Rows = dict[str, Any]
Change = Callable[[Rows], Any]


@pytest.fixture
def file(context: Flask) -> bytes:
    """A class with one learner, whose shop has a row in every table, as a laptop would have saved it."""
    return saved()


@cache
def saved() -> bytes:
    """The file, made once; nothing of it stays in this database."""
    workshop = make_workshop(title="Lớp xã Ba Đình")
    learner = make_learner(workshop, user=make_class_account(), paper_name="Lê Thị Đào")
    db.session.add_all(
        [
            Feedback(learner_id=learner.id, marks=dict.fromkeys(QUESTIONS, 5), words="Hay."),
            LearnerProgress(learner_id=learner.id, mission_id=make_mission(workshop).id, count=1),
            certificate(learner),
        ]
    )
    workshop_id, learner_id = workshop.id, learner.id
    fill(learner.shop_id or 0)
    target = io.BytesIO()
    export_class(db.session.get_one(Workshop, workshop_id), [learner_id], target)
    db.session.rollback()
    return from_elsewhere(target.getvalue())


def certificate(learner: Learner) -> Certificate:
    """A paper as it is issued, but that its file has one line."""
    digest = hashlib.sha256(b"%PDF-1.7")
    title = {"vi": "Mở gian hàng"}
    return Certificate(
        learner_id=learner.id,
        kind="class",
        origin=installation_id(),
        number=1,
        code=card_code(),
        facts={
            **{"name": "Lê Thị Đào", "programme": False, "workshop": "Lớp xã Ba Đình", "place": "Xã Ba Đình"},
            **{"starts_on": "2026-11-22", "ends_on": "2026-11-22", "skipped": []},
            "missions": [{"code": "M02", "title": title, "on": "2026-11-22"}],
        },
        pdf=b"%PDF-1.7",
        sha256=digest.hexdigest(),
        signature=crypto.sign(digest.digest()),
        public_key=crypto.public_key(),
        issued_at=clock.now(),
        issued_by=0,
    )


def bring(user: User, file: bytes) -> str:
    """As the trainer's press and the jobs after it do."""
    digest = uploads.keep(user, io.BytesIO(file))
    bring_in.ask(user, digest)
    bring_in.bring_part(user.id, digest, 0)
    bring_in.bring_part(user.id, digest, 1)
    db.session.flush()
    return digest


def first(name: str, **changed: object) -> Change:
    """Other values in the first row of a table of the class."""
    return lambda data: data["tables"][name][0].update(changed)


def fact(**changed: object) -> Change:
    """Other facts on the certificate."""
    return lambda data: data["tables"]["certificate"][0]["facts"].update(changed)


def row(name: str, **changed: object) -> Change:
    """Other values in the first row of a table of the shop."""
    return lambda data: data["rows"][name][0].update(changed)


def the_shop(**changed: object) -> Change:
    return lambda data: data["shop"].update(changed)


CLASSES: dict[str, Change] = {
    "a script as the address of the call": first("workshop", online_url="javascript:alert(1)"),
    "a class as large as a town": first("workshop", capacity=100_000),
    "a number in words": first("workshop", capacity="30"),
    "two classes": lambda data: data["tables"]["workshop"].append(data["tables"]["workshop"][0]),
    "one learner twice": lambda data: data["tables"]["learner"].append(data["tables"]["learner"][0]),
    "a nickname that is found as another": first("learner", nickname_folded="giang vien"),
    "a commune that is none": first("learner", unit_code="99999"),
    "a rule that says nothing": first("mission", rule={"steps": []}),
    "a title that is no words": first("lesson", title={"vi": ["x"]}),
    "marks that cannot be counted": first("feedback", marks={**dict.fromkeys(QUESTIONS, 5), "did": "x"}),
    "one table less": lambda data: data["tables"].pop("attendance"),
    "one column more": first("learner", user_id=1),
    "another file than was signed": first("certificate", pdf="JVBERi0="),
    "a certificate of another installation": first("certificate", origin="0" * 32),
    "a certificate of the programme": first("certificate", kind="programme"),
    "a day that is none": fact(starts_on="soon"),
    "nobody's shop": lambda data: data["users"].clear(),
}
SHOPS: dict[str, Change] = {
    "a real shop": the_shop(mode="real"),
    "another currency": the_shop(currency="USD"),
    "a trade we do not know": the_shop(trade="model-1"),
    "a name that is too long": the_shop(name="x" * 121),
    "a price in words": row("variant", price="free"),
    "a number no database holds": row("variant", price=2**63),
    "a moment nowhere": row("orders", created_at="2026-11-22T10:00:00"),
    "a list that is none": row("option", values={"0": "x"}),
    "a picture of another shop": row("asset", key=f"shop/1/{'0' * 64}/master.jpg"),
    "a table that no copy has": lambda data: data["rows"].update(search_row=[{"id": 1}]),
    "a table of the platform": lambda data: data["rows"].update(user=[{"id": 1}]),
}


@pytest.mark.parametrize("change", CLASSES.values(), ids=CLASSES.keys())
def test_rows_of_a_class_that_no_form_let_in_are_refused(file: bytes, change: Change) -> None:
    user = make_trainer()

    with pytest.raises(BadFile):
        uploads.keep(user, io.BytesIO(with_rows(file, change)))

    assert list(kept_under(f"carried/{user.id}/")) == []


@pytest.mark.parametrize("change", SHOPS.values(), ids=SHOPS.keys())
def test_rows_of_a_shop_that_no_form_let_in_are_refused(file: bytes, change: Change) -> None:
    with pytest.raises(BadFile):
        uploads.keep(make_trainer(), io.BytesIO(with_rows(file, change, part=shop_part(file))))


def kept_under(folder: str) -> Iterator[str]:
    """The keys of what lies there now."""
    return storage.keys_older_than(clock.now() + dt.timedelta(days=1), under=folder)


def shop_part(file: bytes) -> str:
    """The name of the one shop in it."""
    with zipfile.ZipFile(io.BytesIO(file)) as held:
        return next(name for name in held.namelist() if name.startswith("shops/"))


def test_words_that_are_shown_as_they_stand_are_cleaned(file: bytes) -> None:
    bad = "<p>Mời bạn</p><script>alert(1)</script>"
    made = with_rows(file, first("lesson", body={"vi": bad}))
    made = with_rows(made, row("page", body=bad), part=shop_part(file))
    made = with_rows(made, row("translation", field="description", words=bad), part=shop_part(file))
    user = make_trainer()

    contents = read_contents(uploads.open_file(user, uploads.keep(user, io.BytesIO(made))))

    [learner_id] = contents.package.shops
    rows = contents.shop(learner_id).rows
    assert contents.tables["lesson"][0]["body"] == {"vi": "<p>Mời bạn</p>"}
    assert (rows["page"][0]["body"], rows["translation"][0]["words"]) == ("<p>Mời bạn</p>", "<p>Mời bạn</p>")


def test_a_file_cannot_speak_of_a_class_that_somebody_else_brought(file: bytes) -> None:
    bring(make_trainer(), file)

    def another_class(data: Rows) -> None:
        data["tables"]["workshop"][0]["id"] = 7
        for name in ("lesson", "mission", "learner"):
            data["tables"][name][0]["workshop_id"] = 7

    with pytest.raises(BadFile):
        bring(make_trainer(), with_rows(file, another_class))


def test_a_later_file_brings_what_was_reached_and_taken_back_since(file: bytes) -> None:
    user = make_trainer()
    bring(user, file)
    now = clock.now().isoformat()
    later = with_rows(file, first("learner_progress", reached_at=now, count=3))

    bring(user, with_rows(later, first("certificate", revoked_at=now, revoked_reason="Sai tên.")))

    reached = db.session.scalars(select(LearnerProgress)).one()
    paper = db.session.scalars(select(Certificate)).one()
    assert (reached.count, reached.reached_at is not None) == (3, True)
    assert (paper.origin, paper.revoked_reason) == (ELSEWHERE, "Sai tên.")


def test_what_was_noted_at_home_meanwhile_meets_a_later_file(file: bytes) -> None:
    user = make_trainer()
    earlier = with_rows(file, lambda data: data["tables"].update(feedback=[], learner_progress=[]))
    bring(user, earlier)
    at_home = db.session.scalars(select(Learner)).one()
    db.session.add(Feedback(learner_id=at_home.id, marks=dict.fromkeys(QUESTIONS, 2), words="Ở nhà."))
    db.session.flush()

    bring(user, file)

    said = db.session.scalars(select(Feedback.words).where(Feedback.learner_id == at_home.id))
    assert list(said) == ["Ở nhà."]


def test_a_paper_that_was_issued_at_home_meanwhile_stays_the_good_one(file: bytes) -> None:
    user = make_trainer()
    bring(user, with_rows(file, lambda data: data["tables"].update(certificate=[])))
    at_home = certificate(db.session.scalars(select(Learner)).one())
    db.session.add(at_home)
    db.session.flush()

    bring(user, file)

    carried = db.session.scalars(select(Certificate).where(Certificate.origin == ELSEWHERE)).one()
    assert (at_home.revoked_at, carried.revoked_at is None) == (None, False)
    assert "1" in carried.revoked_reason


def test_practice_that_was_deleted_does_not_come_back(file: bytes) -> None:
    user = make_trainer()
    bring(user, file)
    home = db.session.scalars(select(Workshop)).one()
    home.practice_deleted_at = clock.now()
    db.session.flush()

    with pytest.raises(bring_in.PracticeIsDeleted):
        bring(user, with_rows(file, first("workshop", title="Lớp khác")))


def test_a_picture_the_laptop_has_lost_does_not_keep_the_class_there(context: Flask) -> None:
    learner = make_learner(make_workshop(), user=make_class_account())
    learner_id = learner.id
    fill(learner.shop_id or 0)
    target, learner = io.BytesIO(), db.session.get_one(Learner, learner_id)
    storage.delete(next(kept_under(f"shop/{learner.shop_id}/")))

    export_class(learner.workshop, [learner_id], target)

    user = make_trainer()
    digest = uploads.keep(user, io.BytesIO(from_elsewhere(target.getvalue())))
    assert read_contents(uploads.open_file(user, digest)).shop(str(learner_id)).files == []


def test_carried_files_are_forgotten_after_a_week(file: bytes) -> None:
    user = make_trainer()
    digest = uploads.keep(user, io.BytesIO(file))
    uploads.forget_old()
    kept = uploads.open_file(user, digest)
    clock.travel(clock.now() + dt.timedelta(days=8))

    uploads.forget_old()

    assert kept.shops
    with pytest.raises(uploads.NoSuchUpload):
        uploads.open_file(user, digest)
