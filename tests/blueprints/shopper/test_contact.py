from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from storefront.infra import clock
from storefront.infra.db import db
from storefront.models.conversation import Conversation
from tests.blueprints.shopper.conftest import SAME_ORIGIN, Stall
from tests.forms import form_to

GOOD = {"name": "Lê Thị Đào", "phone": "0912 345 678", "message": "Nem để được mấy ngày?"}


@pytest.fixture(autouse=True)
def no_tries_yet(stall: Stall) -> None:
    stall.app.extensions.pop("storefront.limits", None)


def ask(stall: Stall, *, after: int = 30, **typed: str) -> TestResponse:
    """Open the form, think for so many seconds, send it."""
    opened = dt.datetime(2026, 11, 22, 8, tzinfo=dt.UTC)
    clock.freeze(opened)
    form = form_to(stall.get("/contact").text, "/contact")
    clock.freeze(opened + dt.timedelta(seconds=after))
    return stall.client.post(form.action, data=form.filled(**{**GOOD, **typed}), headers=SAME_ORIGIN)


def asked(stall: Stall) -> int:
    with stall.inside():
        return db.session.scalar(select(func.count(Conversation.id))) or 0


def test_a_question_reaches_the_inbox_and_is_thanked(stall: Stall) -> None:
    page = stall.follow(ask(stall)).text

    assert "notice-success" in page
    assert asked(stall) == 1


def test_a_question_without_words_comes_back_with_what_was_typed(stall: Stall) -> None:
    answer = ask(stall, message="")

    assert answer.status_code == 422
    assert 'href="#field-message"' in answer.text
    assert 'value="Lê Thị Đào"' in answer.text


def test_a_robot_that_fills_every_field_is_thanked_and_ignored(stall: Stall) -> None:
    answer = ask(stall, website="http://spam.example")

    assert answer.status_code == 303
    assert asked(stall) == 0


@pytest.mark.parametrize("seconds", [0, 13 * 3600])
def test_a_form_sent_too_quickly_or_after_a_day_is_asked_again(stall: Stall, seconds: int) -> None:
    answer = ask(stall, after=seconds)

    assert answer.status_code == 422
    assert asked(stall) == 0


def test_a_form_without_its_mark_is_asked_again(stall: Stall) -> None:
    assert ask(stall, opened="1").status_code == 422


def test_many_questions_in_an_hour_are_too_many_and_the_last_ones_words_stay(stall: Stall) -> None:
    answers = [ask(stall) for _ in range(11)]

    assert [answer.status_code for answer in answers] == [303] * 10 + [422]
    assert "gọi điện cho cửa hàng" in answers[-1].text and GOOD["message"] in answers[-1].text
