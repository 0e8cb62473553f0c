import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from storefront.domain.notifications.messages import sent_messages
from storefront.infra.db import db
from tests.factories import PASSWORD, make_user

PHONE = "+84912345678"
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@pytest.fixture
def send(client: FlaskClient) -> Callable[..., TestResponse]:
    """Fill in the form on a page and send it, as a browser does."""

    def fill(page: str, action: str = "", **fields: str) -> TestResponse:
        token = TOKEN.findall(client.get(page).text)[0]
        data = {"csrf_token": token, **fields}
        return client.post(action or page, data=data, headers=SAME_ORIGIN)

    return fill


@pytest.fixture
def lan(app: Flask, client: FlaskClient) -> int:
    """Somebody with an account; her id."""
    with app.app_context():
        user = make_user(phone=PHONE, name="Lê Thị Lan")
        db.session.commit()
        return user.id


@pytest.fixture
def signed_in(lan: int, send: Callable[..., TestResponse]) -> int:
    """Her again, signed in on the client."""
    assert send("/sign-in", name=PHONE, password=PASSWORD).status_code == 303
    return lan


@pytest.fixture
def newest_code(app: Flask) -> Callable[[], str]:
    def read() -> str:
        with app.app_context():
            return re.findall(r"\b\d{6}\b", sent_messages()[0].body)[0]

    return read
