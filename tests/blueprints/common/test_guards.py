from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from storefront.domain.shops import slugs
from storefront.infra import events
from storefront.infra.db import db
from storefront.infra.tenancy import enter_shop
from storefront.models.shop import Shop
from storefront.models.user import Role, User
from tests.factories import make_member, make_shop

Send = Callable[..., TestResponse]
DESK = "/admin/mat-ong/"


def shop_with(app: Flask, user_id: int | None, role: Role = Role.OWNER, **fields: object) -> None:
    with app.app_context():
        shop = make_shop(slug="mat-ong")
        user = db.session.get_one(User, user_id) if user_id else None
        make_member(shop, role, user=user, **fields)
        db.session.commit()


def test_nobody_is_sent_to_sign_in_and_back(app: Flask, client: FlaskClient) -> None:
    shop_with(app, None)

    assert client.get(f"{DESK}?q=a").location == f"/sign-in?next={DESK}?q%3Da"


def test_the_owner_comes_in(app: Flask, client: FlaskClient, signed_in: int) -> None:
    shop_with(app, signed_in)

    assert client.get(DESK).status_code == 200


def test_another_shop_is_not_there(app: Flask, client: FlaskClient, signed_in: int) -> None:
    shop_with(app, None)

    assert client.get(DESK).status_code == 404


def test_a_shop_that_does_not_exist_looks_the_same(client: FlaskClient, signed_in: int) -> None:
    assert client.get("/admin/khong-co/").status_code == 404


def renamed(app: Flask) -> None:
    with app.app_context():
        shop = db.session.scalars(select(Shop).where(Shop.slug == "mat-ong")).one()
        with enter_shop(shop.id):
            slugs.rename(shop, "mat-ong-rung", by=events.SYSTEM)
        db.session.commit()


def test_the_desk_is_found_under_a_former_address(app: Flask, client: FlaskClient, signed_in: int) -> None:
    shop_with(app, signed_in)
    renamed(app)

    answer = client.get(f"{DESK}orders/?q=an")

    assert (answer.status_code, answer.location) == (307, "/admin/mat-ong-rung/orders/?q=an")


def test_a_former_address_tells_strangers_nothing(app: Flask, client: FlaskClient, signed_in: int) -> None:
    shop_with(app, None)
    renamed(app)
    json = {"Accept": "application/json"}

    former, unknown = client.get(DESK, headers=json), client.get("/admin/khong-co/", headers=json)

    assert (former.status_code, former.json) == (404, unknown.json)


def test_a_helper_without_parts_is_refused(app: Flask, client: FlaskClient, signed_in: int) -> None:
    shop_with(app, signed_in, Role.HELPER)

    assert client.get(DESK).status_code == 403


def test_every_view_of_the_desk_names_its_permission(app: Flask) -> None:
    desk = {name: view for name, view in app.view_functions.items() if name.startswith("admin.")}

    assert [name for name, view in desk.items() if not hasattr(view, "permission")] == []
    assert desk


@pytest.mark.parametrize("door", ["portal."])
def test_every_view_of_the_portal_says_whom_it_needs(app: Flask, door: str) -> None:
    views = {name: view for name, view in app.view_functions.items() if name.startswith(door)}

    assert [name for name, view in views.items() if not hasattr(view, "needs")] == []
