"""A shop with goods, and a shopper at its door."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from storefront.domain.payments.methods import switch_on
from storefront.infra import events
from storefront.infra.db import db
from storefront.infra.tenancy import enter_shop
from storefront.models.shop import Shop
from tests.factories import make_delivery, make_shop
from tests.forms import form_to

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


@dataclass
class Stall:
    """One shop of a test, with a browser in front of it."""

    app: Flask
    client: FlaskClient
    shop_id: int
    slug: str

    def url(self, path: str) -> str:
        return f"/s/{self.slug}{path}"

    def get(self, path: str, **options: object) -> TestResponse:
        return self.client.get(self.url(path), **options)

    def post(self, path: str, **data: str) -> TestResponse:
        return self.client.post(self.url(path), data=data, headers=SAME_ORIGIN)

    def follow(self, answer: TestResponse) -> TestResponse:
        """Go where a 303 leads."""
        assert answer.status_code == 303, answer.text
        return self.client.get(answer.location)

    def put_in_cart(self, slug: str, quantity: str = "1") -> TestResponse:
        """Add a product through the form of its page."""
        form = form_to(self.get(f"/products/{slug}").text, "/cart/lines")
        answer = self.client.post(form.action, data=form.filled(quantity=quantity), headers=SAME_ORIGIN)
        return self.follow(answer)

    @contextmanager
    def inside(self) -> AbstractContextManager[Shop]:  # type: ignore[misc]
        """Work in the shop's scope, committed at the end."""
        with self.app.app_context():
            shop = db.session.get_one(Shop, self.shop_id)
            with enter_shop(self.shop_id):
                yield shop
                db.session.commit()


@pytest.fixture
def open_stall(app: Flask, client: FlaskClient) -> Callable[..., Stall]:
    """Make a shop that delivers and takes cash."""

    def make(**fields: object) -> Stall:
        with app.app_context():
            shop = make_shop(**fields)
            with enter_shop(shop.id):
                make_delivery()
                switch_on(shop, "cod", {}, by=events.SYSTEM)
            db.session.commit()
            return Stall(app, client, shop.id, shop.slug)

    return make


@pytest.fixture
def stall(open_stall: Callable[..., Stall]) -> Stall:
    """An open, real shop."""
    return open_stall()


def asked_by(stall: Stall, path: str) -> tuple[TestResponse, list[str]]:
    """The answer to a GET and the statements it took; the savepoints are the test's own."""
    with stall.app.app_context():
        target = db.session.get_bind()
    seen: list[str] = []

    def note(_connection: object, _cursor: object, sql: str, *_rest: object) -> None:
        seen.append(sql)

    event.listen(target, "before_cursor_execute", note)
    answer = stall.get(path)
    event.remove(target, "before_cursor_execute", note)
    return answer, [sql for sql in seen if "SAVEPOINT" not in sql]


def links(page: str) -> list[str]:
    """Every address a page links to."""
    return re.findall(r'href="([^"]+)"', page)
