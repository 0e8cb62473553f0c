import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.domain.accounts import identities
from storefront.domain.accounts.names import Name
from storefront.domain.workshops import presence
from storefront.infra import clock, trail
from storefront.infra.db import db
from storefront.models.notification import Message
from storefront.models.user import Identity, IdentityKind
from storefront.models.workshop import Learner, Workshop
from tests.factories import make_class_account, make_learner, make_trainer, make_user, make_workshop
from tests.forms import form_to, forms
from tests.visitor import Visitor

Made = Callable[..., dict[str, int]]


@pytest.fixture
def made(app: Flask, visitor: Visitor) -> Made:
    """Make rows, commit them, and return the ids."""

    def make(work: Callable[[], dict[str, int]]) -> dict[str, int]:
        with app.app_context():
            ids = work()
            db.session.commit()
        return ids

    return make


def a_class(**fields: object) -> dict[str, int]:
    workshop = make_workshop(join_code="K7M3XA", title="Lớp Hà Trung", **fields)
    return {"workshop": workshop.id}


def test_a_learner_joins_with_code_and_nickname_and_sees_shop_and_return_code(
    app: Flask, visitor: Visitor, made: Made
) -> None:
    made(a_class)
    page = visitor.get("/join/k7m3xa").text

    joined = visitor.post("/join", form_to(page, "/join").filled(nickname="Cô Tư"))
    home = visitor.get(joined.location).text

    with app.app_context():
        learner = db.session.scalars(select(Learner)).one()
        assert learner.shop is not None
        assert f"/admin/{learner.shop.slug}/" in home
        assert str(learner.return_code) in home
    assert "Cô Tư" in home


def test_the_kit_is_asked_for_when_there_are_several_and_the_rest_stays_typed(
    app: Flask, visitor: Visitor, made: Made
) -> None:
    made(lambda: a_class(kits=["food", "craft"]))
    visitor.get("/join")

    asked = visitor.post("/join", {"code": "k7m 3xa", "nickname": "Cô Tư"})
    form = form_to(asked.text, "/join")
    joined = visitor.post("/join", form.filled(kit="craft"))

    assert asked.status_code == 200
    assert form.offered["kit"] == ["food", "craft"]
    assert joined.status_code == 303
    with app.app_context():
        assert db.session.scalars(select(Learner.kit)).one() == "craft"


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [
        ({"code": "AAAAAA", "nickname": "Cô Tư"}, 422, "Không có lớp nào mang mã này"),
        ({"code": "K7M3XA", "nickname": ""}, 422, "Hãy điền mục này"),
        ({"code": "K7M3XA", "nickname": "Bác Năm"}, 422, "Bác Năm 2"),
    ],
)
def test_what_was_typed_wrong_comes_back_with_what_to_do(
    visitor: Visitor, made: Made, typed: dict[str, str], status: int, said: str
) -> None:
    made(
        lambda: {
            "id": make_learner(
                make_workshop(join_code="K7M3XA"), nickname="Bác Năm", nickname_folded="bac nam"
            ).id
        }
    )
    visitor.get("/join")

    answer = visitor.post("/join", typed)

    assert answer.status_code == status
    assert said in answer.text
    assert form_to(answer.text, "/join").values["nickname"] == typed["nickname"]


def test_on_a_shared_phone_the_next_person_signs_the_last_one_out_and_finds_the_form_again(
    visitor: Visitor, made: Made
) -> None:
    ids = made(lambda: {"user": make_learner(make_workshop(join_code="K7M3XA")).user_id})
    page = visitor.sign_in(ids["user"]).get("/join/K7M3XA").text

    out = visitor.post("/sign-out", form_to(page, "/sign-out").filled())

    assert out.location == "/join/K7M3XA"
    assert "/sign-out" not in visitor.get(out.location).text


def test_a_closed_class_says_so(visitor: Visitor, made: Made) -> None:
    made(lambda: a_class(joining=False))
    visitor.get("/join")

    answer = visitor.post("/join", {"code": "K7M3XA", "nickname": "Cô Tư"})

    assert answer.status_code == 409
    assert "đang không nhận thêm người" in answer.text


def test_who_waits_is_told_their_place(visitor: Visitor, made: Made) -> None:
    made(lambda: {"id": make_learner(make_workshop(join_code="K7M3XA", capacity=1)).id})
    visitor.get("/join")

    page = visitor.get(visitor.post("/join", {"code": "K7M3XA", "nickname": "Cô Tư"}).location).text

    assert "Bạn đứng thứ 1" in page


def test_a_learner_comes_back_on_another_phone(app: Flask, visitor: Visitor, made: Made) -> None:
    def learner() -> dict[str, int]:
        pupil = make_learner(
            make_workshop(join_code="K7M3XA"),
            user=make_class_account(),
            nickname="Cô Tư",
            nickname_folded="co tu",
        )
        return {"workshop": pupil.workshop_id}

    workshop = made(learner)["workshop"]
    visitor.get("/join/back")

    back = visitor.post("/join/back", {"code": "K7M3XA", "nickname": "co tu", "return_code": "482915"})

    assert back.location == f"/class/{workshop}/"
    assert visitor.get(back.location).status_code == 200


def test_the_way_back_asks_for_the_apps_code_as_well(visitor: Visitor, made: Made) -> None:
    def learner() -> dict[str, int]:
        workshop, pupil = make_workshop(join_code="K7M3XA"), make_class_account()
        pupil.totp_secret, pupil.totp_confirmed_at = "JBSWY3DPEHPK3PXP", clock.now()
        return {"id": make_learner(workshop, user=pupil, nickname="Ba", nickname_folded="ba").id}

    made(learner)
    visitor.get("/join/back")

    back = visitor.post("/join/back", {"code": "K7M3XA", "nickname": "ba", "return_code": "482915"})

    assert back.location.startswith("/sign-in/app")


def test_a_class_account_proves_a_phone_on_its_practice_phone(
    app: Flask, visitor: Visitor, made: Made
) -> None:
    ids = made(lambda: {"user": make_learner(user=make_class_account()).user_id})
    visitor.sign_in(ids["user"]).get("/account")

    asked = visitor.post("/account/identities", {"name": "0912 345 678"})
    with app.app_context():
        message = db.session.scalars(select(Message)).one()
        assert (message.practice, message.shop_id != 0) == (True, True)
        digits = re.search(r"\b\d{6}\b", f"{message.subject} {message.body}")
    visitor.get(asked.location)
    proved = visitor.post(asked.location, {"code": digits[0] if digits else ""})

    with app.app_context():
        learner = db.session.scalars(select(Learner)).one()
        assert learner.practice_phone == "+84912345678"
        assert identities.user_of(Name(IdentityKind.PHONE, "+84912345678")) is None
        assert db.session.scalars(select(Identity.kind).where(Identity.user_id == ids["user"])).all() == [
            IdentityKind.CLASS
        ]
    assert proved.location == "/account"


def test_what_a_learner_is_refused_on_the_account_is_a_step_of_theirs(
    app: Flask, visitor: Visitor, made: Made
) -> None:
    ids = made(lambda: {"user": make_learner(user=make_class_account()).user_id})
    visitor.sign_in(ids["user"]).get("/account")

    visitor.post("/account/identities", {"name": "không phải số"})

    with app.app_context():
        trail.trail_of(app).flush(presence.write)
        learner = db.session.scalars(select(Learner)).one()
        last = presence.steps_of([learner.id])[learner.id][0]
    assert (last.endpoint, last.status) == ("portal.account.add_identity", 422)
    assert last.errors


def test_who_asks_for_codes_too_often_keeps_what_was_typed(visitor: Visitor, made: Made) -> None:
    ids = made(lambda: {"user": make_learner(user=make_class_account()).user_id})
    visitor.sign_in(ids["user"]).get("/account")
    visitor.post("/account/identities", {"name": "0912 345 678"})

    again = visitor.post("/account/identities", {"name": "0912 345 678"})

    assert again.status_code == 429
    assert form_to(again.text, "/account/identities").values["name"] == "0912 345 678"


def test_an_account_with_a_phone_of_its_own_is_written_to_for_real(
    app: Flask, visitor: Visitor, made: Made
) -> None:
    ids = made(lambda: {"user": make_learner(user=make_user()).user_id})
    visitor.sign_in(ids["user"]).get("/account")

    visitor.post("/account/identities", {"name": "moi@example.com"})

    with app.app_context():
        assert [message.practice for message in db.session.scalars(select(Message))] == [False]


def test_a_trainer_makes_a_class_shows_it_and_meets_its_learners(
    app: Flask, visitor: Visitor, made: Made
) -> None:
    trainer = made(lambda: {"user": make_trainer().id})["user"]
    page = visitor.sign_in(trainer).get("/trainer/workshops/new").text

    form = forms(page)[-1]
    answer = visitor.post("/trainer/workshops/new", form.filled(title="Bán hàng", capacity="2"))

    with app.app_context():
        workshop = db.session.scalars(select(Workshop)).one()
        code, workshop_id = workshop.join_code, workshop.id
        learner = make_learner(workshop, user=make_class_account())
        learner_id, return_code = learner.id, str(learner.return_code)
        db.session.commit()
    assert code in visitor.get(answer.location).text
    assert f"qr.svg?code={code}" in visitor.get(f"{answer.location}join").text
    assert visitor.get(f"{answer.location}poster.pdf").data.startswith(b"%PDF")
    assert return_code in visitor.get(f"/trainer/workshops/{workshop_id}/learners/{learner_id}").text


def test_a_trainer_finds_the_classes_from_the_account(visitor: Visitor, made: Made) -> None:
    ids = made(lambda: {"trainer": make_trainer().id, "other": make_user().id})

    assert 'href="/trainer/"' in visitor.sign_in(ids["trainer"]).get("/account").text
    assert 'href="/trainer/"' not in Visitor(visitor._app).sign_in(ids["other"]).get("/account").text


def test_staff_make_a_trainer_by_phone(app: Flask, visitor: Visitor, made: Made) -> None:
    ids = made(
        lambda: {"staff": make_user(is_staff=True).id, "user": make_user(phone="+84912000111", name="Mai").id}
    )
    visitor.sign_in(ids["staff"]).get("/programme/trainers")

    visitor.post("/programme/trainers", {"name": "0912 000 111", "organisation": "Hội Phụ nữ"})

    assert "Hội Phụ nữ" in visitor.get("/programme/trainers").text
    assert visitor.sign_in(ids["user"]).get("/trainer/").status_code == 200


def test_a_trainer_pages_through_many_classes(visitor: Visitor, made: Made) -> None:
    def classes() -> dict[str, int]:
        trainer = make_trainer()
        for number in range(25):
            make_workshop(trainer=trainer, title=f"Lớp số {number}.")
        return {"trainer": trainer.id}

    first = visitor.sign_in(made(classes)["trainer"]).get("/trainer/").text
    address = re.search(r'rel="next" href="([^"]+)"', first)

    assert address and "Lớp số 24." in first
    assert "Lớp số 0." in visitor.get(f"/trainer/{address[1]}").text
