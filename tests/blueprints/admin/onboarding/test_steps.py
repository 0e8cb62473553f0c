import io
from importlib.resources import files

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.domain.onboarding import steps
from storefront.domain.onboarding.goods import own_goods, samples
from storefront.domain.onboarding.identity import profile
from storefront.domain.theming import choices
from storefront.infra.db import db
from storefront.infra.tenancy import enter_shop
from storefront.models.page import Page
from storefront.models.shop import Shop, ShopMode, ShopState
from tests.blueprints.admin.onboarding.conftest import WHO, Wizard
from tests.factories.users import make_user
from tests.visitor import Visitor

STEPS = [step for step in steps.KEYS if step != "review"]


def photo() -> tuple[io.BytesIO, str]:
    file = files("storefront").joinpath("demo", "images", "nuoc-mam-500.webp")
    return io.BytesIO(file.read_bytes()), "mam.webp"


def test_a_new_shop_begins_with_its_name_and_kind(app: Flask, visitor: Visitor) -> None:
    with app.app_context():
        owner_id = make_user().id
        db.session.commit()
    visitor.sign_in(owner_id).get("/open-shop")

    answer = visitor.post("/open-shop", {"name": "Mắm Ba Làng", "mode": "practice"})

    assert answer.location == "/admin/mam-ba-lang/setup/who"
    with app.app_context():
        shop = db.session.scalars(select(Shop).where(Shop.slug == "mam-ba-lang")).one()
        assert (shop.mode, shop.state) == (ShopMode.PRACTICE, ShopState.DRAFT)


def test_a_shop_without_name_or_kind_is_refused(app: Flask, visitor: Visitor) -> None:
    with app.app_context():
        owner_id = make_user().id
        db.session.commit()
    visitor.sign_in(owner_id).get("/open-shop")

    answer = visitor.post("/open-shop", {"name": "Mắm"})

    assert answer.status_code == 422
    assert 'value="Mắm"' in answer.text


def test_nobody_opens_a_shop_without_signing_in(visitor: Visitor) -> None:
    assert "/sign-in" in visitor.get("/open-shop").location


@pytest.mark.parametrize("step", steps.KEYS)
def test_every_step_is_shown_with_its_place_in_the_way(wizard: Wizard, step: str) -> None:
    answer = wizard.get(step)

    assert answer.status_code == 200
    assert answer.text.count('aria-current="step"') == 1


def test_good_answers_take_the_owner_on_and_fill_the_pages(wizard: Wizard) -> None:
    answer = wizard.send("who", **WHO)

    assert answer.location == wizard.url("trade")
    with wizard.app.app_context(), enter_shop(wizard.shop_id):
        assert profile().legal_name == "HTX nước mắm Ba Làng"
        assert any("HTX nước mắm Ba Làng" in page.body for page in db.session.scalars(select(Page)))


def test_bad_answers_are_kept_with_what_to_do(wizard: Wizard) -> None:
    answer = wizard.send("who", **{**WHO, "tax_id": "0100109107", "street": ""})

    assert answer.status_code == 422
    assert 'value="Nguyễn Thị Lan"' in answer.text
    assert 'id="street-error"' in answer.text


def test_what_was_typed_wrong_is_there_again_on_another_device(wizard: Wizard) -> None:
    wizard.send("who", **{**WHO, "tax_id": "0100109107"})

    again = wizard.get("who")

    assert 'value="0100109107"' in again.text
    assert "HTX nước mắm Ba Làng" in again.text
    assert '<option selected value="14797">' in again.text


def test_typing_is_kept_while_it_goes_on(wizard: Wizard) -> None:
    wizard.get("who")

    answer = wizard.post("who", {"legal_name": "HTX Ba", "autosave": "1"})

    assert answer.json == {"saved": True}
    assert 'value="HTX Ba"' in wizard.get("who").text


def test_going_back_loses_nothing(wizard: Wizard) -> None:
    answer = wizard.send("address", name="Mắm", slug="?", back="1")

    assert answer.location == wizard.url("trade")
    assert 'value="?"' in wizard.get("address").text


def test_communes_are_shown_without_javascript(wizard: Wizard) -> None:
    answer = wizard.send("who", province="38", legal_name="HTX Ba Làng", load_communes="1")

    assert answer.status_code == 200
    assert '<option value="14797">' in answer.text
    assert 'value="HTX Ba Làng"' in answer.text


def test_communes_are_found_without_marks(wizard: Wizard) -> None:
    found = wizard.get("places?q=hac thanh").json

    assert found["places"][0]["code"] == "14797"
    assert found["places"][0]["province"] == "38"


def test_the_wizard_goes_on_where_it_stopped(wizard: Wizard) -> None:
    wizard.send("who", **WHO)

    assert wizard.visitor.get(f"/admin/{wizard.slug}/setup").location == wizard.url("trade")


@pytest.mark.parametrize("step", ["trade", "look", "delivery", "payment"])
def test_a_step_that_blocks_nothing_may_wait(wizard: Wizard, step: str) -> None:
    answer = wizard.send(step, later="1")

    assert answer.location == wizard.url(steps.after(step))


@pytest.mark.parametrize("step", ["who", "address", "pages"])
def test_an_obligatory_step_does_not_wait(wizard: Wizard, step: str) -> None:
    assert wizard.send(step, later="1").status_code == 422


def test_the_trade_brings_sample_goods(wizard: Wizard) -> None:
    wizard.send("trade", trade="craft")

    with wizard.app.app_context(), enter_shop(wizard.shop_id):
        assert len(samples()) == 3


def test_an_unknown_trade_is_refused(wizard: Wizard) -> None:
    assert wizard.send("trade", trade="space-travel").status_code == 422


@pytest.mark.parametrize(
    ("typed", "free"), [("mam-ba-lang", True), ("Mắm Ba Làng", True), ("admin", False), ("ab", False)]
)
def test_an_address_is_judged_while_it_is_typed(wizard: Wizard, typed: str, free: bool) -> None:
    answer = wizard.visitor.get(wizard.url("address/free"), query_string={"value": typed}).json

    assert answer["ok"] is free
    assert answer["message"]


def test_the_wizard_moves_to_the_new_address(wizard: Wizard) -> None:
    answer = wizard.send("address", name="Mắm Ba Làng", slug="mam-ba-lang")

    assert answer.location == "/admin/mam-ba-lang/setup/look"


def test_a_reserved_address_is_refused(wizard: Wizard) -> None:
    answer = wizard.send("address", name="Mắm", slug="admin")

    assert answer.status_code == 422
    assert 'id="slug-error"' in answer.text


def test_the_look_is_tried_before_it_is_shown(wizard: Wizard) -> None:
    wizard.get("look")

    wizard.post("look", {"palette": "la-chuoi", "autosave": "1"})

    with wizard.app.app_context(), enter_shop(wizard.shop_id):
        assert (choices.draft("que").palette, choices.published("que").palette) == ("la-chuoi", "")


def test_a_pale_colour_is_answered_with_the_nearest_that_can_be_read(wizard: Wizard) -> None:
    pale = {"palette": "dat-nung", "own_colour": "y", "primary": "#f0c040"}

    refused = wizard.send("look", **pale)
    taken = wizard.post("look", {**pale, "shade": "#88650a"})

    assert refused.status_code == 422
    assert 'name="shade" value="#88650a"' in refused.text
    assert taken.location == wizard.url("goods")


def test_the_logo_is_taken_in(wizard: Wizard) -> None:
    answer = wizard.send("look", palette="dat-nung", logo=photo())

    assert answer.status_code == 303
    with wizard.app.app_context(), enter_shop(wizard.shop_id):
        assert profile().logo_asset_id


def test_a_product_with_its_photo_goes_on_sale(wizard: Wizard) -> None:
    answer = wizard.send("goods", name="Nước mắm cốt", price="75k", unit="chai", camera=photo())

    assert answer.location == wizard.url("goods")
    with wizard.app.app_context(), enter_shop(wizard.shop_id):
        product = own_goods()[0]
        assert (product.name, product.from_price, len(product.images)) == ("Nước mắm cốt", 75_000, 1)


def test_a_photo_survives_a_forgotten_price(wizard: Wizard) -> None:
    refused = wizard.send("goods", name="Nước mắm cốt", camera=photo())

    wizard.post("goods", {"name": "Nước mắm cốt", "price": "75.000"})

    assert refused.status_code == 422
    assert 'name="photos_ids"' in refused.text


def test_a_file_that_is_no_picture_is_refused_in_words(wizard: Wizard) -> None:
    answer = wizard.send("goods", name="Mắm", price="1000", camera=(io.BytesIO(b"not a picture"), "a.jpg"))

    assert answer.status_code == 422
    assert "a.jpg" in answer.text


def test_a_picture_is_taken_in_while_the_form_is_filled(wizard: Wizard) -> None:
    wizard.get("goods")

    answer = wizard.post("pictures", {"file": photo()})

    assert answer.json["id"].isdigit()
    assert answer.json["url"].startswith("/media/")


def test_a_list_with_wrong_lines_adds_nothing_until_the_owner_says_so(wizard: Wizard) -> None:
    wizard.get("goods")
    typed = "Mắm tôm | 50.000 | hũ\nCá khô"

    refused = wizard.post("goods/list", {"goods": typed, "action": "all"})
    with wizard.app.app_context(), enter_shop(wizard.shop_id):
        none_yet = own_goods()
    taken = wizard.post("goods/list", {"goods": typed, "action": "only_right"})

    assert refused.status_code == 422
    assert "Cá khô" in refused.text
    assert none_yet == []
    assert taken.status_code == 303
    with wizard.app.app_context(), enter_shop(wizard.shop_id):
        assert [product.name for product in own_goods()] == ["Mắm tôm"]


def test_samples_go_in_one_tap_and_own_goods_one_by_one(wizard: Wizard) -> None:
    wizard.send("trade", trade="food")
    wizard.send("goods", name="Mắm tôm", price="50.000")
    with wizard.app.app_context(), enter_shop(wizard.shop_id):
        product_id = own_goods()[0].id

    wizard.post("goods/samples", {})
    wizard.post(f"goods/{product_id}/removal", {})

    with wizard.app.app_context(), enter_shop(wizard.shop_id):
        assert (samples(), own_goods()) == ([], [])


def test_the_goods_step_wants_a_product_or_a_later(wizard: Wizard) -> None:
    wizard.get("goods")

    assert wizard.post("goods/next", {"next": "1"}).status_code == 422
    assert wizard.post("goods/next", {"later": "1"}).location == wizard.url("delivery")
    assert wizard.post("goods/next", {"back": "1"}).location == wizard.url("look")


def test_delivery_without_any_way_is_refused(wizard: Wizard) -> None:
    answer = wizard.send("delivery", elsewhere_fee="hai mươi")

    assert answer.status_code == 422
    assert 'value="hai mươi"' in answer.text


def test_the_account_is_shown_for_checking_before_going_on(wizard: Wizard) -> None:
    account = {"cod": "y", "transfer": "y", "bank": "vietcombank", "account": "001", "holder": "HTX"}

    first = wizard.send("payment", **account)
    shown = wizard.get("payment")
    second = wizard.send("payment", **account)

    assert first.location == wizard.url("payment") + "#check"
    assert 'id="check"' in shown.text
    assert "<svg" in shown.text
    assert second.location == wizard.url("pages")


def test_a_bank_nobody_knows_is_refused(wizard: Wizard) -> None:
    answer = wizard.send("payment", transfer="y", bank="bank of mars", account="001", holder="HTX")

    assert answer.status_code == 422
    assert 'id="bank-error"' in answer.text


def test_a_practice_shop_says_when_the_practice_gateway_does_not_answer(practice: Wizard) -> None:
    answer = practice.send("payment", cod="y")

    assert answer.location == practice.url("payment")
    assert "notice--warn" in practice.get("payment").text


def test_a_page_can_be_put_in_own_words(wizard: Wizard) -> None:
    wizard.send("who", **WHO)
    with wizard.app.app_context(), enter_shop(wizard.shop_id):
        page_id = db.session.scalars(select(Page).where(Page.slug == "doi-tra")).one().id
    form = wizard.get(f"pages/{page_id}")

    saved = wizard.post(f"pages/{page_id}", {"title": "Đổi trả", "words": "## Dễ\n\nCứ đổi.", "revision": 1})
    late = wizard.post(f"pages/{page_id}", {"title": "Đổi trả", "words": "Khác", "revision": 1})

    assert "## Khi nào được đổi trả" in form.text
    assert saved.location == wizard.url("pages")
    assert late.status_code == 409
    with wizard.app.app_context(), enter_shop(wizard.shop_id):
        assert db.session.get_one(Page, (wizard.shop_id, page_id)).body == "<h2>Dễ</h2><p>Cứ đổi.</p>"
