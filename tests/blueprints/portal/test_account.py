import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from storefront.blueprints.portal.message_box import message_box_code
from storefront.config import Settings
from storefront.domain.accounts import invitations
from storefront.domain.accounts.names import Name
from storefront.domain.notifications.messages import sent_messages
from storefront.infra.db import db
from storefront.infra.tenancy import enter_shop
from storefront.models.user import IdentityKind, Role, User
from tests.factories import PASSWORD, make_member, make_shop, make_user

Send = Callable[..., TestResponse]


@pytest.mark.parametrize("page", ["/my-shops", "/account", "/account/app", "/account/identities/1"])
def test_nobody_is_sent_to_sign_in_and_back(client: FlaskClient, page: str) -> None:
    assert client.get(page).location == f"/sign-in?next={page}"


def test_my_shops_are_listed_with_ones_role(app: Flask, client: FlaskClient, signed_in: int) -> None:
    with app.app_context():
        shop = make_shop(name="Nem chua Ho Thành", slug="nem-ho-thanh")
        make_member(shop, Role.ACCOUNTANT, user=db.session.get_one(User, signed_in))
        db.session.commit()

    page = client.get("/my-shops").text

    assert "Nem chua Ho Thành" in page
    assert "/admin/nem-ho-thanh/" in page


def test_name_and_language_are_saved(app: Flask, signed_in: int, send: Send) -> None:
    send("/account", "/account/profile", name="Lan Lê", locale="en")

    with app.app_context():
        user = db.session.get_one(User, signed_in)
        assert (user.name, user.locale) == ("Lan Lê", "en")


def test_another_email_is_added_with_its_code(
    client: FlaskClient, signed_in: int, send: Send, newest_code: Callable[[], str]
) -> None:
    asked = send("/account", "/account/identities", name="lan@example.com")

    proved = send(asked.location, code=newest_code())

    assert proved.status_code == 303
    assert "lan@example.com" in client.get("/account").text


def test_the_code_for_somebody_elses_name_is_not_for_me(
    app: Flask, client: FlaskClient, signed_in: int
) -> None:
    with app.app_context():
        other = make_user()
        db.session.commit()
        identity_id = other.identities[0].id

    assert client.get(f"/account/identities/{identity_id}").status_code == 404


def test_the_password_is_changed_with_the_old_one(signed_in: int, send: Send) -> None:
    wrong = send("/account", "/account/password", old="sai-mat-khau", new="mat-khau-moi-2")
    right = send("/account", "/account/password", old=PASSWORD, new="mat-khau-moi-2")

    assert (wrong.status_code, right.status_code) == (422, 303)


def test_an_invitation_is_shown_by_its_link_and_accepted_by_a_button(
    app: Flask, client: FlaskClient, signed_in: int, send: Send
) -> None:
    with app.app_context():
        shop = make_shop(name="Gốm Lò Chum")
        owner = make_member(shop).user
        with enter_shop(shop.id):
            name = Name(IdentityKind.PHONE, "+84987654321")
            invitations.invite(shop, name, role=Role.ORDER_CLERK, by=owner)
        db.session.commit()
        link = re.findall(r"/invitations/\S+", sent_messages()[0].body)[0]

    shown = client.get(link)
    send(link, f"{link}/acceptance")

    assert "Gốm Lò Chum" in shown.text
    assert "Gốm Lò Chum" in client.get("/my-shops").text


def test_the_message_box_shows_what_was_sent(client: FlaskClient, lan: int, send: Send) -> None:
    send("/sign-in/code", name="0912 345 678")

    assert "0912 345 678" in client.get("/message-box").text.replace("\xa0", " ")


def test_in_production_there_is_no_message_box(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "SETTINGS", Settings(demo=False))

    assert client.get("/message-box").status_code == 404


def test_on_a_local_network_the_message_box_asks_for_the_terminals_code(
    app: Flask, client: FlaskClient, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "SETTINGS", Settings(demo=True, lan=True))
    with app.app_context():
        code = message_box_code()

    wrong = send("/message-box", code="12")
    right = send("/message-box", code=code)

    assert (wrong.status_code, right.status_code) == (422, 303)
    assert "letter" not in wrong.text


def test_strangers_numbers_are_not_written_to_without_end(signed_in: int, send: Send) -> None:
    names = [f"la{number}@example.com" for number in range(11)]

    answers = [send("/account", "/account/identities", name=name).status_code for name in names]

    assert answers == [303] * 10 + [429]
