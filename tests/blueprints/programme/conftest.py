from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from storefront.infra.db import db
from tests.factories import PASSWORD, make_user

PHONE = "+84912345678"


@pytest.fixture
def staff(app: Flask, client: FlaskClient, send: Callable[..., TestResponse]) -> int:
    """One of the platform staff, signed in on the client; the id."""
    with app.app_context():
        user = make_user(phone=PHONE, name="Cán bộ Minh", is_staff=True)
        db.session.commit()
        user_id = user.id
    assert send("/sign-in", name=PHONE, password=PASSWORD).status_code == 303
    return user_id
