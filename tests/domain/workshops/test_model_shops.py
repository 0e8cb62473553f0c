"""Model shops: what the copy holds, what it never does, and who decides."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.domain.catalogue.data import ImageData, VariantData
from storefront.domain.onboarding.apply_kit import apply_kit
from storefront.domain.onboarding.texts import is_ours
from storefront.domain.shops.menus import MenuItem, menus, save_menu
from storefront.domain.shops.pages import PageData, create_page
from storefront.domain.theming.choices import Choice, publish, published
from storefront.domain.theming.packages import get_theme
from storefront.domain.transfer.write import let_go
from storefront.domain.workshops import model_shops
from storefront.domain.workshops.kits import kits_for, offered
from storefront.infra import events, storage
from storefront.infra.db import db
from storefront.infra.tenancy import enter_shop
from storefront.models.asset import Asset
from storefront.models.page import Page
from storefront.models.product import Product
from storefront.models.programme import ModelShop
from storefront.models.shop import Shop, ShopMode, ShopProfile, ShopState
from tests.factories import make_asset, make_collection, make_order, make_product, make_shop, make_workshop

BY = events.Actor(events.ActorKind.USER, 7)
LEGAL = "Lê Thị Mơ"


@pytest.fixture
def shop(context: Flask) -> Shop:
    """A real shop with goods, a page of its own, an order, and an owner with a name."""
    shop = make_shop(name="Mắm Ba Làng", trade="food")
    with enter_shop(shop.id):
        mine = db.session.scalars(select(ShopProfile)).one()
        mine.legal_name, mine.phone, mine.street = LEGAL, "+84912345678", "12 Lê Lợi"
        picture = make_asset()
        db.session.flush()
        fish = make_product(
            name="Mắm cá cơm",
            summary="Gọi 0912 345 678 để đặt",
            maker=LEGAL,
            origin="Ba Làng",
            variants=(VariantData(price=65_000, unit="chai", step=500, minimum=500),),
            images=(ImageData(picture.id, ""),),
        )
        make_product(name="Mắm tôm", summary="Hỏi cô Tư 0987 654 321")
        make_collection(fish, name="Mắm", slug="mam")
        create_page(PageData("Chuyện mắm", "<p>Ủ chượp mười hai tháng.</p>", slug="chuyen-mam"), by=BY)
        create_page(PageData("Về chủ", f"<p>Tôi là {LEGAL}.</p>", slug="ve-chu"), by=BY)
        items = [MenuItem("Mắm", "collection", "mam"), MenuItem("Về chủ", "page", "ve-chu")]
        save_menu("main", [*items, MenuItem("Chuyện", "page", "chuyen-mam")], revision=0, by=BY)
        publish(get_theme(shop.theme_id), Choice("", {}), by=BY)
        make_order()
    return shop


def agreed(shop: Shop) -> ModelShop:
    with enter_shop(shop.id):
        row = model_shops.agree(shop, by=BY)
        let_go()
    return row


def test_nothing_in_the_copy_names_the_owner_or_a_customer(shop: Shop) -> None:
    words = json.dumps(agreed(shop).kit, ensure_ascii=False)

    private = (LEGAL, "912 345 678", "912345678", "12 Lê Lợi", "Nguyễn", "order", "customer")
    assert [each for each in private if each in words] == []


def test_a_page_that_names_the_owner_stays_out_and_other_numbers_are_warned_of(shop: Shop) -> None:
    with enter_shop(shop.id):
        found = model_shops.preview(shop)

    assert found.left_out == ["Về chủ"]
    assert found.warnings == ["Mắm tôm"]


def test_a_class_may_choose_it_once_staff_approve_and_until_the_owner_withdraws(shop: Shop) -> None:
    row = agreed(shop)
    workshop = make_workshop(kits=[row.key, "food"])
    chosen = []

    chosen.append([each.key for each in kits_for(workshop)])
    model_shops.approve(row.id, seen=model_shops.seal(row), by=BY)
    chosen.append([each.key for each in kits_for(workshop)])
    model_shops.hide(row.id, by=BY)
    model_shops.approve(row.id, seen=model_shops.seal(row), by=BY)
    chosen.append([each.key for each in offered()][-1:])
    model_shops.withdraw(shop, by=BY)
    chosen.append([each.key for each in kits_for(workshop)])

    assert chosen == [["food"], ["food", row.key], [row.key], ["food"]]
    assert (row.kit, db.session.scalars(model_shops.gallery()).all()) == ({}, [])


def test_a_practice_shop_begins_with_its_goods_pictures_look_and_pages(shop: Shop) -> None:
    row = agreed(shop)
    model_shops.approve(row.id, seen=model_shops.seal(row), by=BY)
    practice = make_shop(mode=ShopMode.PRACTICE)

    with enter_shop(practice.id):
        apply_kit(practice, model_shops.chosen_from([row.key])[0], by=BY)

        fish = db.session.scalars(select(Product).where(Product.name == "Mắm cá cơm")).one()
        picture = db.session.scalars(select(Asset)).one()
        assert (fish.is_sample, fish.from_price, fish.variants[0].step, fish.maker) == (
            True,
            65_000,
            500,
            None,
        )
        assert fish.images[0].asset_id == picture.id and storage.get(picture.key)
        pages = db.session.scalars(select(Page)).all()
        assert [(page.slug, is_ours(page)) for page in pages] == [("chuyen-mam", True)]
        assert [item.label for item in menus()["main"]] == ["Mắm", "Chuyện"]
        assert (practice.trade, practice.theme_id) == ("food", shop.theme_id)
        assert published(practice.theme_id) == Choice("", {})


def test_a_picture_the_model_shop_has_lost_is_left_out(shop: Shop) -> None:
    row = agreed(shop)
    model_shops.approve(row.id, seen=model_shops.seal(row), by=BY)
    storage.delete(row.kit["samples"][0]["image"])
    practice = make_shop(mode=ShopMode.PRACTICE)

    with enter_shop(practice.id):
        apply_kit(practice, model_shops.chosen_from([row.key])[0], by=BY)

        assert db.session.scalars(select(Asset)).all() == []
        assert len(db.session.scalars(select(Product)).all()) == len(row.kit["samples"])


@pytest.mark.parametrize("fields", [{"mode": ShopMode.PRACTICE}, {"state": ShopState.DRAFT}])
def test_a_shop_that_is_not_open_and_real_is_no_model(context: Flask, fields: dict[str, object]) -> None:
    shop = make_shop(**fields)

    with enter_shop(shop.id), pytest.raises(model_shops.NotAModel):
        model_shops.agree(shop, by=BY)


def test_agreeing_again_renews_the_copy_which_waits_for_approval_again(shop: Shop) -> None:
    row = agreed(shop)
    seen = model_shops.seal(row)
    model_shops.approve(row.id, seen=seen, by=BY)
    shop.name = "Mắm Lạch Bạng"

    again = agreed(shop)

    assert (again.id, again.approved_at) == (row.id, None)
    with pytest.raises(model_shops.ModelChanged):
        model_shops.approve(row.id, seen=seen, by=BY)
