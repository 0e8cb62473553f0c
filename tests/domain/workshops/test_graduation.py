"""Graduation as the learner meets it: what comes along, what stays behind, and that twice is once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from storefront.domain.catalogue.data import ImageData, OptionData, VariantData, data_of
from storefront.domain.catalogue.products import edit_product
from storefront.domain.inventory.adjust import count as count_stock
from storefront.domain.onboarding import steps
from storefront.domain.onboarding.apply_kit import apply_kit
from storefront.domain.onboarding.kits import kit
from storefront.domain.onboarding.texts import write_pages
from storefront.domain.orders.figures import desk_figures
from storefront.domain.search.query import search
from storefront.domain.shops.menus import MenuItem, menus, save_menu
from storefront.domain.shops.pages import PageData, create_page
from storefront.domain.shops.resolve import shop_by_slug
from storefront.domain.transfer.rules import CHOICES, Part
from storefront.domain.transfer.write import let_go
from storefront.domain.workshops import graduation
from storefront.domain.workshops.graduation import Standing
from storefront.infra import clock, events, queue, storage
from storefront.infra.db import db
from storefront.infra.errors import Invalid
from storefront.infra.tenancy import PLATFORM, enter_shop
from storefront.jobs.worker import Worker
from storefront.models.asset import Asset
from storefront.models.order import Order
from storefront.models.page import Page
from storefront.models.product import Product
from storefront.models.shop import Shop, ShopMode, ShopProfile, ShopState
from storefront.models.stock import StockMovement
from storefront.models.user import Membership
from storefront.models.workshop import Learner
from tests.factories import make_asset, make_class_account, make_collection, make_learner, make_product
from tests.visitor import Visitor

BY = events.SYSTEM
HONEY = {
    "name": "Mật ong Nga Sơn",
    "slug": "mat-ong",
    "options": (OptionData("Cỡ", ("nhỏ", "to")),),
    "variants": (
        VariantData(price=90_000, option_values=("nhỏ",), stock_tracked=True),
        VariantData(price=170_000, option_values=("to",)),
    ),
}


@pytest.fixture
def learner(context: Flask) -> Learner:
    """A learner with own goods in a collection, a page and a menu that leads to all of it."""
    learner = make_learner()
    with enter_shop(learner.shop_id or 0):
        picture = make_asset()
        db.session.flush()
        text = f'<p><img src="/media/{picture.key}" alt=""></p>'
        honey = make_product(**HONEY, images=(ImageData(picture.id, "Hũ mật"),), description=text)
        count_stock(honey.variants[0], 5000, by=BY)
        make_collection(honey, name="Mật", slug="mat", asset_id=picture.id)
        create_page(PageData("Chuyện nhà", text, slug="chuyen-nha"), by=BY)
        items = [MenuItem("Mật", "collection", "mat"), MenuItem("Chuyện", "page", "chuyen-nha")]
        save_menu("main", [*items, MenuItem("Giao hàng", "page", "giao-hang")], revision=0, by=BY)
        let_go()
    return learner


def graduate(learner: Learner, parts: Any = CHOICES) -> Shop:
    graduation.graduate(learner.id, parts)
    db.session.flush()
    return db.session.get_one(Shop, learner.graduated_shop_id)


def test_a_real_shop_in_draft_stands_at_the_practice_shops_address(learner: Learner) -> None:
    practice = db.session.get_one(Shop, learner.shop_id)
    slug = practice.slug

    shop = graduate(learner)

    owner = db.session.scalars(select(Membership).where(Membership.shop_id == shop.id)).one()
    assert (shop.mode, shop.state, shop.slug, owner.user_id) == (
        *(ShopMode.REAL, ShopState.DRAFT, slug),
        learner.user_id,
    )
    assert (practice.slug, shop_by_slug(slug).shop.id) == (f"{slug}-tap", shop.id)


def test_goods_come_with_new_ids_pictures_and_their_way_through_the_shop(learner: Learner) -> None:
    shop = graduate(learner)

    with enter_shop(shop.id):
        honey = db.session.scalars(select(Product)).one()
        picture = db.session.scalars(select(Asset)).one()
        assert [(each.title, each.price) for each in honey.variants] == [("nhỏ", 90_000), ("to", 170_000)]
        assert [(image.asset_id, image.alt) for image in honey.images] == [(picture.id, "Hũ mật")]
        assert f"/media/{picture.key}" in honey.description
        assert storage.get(picture.key)
        assert search("mat ong").product_ids == (honey.id,)
        assert [item.label for item in menus()["main"]] == ["Mật", "Chuyện", "Giao hàng"]


def test_a_picture_that_is_lost_keeps_nobody_from_a_real_shop(learner: Learner) -> None:
    with enter_shop(learner.shop_id or 0):
        storage.delete(db.session.scalars(select(Asset.key)).one())
        let_go()

    shop = graduate(learner)

    with enter_shop(shop.id):
        honey = db.session.scalars(select(Product)).one()
        assert (honey.images, db.session.scalars(select(Asset)).all()) == ([], [])


def test_its_figures_are_nil_and_counted_goods_wait_to_be_counted(learner: Learner) -> None:
    shop = graduate(learner)

    with enter_shop(shop.id):
        figures = desk_figures(shop)
        assert set(figures.__slots__) and not any(getattr(figures, name) for name in figures.__slots__)
        assert db.session.scalar(select(func.count(StockMovement.id))) == 0
        assert db.session.scalar(select(func.count(Order.id))) == 0
        small, big = db.session.scalars(select(Product)).one().variants
        assert (small.stock_tracked, big.stock_tracked) == (True, False)


def test_without_goods_no_menu_leads_to_them(learner: Learner) -> None:
    shop = graduate(learner, [Part.PAGES])

    with enter_shop(shop.id):
        assert db.session.scalars(select(Product)).all() == []
        assert [item.label for item in menus()["main"]] == ["Chuyện", "Giao hàng"]


def test_samples_and_pages_in_our_words_stay_behind_what_was_edited_goes_along(learner: Learner) -> None:
    practice = db.session.get_one(Shop, learner.shop_id)
    with enter_shop(practice.id):
        apply_kit(practice, kit("food"), by=BY)
        sample = make_product(name="Hàng mẫu", is_sample=True)
        edited = make_product(name="Mẫu đã sửa", is_sample=True)
        edit_product(edited, _own(edited), revision=edited.revision, by=BY)
        ours = {page.slug for page in write_pages(practice, by=BY)} - {"chuyen-nha"}
        let_go()

    shop = graduate(learner)

    with enter_shop(shop.id):
        names = set(db.session.scalars(select(Product.name)))
        assert names == {"Mật ong Nga Sơn", "Mẫu đã sửa"} and sample.name not in names
        assert set(db.session.scalars(select(Page.slug))) == {"chuyen-nha"} and ours


def test_legal_data_is_asked_for_by_the_new_shops_wizard(learner: Learner) -> None:
    shop = graduate(learner)

    with enter_shop(shop.id):
        mine = db.session.scalars(select(ShopProfile)).one()
        assert (mine.legal_name, mine.phone, mine.street) == (None, None, None)
        assert steps.standing().next_key == "who"


def test_done_twice_there_is_one_shop(learner: Learner) -> None:
    shop = graduate(learner)
    shops = db.session.scalar(select(func.count(Shop.id)))

    again = graduate(learner)

    assert (again.id, db.session.scalar(select(func.count(Shop.id)))) == (shop.id, shops)


@pytest.mark.parametrize("table", ["product", "wizard_step"])
def test_killed_in_the_middle_it_leaves_nothing_and_runs_again(learner: Learner, table: str) -> None:
    db.session.commit()
    shops = db.session.scalar(select(func.count(Shop.id))) or 0
    slug = db.session.get_one(Shop, learner.shop_id).slug

    with _power_cut_at(table), pytest.raises(ConnectionAbortedError):
        graduation.graduate(learner.id, CHOICES)
    db.session.rollback()
    left = db.session.scalar(select(func.count(Shop.id)))
    shop = graduate(learner)

    assert (left, db.session.scalar(select(func.count(Shop.id)))) == (shops, shops + 1)
    assert shop.slug == slug


def test_asked_twice_there_is_one_job(learner: Learner) -> None:
    graduation.ask(learner, CHOICES)
    graduation.ask(learner, [Part.GOODS])

    jobs = db.session.scalars(select(queue.Job).where(queue.Job.kind == graduation.GRADUATE)).all()
    assert [(job.shop_id, job.payload["parts"]) for job in jobs] == [(PLATFORM, ["goods", "look", "pages"])]
    assert graduation.standing(learner) is Standing.RUNNING


def test_what_gave_up_runs_again_with_the_parts_chosen_now(learner: Learner) -> None:
    graduation.ask(learner, CHOICES)
    job = db.session.scalars(select(queue.Job).where(queue.Job.kind == graduation.GRADUATE)).one()
    job.last_error = "gone"
    tried = graduation.standing(learner)
    job.parked_at = clock.now()
    stuck = graduation.standing(learner)

    graduation.ask(learner, [Part.GOODS])

    db.session.refresh(job)
    assert (tried, stuck, graduation.standing(learner)) == (Standing.AGAIN, Standing.STUCK, Standing.AGAIN)
    assert (job.parked_at, job.payload["parts"]) == (None, ["goods"])


def test_a_class_account_first_needs_a_phone_or_email_of_its_own(context: Flask) -> None:
    learner = make_learner(user=make_class_account())
    learner.practice_phone = "+84912345678"

    with pytest.raises(graduation.NobodyToReach):
        graduation.ask(learner, CHOICES)


def test_taking_nothing_along_is_refused(learner: Learner) -> None:
    with pytest.raises(Invalid):
        graduation.ask(learner, [])


def test_the_learner_asks_waits_and_finds_the_way_to_the_new_shop(visitor: Visitor, app: Flask) -> None:
    with app.app_context():
        learner = make_learner()
        user_id, address = learner.user_id, f"/class/{learner.workshop_id}/graduation/"
        db.session.commit()
    form = visitor.sign_in(user_id).get(address).text

    visitor.post(address, data={"goods": "y"})
    waiting = visitor.get(address).text
    Worker(app).run_all()
    done = visitor.get(address).text
    part = visitor.get(f"{address}?part=1").text

    assert f'action="{address}"' in form
    assert f'data-fresh="{address}?part=1"' in waiting
    assert '/setup"' in done and "data-fresh" not in done
    assert "<html" not in part and '/setup"' in part


def _own(product: Product) -> Any:
    """What the product's form sends: an edited sample is the owner's own."""
    return replace(data_of(product), is_sample=False)


@contextmanager
def _power_cut_at(table: str) -> Iterator[None]:
    """The connection is lost at the first row written into a table."""

    def cut(_connection: Any, _cursor: Any, sql: str, *_more: Any) -> None:
        if sql.startswith(f"INSERT INTO {table} "):
            raise ConnectionAbortedError(table)

    connection = db.session.connection()
    event.listen(connection.engine, "before_cursor_execute", cut)
    try:
        yield
    finally:
        event.remove(connection.engine, "before_cursor_execute", cut)
