"""A visitor of the site in view tests: a browser that sends what browsers send, signed in or not."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from storefront.domain.accounts import devices
from storefront.infra.db import db
from storefront.models.user import User

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class Visitor:
    """Wraps a test client; posts carry the origin and the token of the page seen last."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self.client: FlaskClient = app.test_client()
        self._token = ""
        self._signed_in = False

    def sign_in(self, user_id: int) -> Visitor:
        """Be this user, as if they had signed in by the page."""
        with self._app.app_context():
            user = db.session.get_one(User, user_id)
            token = devices.open_device(user, agent="pytest", address="127.0.0.1")
            db.session.commit()
        with self.client.session_transaction() as session:
            session["_user_id"] = token
            session["_fresh"] = True
        self._signed_in = True
        return self

    def get(self, path: str, **options: Any) -> TestResponse:
        """Look at a page."""
        return self._seen(self.client.get(path, **options))

    def post(self, path: str, data: dict[str, Any] | None = None, **options: Any) -> TestResponse:
        """Send a form of the page seen last; who is signed in has seen one."""
        if self._signed_in and not self._token:
            self.get("/account")
        values = {"csrf_token": self._token, **(data or {})}
        return self._seen(self.client.post(path, data=values, headers=SAME_ORIGIN, **options))

    def _seen(self, answer: TestResponse) -> TestResponse:
        if answer.mimetype == "text/html":
            found = TOKEN.search(answer.text)
            self._token = found.group(1) if found else self._token
        return answer
