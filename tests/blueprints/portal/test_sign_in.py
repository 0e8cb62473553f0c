from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from storefront.domain.accounts import devices, second_step
from storefront.infra.db import db
from storefront.models.user import User
from tests.factories import PASSWORD

Send = Callable[..., TestResponse]
PHONE = "0912 345 678"


def test_who_signs_up_in_english_goes_on_in_english(
    client: FlaskClient, send: Send, newest_code: Callable[[], str]
) -> None:
    send("/en/sign-up", called="Hoa", name="0987654321", password=PASSWORD)

    assert send("/en/sign-up/code", code=newest_code()).location == "/en/open-shop"


def test_signing_up_ends_signed_in(client: FlaskClient, send: Send, newest_code: Callable[[], str]) -> None:
    asked = send("/sign-up", called="Hoa", name="0987654321", password=PASSWORD)

    proved = send("/sign-up/code", code=newest_code())

    assert (asked.location, proved.location) == ("/sign-up/code", "/open-shop")
    assert "Hoa" in client.get("/account").text


def test_a_wrong_code_keeps_one_out(client: FlaskClient, send: Send) -> None:
    send("/sign-up", called="Hoa", name="0987654321")

    assert send("/sign-up/code", code="12").status_code == 422
    assert client.get("/account").status_code == 303


@pytest.mark.parametrize("fields", [{}, {"called": "Hoa", "name": "12"}, {"name": "0987654321"}])
def test_a_bad_sign_up_keeps_what_was_typed(send: Send, fields: dict[str, str]) -> None:
    answer = send("/sign-up", **fields)

    assert answer.status_code == 422
    assert fields.get("name", "") in answer.text


def test_signing_in_goes_back_to_where_one_wanted(lan: int, send: Send) -> None:
    answer = send("/sign-in", name=PHONE, password=PASSWORD, next="/account")

    assert (answer.status_code, answer.location) == (303, "/account")


def test_the_way_back_never_leaves_this_host(lan: int, send: Send) -> None:
    answer = send("/sign-in", name=PHONE, password=PASSWORD, next="https://evil.example/")

    assert answer.location == "/my-shops"


def test_a_wrong_password_is_refused(lan: int, send: Send) -> None:
    assert send("/sign-in", name=PHONE, password="sai-mat-khau").status_code == 422


def test_too_many_tries_are_stopped_with_a_sentence(lan: int, send: Send) -> None:
    answers = [send("/sign-in", name=PHONE, password="sai-mat-khau") for _try in range(9)]

    assert [answer.status_code for answer in answers] == [422] * 8 + [429]
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 15 * 60


def test_a_code_signs_in(client: FlaskClient, lan: int, send: Send, newest_code: Callable[[], str]) -> None:
    send("/sign-in/code", name=PHONE)

    answer = send("/sign-in/code/enter", code=newest_code())

    assert answer.location == "/my-shops"


def test_a_forgotten_password_is_set_anew(lan: int, send: Send, newest_code: Callable[[], str]) -> None:
    send("/forgotten-password", name=PHONE)
    send("/forgotten-password/new", code=newest_code(), password="mat-khau-moi-2")
    send("/account", "/sign-out")

    assert send("/sign-in", name=PHONE, password="mat-khau-moi-2").status_code == 303


def test_the_app_is_asked_for_after_the_password(
    app: Flask, client: FlaskClient, lan: int, send: Send
) -> None:
    with app.app_context():
        user = db.session.get_one(User, lan)
        second_step.start_enrolment(user)
        app_code = second_step.pyotp.TOTP(user.totp_secret).now()
        recovery = second_step.confirm(user, app_code)[0]
        db.session.commit()

    half = send("/sign-in", name=PHONE, password=PASSWORD)
    before = client.get("/account").status_code
    send("/sign-in/app", code=recovery)

    assert half.location.startswith("/sign-in/app")
    assert (before, client.get("/account").status_code) == (303, 200)


def test_signing_out_signs_out(client: FlaskClient, signed_in: int, send: Send) -> None:
    send("/account", "/sign-out")

    assert client.get("/account").status_code == 303


def test_a_device_signed_out_elsewhere_is_out(app: Flask, client: FlaskClient, signed_in: int) -> None:
    with app.app_context():
        devices.sign_out_everywhere(db.session.get_one(User, signed_in), but_here=False)
        db.session.commit()

    assert client.get("/account").status_code == 303


def test_a_form_from_another_site_is_refused(client: FlaskClient) -> None:
    assert client.post("/sign-in", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_pages_of_the_account_speak_english_under_en(client: FlaskClient, signed_in: int) -> None:
    assert "My account" in client.get("/en/account").text
