from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from storefront.infra import clock
from storefront.infra.db import db
from storefront.infra.events import Event
from storefront.infra.tenancy import platform_scope
from storefront.models.payment import CallbackInbox
from tests.factories import make_shop

Send = Callable[..., TestResponse]


@pytest.fixture
def call(app: Flask, client: FlaskClient) -> int:
    """A stored call that nobody could read."""
    with app.app_context():
        shop = make_shop(name="Gốm Lò Chum", slug="gom")
        stored = CallbackInbox(
            family="gateways",
            provider="momo",
            shop_id=shop.id,
            http_method="POST",
            headers={"Authorization": "•", "User-Agent": "MoMo"},
            query="a=1&b=2",
            body=b"x" * 321,
            received_at=clock.now(),
            verdict="bad_signature",
            note="merchant or time",
            retain_until=clock.now(),
        )
        db.session.add(stored)
        db.session.commit()
        return stored.id


def test_calls_are_found_by_verdict_provider_and_shop(client: FlaskClient, staff: int, call: int) -> None:
    all_of_them = client.get("/programme/callbacks?verdict=bad_signature&provider=momo&shop=gom").text
    others = [client.get(f"/programme/callbacks?{q}").text for q in ("verdict=accepted", "shop=lua")]

    link = f"/programme/callbacks/{call}"
    assert link in all_of_them
    assert not any(link in page for page in others)


def test_a_call_shows_what_came_without_its_keys_and_body(client: FlaskClient, staff: int, call: int) -> None:
    page = client.get(f"/programme/callbacks/{call}").text

    assert "merchant or time" in page
    assert "321" in page
    assert "xxxx" not in page


def test_a_call_is_read_again_and_that_is_noted(
    app: Flask, client: FlaskClient, staff: int, call: int, send: Send
) -> None:
    page = f"/programme/callbacks/{call}"

    send(page, f"{page}/another-reading")

    with app.app_context(), platform_scope():
        stored = db.session.get_one(CallbackInbox, call)
        noted = db.session.scalars(select(Event).where(Event.topic == "callback.replayed")).one()
        assert (stored.replays, stored.verdict) == (1, "unknown_endpoint")
        assert noted.actor_id == staff


def test_a_call_that_is_not_there_is_not_found(client: FlaskClient, staff: int) -> None:
    assert client.get("/programme/callbacks/1").status_code == 404
