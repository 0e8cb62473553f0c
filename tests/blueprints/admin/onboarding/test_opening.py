import pytest
from flask import Flask
from sqlalchemy import select

from storefront.infra.db import db
from storefront.models.shop import LinkToken, Shop, ShopState
from storefront.models.user import Role
from tests.blueprints.admin.onboarding.conftest import Wizard
from tests.factories.users import make_member, make_user
from tests.pdf_text import text_of


def state(wizard: Wizard) -> ShopState:
    with wizard.app.app_context():
        return db.session.get_one(Shop, wizard.shop_id).state


def test_a_real_shop_stays_closed_while_something_obligatory_is_missing(wizard: Wizard) -> None:
    answer = wizard.send("review")

    assert answer.status_code == 422
    assert "Nghị định 248/2026/NĐ-CP, Điều 4" in answer.text
    assert wizard.url("who") in answer.text
    assert state(wizard) is ShopState.DRAFT


def test_a_complete_real_shop_opens(wizard: Wizard) -> None:
    wizard.complete()

    answer = wizard.send("review")

    assert answer.location == wizard.url("done")
    assert state(wizard) is ShopState.OPEN


def test_a_practice_shop_opens_at_once_and_is_only_told(practice: Wizard) -> None:
    told = practice.get("review")

    answer = practice.send("review")

    assert "Nghị định 248/2026/NĐ-CP, Điều 5" in told.text
    assert answer.location == practice.url("done")
    assert state(practice) is ShopState.OPEN


def test_a_draft_is_led_back_to_the_checklist(wizard: Wizard) -> None:
    assert wizard.get("done").location == wizard.url("review")


def test_an_open_shop_is_shown_its_address(practice: Wizard) -> None:
    practice.send("review")

    answer = practice.get("done")

    assert f"/s/{practice.slug}/" in answer.text
    assert practice.url("poster.pdf") in answer.text


def test_the_poster_names_the_shop(practice: Wizard) -> None:
    answer = practice.get("poster.pdf")

    assert answer.mimetype == "application/pdf"
    assert "Nước mắm Ba Làng" in text_of(answer.data)


def test_a_test_order_begins_with_a_link_of_ones_own(practice: Wizard) -> None:
    practice.send("review")
    practice.get("done")

    answer = practice.post("test-order", {})

    assert f"/s/{practice.slug}/test-order/" in answer.location
    with practice.app.app_context():
        link = db.session.scalars(select(LinkToken).where(LinkToken.purpose == "test_order")).one()
        assert link.shop_id == practice.shop_id


@pytest.mark.parametrize("step", ["payment", "review"])
def test_a_lesser_role_neither_decides_on_money_nor_opens(app: Flask, wizard: Wizard, step: str) -> None:
    with app.app_context():
        user = make_user()
        make_member(db.session.get_one(Shop, wizard.shop_id), Role.CATALOGUE_EDITOR, user)
        user_id = user.id
        db.session.commit()
    wizard.visitor.sign_in(user_id)

    assert wizard.post(step, {}).status_code == 403


def test_another_shops_owner_finds_nothing(app: Flask, wizard: Wizard) -> None:
    with app.app_context():
        user_id = make_user().id
        db.session.commit()
    wizard.visitor.sign_in(user_id)

    assert wizard.get("who").status_code == 404
