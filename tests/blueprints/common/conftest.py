from collections.abc import Iterator

import pytest
from flask import Blueprint, Flask
from flask.testing import FlaskClient
from flask_babel import Babel
from flask_wtf import CSRFProtect

from storefront.blueprints.common import csp, errors, origin
from storefront.infra.errors import Conflict, Forbidden, Invalid, NotFound


class Sold(Conflict):
    """A named error for the tests."""

    code = "sold"
    message = "Sold out."


def _admin() -> Blueprint:
    admin = Blueprint("admin", __name__, url_prefix="/admin")
    admin.get("/")(lambda: "desk")
    return admin


def _hooks() -> Blueprint:
    hooks = Blueprint("hooks", __name__, url_prefix="/hooks")
    hooks.post("/bank")(lambda: "thanks")
    return hooks


def _raise(error: Exception) -> str:
    raise error


@pytest.fixture
def small_app() -> Flask:
    """An app with one view for each thing the common parts do."""
    app = Flask(__name__, static_folder=None)
    app.config.update(SECRET_KEY="for these tests only", WTF_CSRF_ENABLED=False)
    Babel(app, default_locale="vi")
    CSRFProtect(app)
    app.jinja_loader = None
    errors.init_app(app)
    origin.init_app(app)
    csp.init_app(app)
    app.register_blueprint(_admin())
    app.register_blueprint(_hooks())
    app.add_url_rule("/form", view_func=lambda: "saved", endpoint="form", methods=["GET", "POST"])
    app.add_url_rule("/sold", view_func=lambda: _raise(Sold()), endpoint="sold")
    app.add_url_rule("/forbidden", view_func=lambda: _raise(Forbidden()), endpoint="forbidden")
    app.add_url_rule("/missing", view_func=lambda: _raise(NotFound()), endpoint="missing")
    wrong = Invalid({"price": ["Too low."]})
    app.add_url_rule("/invalid", view_func=lambda: _raise(wrong), endpoint="invalid")
    return app


@pytest.fixture
def small(small_app: Flask) -> Iterator[FlaskClient]:
    """A browser on the small app."""
    with small_app.test_client() as client:
        yield client
