from dataclasses import dataclass

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from storefront.domain.onboarding.naming import start_shop
from storefront.infra.db import db
from storefront.models.shop import ShopMode
from tests.factories.users import make_user
from tests.visitor import Visitor

WHO = {
    "legal_type": "cooperative",
    "legal_name": "HTX nước mắm Ba Làng",
    "representative": "Nguyễn Thị Lan",
    "tax_id": "0100109106",
    "province": "38",
    "commune": "14797",
    "street": "12 Lê Lợi",
    "phone": "0912 345 678",
}


@dataclass
class Wizard:
    """A draft shop's wizard, its owner signed in."""

    app: Flask
    visitor: Visitor
    shop_id: int
    slug: str

    def url(self, step: str) -> str:
        return f"/admin/{self.slug}/setup/{step}"

    def get(self, step: str) -> TestResponse:
        return self.visitor.get(self.url(step))

    def post(self, step: str, data: dict[str, object], **options: object) -> TestResponse:
        return self.visitor.post(self.url(step), data, **options)

    def send(self, step: str, **data: object) -> TestResponse:
        """Open a step and send its form."""
        self.get(step)
        return self.post(step, data)

    def complete(self) -> None:
        """Everything obligatory for a real shop, in the order of the steps."""
        self.send("who", **WHO)
        self.send("trade", trade="food")
        self.send("delivery", pickup="y", province_fee="25.000")
        self.send("payment", cod="y")
        self.send("pages", return_days=7, complaint_answer_days=3, complaint_resolve_days=15)


def begin(app: Flask, visitor: Visitor, mode: ShopMode) -> Wizard:
    with app.app_context():
        owner = make_user()
        shop = start_shop("Nước mắm Ba Làng", mode=mode, owner=owner)
        made = Wizard(app, visitor, shop.id, shop.slug)
        owner_id = owner.id
        db.session.commit()
    visitor.sign_in(owner_id)
    return made


@pytest.fixture
def wizard(app: Flask, visitor: Visitor) -> Wizard:
    """The wizard of a real shop."""
    return begin(app, visitor, ShopMode.REAL)


@pytest.fixture
def practice(app: Flask, visitor: Visitor) -> Wizard:
    """The wizard of a practice shop."""
    return begin(app, visitor, ShopMode.PRACTICE)
