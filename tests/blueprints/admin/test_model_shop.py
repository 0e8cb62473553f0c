"""The owner's word that classes may begin with a copy of the shop."""

from __future__ import annotations

from flask import Flask

from storefront.domain.workshops import model_shops
from storefront.infra.db import db
from storefront.models.shop import ShopMode
from storefront.models.user import Role
from tests.factories import make_member, make_shop, make_user
from tests.forms import form_to
from tests.visitor import Visitor


def test_the_owner_agrees_staff_approve_and_the_owner_withdraws(app: Flask, visitor: Visitor) -> None:
    with app.app_context():
        shop, staff = make_shop(name="Mắm Ba Làng"), make_user(is_staff=True)
        shop_id, owner, helper = shop.id, make_member(shop).user_id, staff.id
        address = f"/admin/{shop.slug}/model-shop/"
        db.session.commit()
    told = []

    visitor.sign_in(owner).get(address)
    told.append(visitor.post(address).status_code)
    told.append(visitor.post(address, {"agreed": "y"}).status_code)
    with app.app_context():
        row = model_shops.of_shop(shop_id)
        assert row is not None
        model_id = row.id
    page = visitor.sign_in(helper).get("/programme/model-shops").text
    seen = form_to(page, "/approval").values
    told.append(visitor.post(f"/programme/model-shops/{model_id}/approval", seen).status_code)
    visitor.sign_in(owner).get(address)
    told.append(visitor.post(f"{address}withdrawal").status_code)

    assert "Mắm Ba Làng" in page
    assert told == [422, 303, 303, 303]
    assert "Mắm Ba Làng" not in visitor.sign_in(helper).get("/programme/model-shops").text


def test_a_manager_does_not_give_the_shop_away_and_a_practice_shop_is_no_model(
    app: Flask, visitor: Visitor
) -> None:
    with app.app_context():
        real, practice = make_shop(), make_shop(mode=ShopMode.PRACTICE)
        manager, owner = make_member(real, Role.MANAGER).user_id, make_member(practice).user_id
        addresses = [f"/admin/{shop.slug}/model-shop/" for shop in (real, practice)]
        db.session.commit()

    refused = visitor.sign_in(manager).get(addresses[0])
    absent = visitor.sign_in(owner).get(addresses[1])

    assert (refused.status_code, absent.status_code) == (403, 404)
