"""A shop's desk with somebody signed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask

from storefront.infra.db import db
from storefront.models.shop import ShopMode
from storefront.models.user import Role
from tests.factories import make_shop
from tests.factories.users import make_member, make_user
from tests.visitor import Visitor


@dataclass
class Seat:
    """Somebody at a shop's desk."""

    app: Flask
    visitor: Visitor
    shop_id: int
    slug: str

    def url(self, path: str) -> str:
        return f"/admin/{self.slug}{path}"


@pytest.fixture
def seat(app: Flask, rolled_back: None) -> Callable[..., Seat]:
    """Make a shop and sit somebody with this role at its desk."""

    def sit(role: Role = Role.OWNER, mode: ShopMode = ShopMode.REAL, **member: object) -> Seat:
        with app.app_context():
            shop = make_shop(mode=mode)
            user = make_user()
            make_member(shop, role, user, **member)
            shop_id, slug, user_id = shop.id, shop.slug, user.id
            db.session.commit()
        return Seat(app, Visitor(app).sign_in(user_id), shop_id, slug)

    return sit
