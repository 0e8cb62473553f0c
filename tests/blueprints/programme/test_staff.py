from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from storefront.infra import clock, queue
from storefront.infra.db import db
from storefront.infra.events import Event
from storefront.infra.queue import Job
from storefront.infra.tenancy import enter_shop
from storefront.models.shop import Shop
from storefront.models.user import User
from tests.factories import make_member, make_shop, make_user

Send = Callable[..., TestResponse]
PAGES = ["/programme/shops", "/programme/users", "/programme/jobs"]


@pytest.fixture
def shop(app: Flask, client: FlaskClient) -> int:
    with app.app_context():
        made = make_shop(name="Gốm Lò Chum", slug="gom")
        make_member(made)
        db.session.commit()
        return made.id


@pytest.mark.parametrize("page", PAGES)
def test_nobody_signs_in_first(client: FlaskClient, page: str) -> None:
    assert client.get(page).location == f"/sign-in?next={page}"


@pytest.mark.parametrize("page", PAGES)
def test_an_owner_is_not_staff(client: FlaskClient, signed_in: int, page: str) -> None:
    assert client.get(page).status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_staff_see_it(client: FlaskClient, staff: int, page: str) -> None:
    assert client.get(page).status_code == 200


def test_shops_are_found_by_a_part_of_the_name(client: FlaskClient, staff: int, shop: int) -> None:
    assert "Gốm Lò Chum" in client.get("/programme/shops?q=lò").text
    assert "Gốm Lò Chum" not in client.get("/programme/shops?q=nem").text


def test_a_shop_is_suspended_with_a_reason_and_reopened(
    app: Flask, staff: int, shop: int, send: Send
) -> None:
    page = f"/programme/shops/{shop}"
    without = send(page, f"{page}/suspension")
    send(page, f"{page}/suspension", reason="Hàng giả")
    with app.app_context():
        suspended = db.session.get_one(Shop, shop).suspended_at

    send(page, f"{page}/reopening")

    assert without.status_code == 422
    assert suspended is not None
    with app.app_context():
        assert db.session.get_one(Shop, shop).suspended_at is None


def test_a_shop_is_closed_to_staff_until_they_come_to_help(
    app: Flask, client: FlaskClient, staff: int, shop: int, send: Send
) -> None:
    before = client.get("/admin/gom/").status_code
    send(f"/programme/shops/{shop}", f"/programme/shops/{shop}/help")

    inside = client.get("/admin/gom/")

    assert (before, inside.status_code) == (404, 200)
    assert "band--helper" in inside.text
    with app.app_context(), enter_shop(shop):
        event = db.session.scalars(select(Event).where(Event.topic == "shop.help_began")).one()
        assert event.actor_id == staff


def test_help_ends(client: FlaskClient, staff: int, shop: int, send: Send) -> None:
    send(f"/programme/shops/{shop}", f"/programme/shops/{shop}/help")

    send("/programme/shops", "/programme/help/end")

    assert client.get("/admin/gom/").status_code == 404


def test_an_account_is_closed_and_opened(app: Flask, staff: int, send: Send) -> None:
    with app.app_context():
        user_id = make_user().id
        db.session.commit()
    page = f"/programme/users/{user_id}"
    send(page, f"{page}/closing")
    with app.app_context():
        closed = db.session.get_one(User, user_id).disabled_at

    send(page, f"{page}/opening")

    assert closed is not None
    with app.app_context():
        assert db.session.get_one(User, user_id).disabled_at is None


def test_a_parked_job_is_shown_and_run_again(app: Flask, client: FlaskClient, staff: int, send: Send) -> None:
    with app.app_context():
        job_id = queue.enqueue("orders.lapse", shop_id=0)
        job = db.session.get_one(Job, job_id)
        job.parked_at, job.last_error = clock.now(), "NoResultFound: gone"
        db.session.commit()
    shown = client.get("/programme/jobs").text

    send("/programme/jobs", f"/programme/jobs/{job_id}/another-try")

    assert "NoResultFound: gone" in shown
    with app.app_context():
        assert db.session.get_one(Job, job_id).parked_at is None
