import html
import io
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from storefront.domain.catalogue.data import ImageData, OptionData, VariantData
from storefront.domain.catalogue.queries import product_by_id
from storefront.infra.db import db
from storefront.infra.tenancy import enter_shop
from storefront.models.asset import Asset
from storefront.models.product import Product, ProductState
from storefront.models.user import Role
from tests.blueprints.admin.conftest import Seat
from tests.factories import make_asset, make_collection, make_product, picture_bytes, stock_of

FIELD = re.compile(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"')
NEW = {
    "revision": "0",
    "name": "Nem chua Thanh Hóa",
    "description": "Nem **ngon**.\n\n- Lá chuối",
    "variants-0-options": "[]",
    "variants-0-price": "45.000",
    "unit": "chục",
    "step": "1",
    "minimum": "1",
    "tax_class": "none",
    "do": "save",
}


@pytest.fixture
def owner(seat: Callable[..., Seat]) -> Seat:
    return seat()


def make(seat: Seat, **fields: Any) -> int:
    with seat.app.app_context(), enter_shop(seat.shop_id):
        made = make_product(**fields).id
        db.session.commit()
    return made


def read(seat: Seat, look: Callable[[Product], Any], product_id: int) -> Any:
    with seat.app.app_context(), enter_shop(seat.shop_id):
        return look(product_by_id(product_id))


def the_only(seat: Seat, look: Callable[[Product], Any]) -> Any:
    with seat.app.app_context(), enter_shop(seat.shop_id):
        return look(db.session.scalars(select(Product)).one())


def form_at(seat: Seat, path: str) -> dict[str, str]:
    """What the form's text and hidden inputs would send back."""
    page = seat.visitor.get(seat.url(path))
    assert page.status_code == 200
    sent = {
        name: html.unescape(value) for name, value in FIELD.findall(page.text) if not name.endswith("-drop")
    }
    kept = {name: value for name, value in sent.items() if name not in ("collections", "stock_tracked", "do")}
    return {**kept, "tax_class": "none", "do": "save"}


def test_a_product_is_made_from_the_form(owner: Seat) -> None:
    owner.visitor.get(owner.url("/products/new"))

    made = owner.visitor.post(owner.url("/products/"), NEW)

    assert made.status_code == 303
    assert the_only(owner, lambda product: (product.name, product.variants[0].price, product.state)) == (
        "Nem chua Thanh Hóa",
        45_000,
        ProductState.DRAFT,
    )
    assert the_only(owner, lambda product: product.description) == (
        "<p>Nem <strong>ngon</strong>.</p><ul><li>Lá chuối</li></ul>"
    )


def test_saving_can_put_it_on_sale_at_once(owner: Seat) -> None:
    owner.visitor.get(owner.url("/products/new"))

    owner.visitor.post(owner.url("/products/"), {**NEW, "do": "publish"})

    assert the_only(owner, lambda product: product.state) is ProductState.ACTIVE


def test_a_form_with_mistakes_keeps_what_was_typed(owner: Seat) -> None:
    owner.visitor.get(owner.url("/products/new"))

    again = owner.visitor.post(owner.url("/products/"), {**NEW, "variants-0-price": "rẻ thôi", "unit": ""})

    assert again.status_code == 422
    assert 'value="Nem chua Thanh Hóa"' in again.text
    assert 'value="rẻ thôi"' in again.text
    assert 'id="variants-0-price-error"' in again.text
    assert 'id="unit-error"' in again.text


def test_a_sentence_of_the_domain_stands_beside_its_field(owner: Seat) -> None:
    make(owner, variants=(VariantData(price=1000, sku="NEM"),))
    owner.visitor.get(owner.url("/products/new"))

    again = owner.visitor.post(owner.url("/products/"), {**NEW, "variants-0-sku": "NEM"})

    assert again.status_code == 422
    assert 'id="variants-0-sku-error"' in again.text


def test_the_form_saved_unchanged_changes_nothing(owner: Seat) -> None:
    kept = {"variants": (VariantData(price=90_000, unit="chai", sku="MO"),), "facts": {"care": "Lau khô"}}
    product_id = make(owner, name="Mật ong", origin="Pù Luông", tags=("quà",), **kept)

    saved = owner.visitor.post(
        owner.url(f"/products/{product_id}"), form_at(owner, f"/products/{product_id}")
    )

    assert saved.status_code == 303
    seen = read(
        owner, lambda each: (each.origin, each.tags, each.variants[0].sku, each.variants[0].unit), product_id
    )
    assert seen == ("Pù Luông", ["quà"], "MO", "chai")
    assert read(owner, lambda each: each.facts, product_id) == {"care": "Lau khô"}


def test_the_rows_are_made_from_the_options_without_saving(owner: Seat) -> None:
    owner.visitor.get(owner.url("/products/new"))
    options = {"options-0-name": "Cỡ", "options-0-values": "250 g, 0,5 kg", "do": "rows"}

    shown = owner.visitor.post(owner.url("/products/"), {**NEW, **options})

    assert shown.status_code == 200
    assert re.findall(r'name="(variants-\d-price)"', shown.text) == ["variants-0-price", "variants-1-price"]
    assert "0,5 kg" in shown.text


def test_options_changed_without_the_rows_are_asked_about_before_saving(owner: Seat) -> None:
    owner.visitor.get(owner.url("/products/new"))

    asked = owner.visitor.post(
        owner.url("/products/"), {**NEW, "options-0-name": "Cỡ", "options-0-values": "Nhỏ, Lớn"}
    )

    assert asked.status_code == 422
    assert "Thuộc tính đã đổi" in asked.text


def test_a_new_value_keeps_the_other_variants(owner: Seat) -> None:
    rows = tuple(VariantData(price=price, option_values=(size,)) for price, size in ((10, "S"), (20, "M")))
    product_id = make(owner, options=(OptionData("Cỡ", ("S", "M")),), variants=rows)
    before = read(owner, lambda each: [variant.id for variant in each.variants], product_id)
    form = {**form_at(owner, f"/products/{product_id}"), "options-0-values": "S, M, L"}
    third = {"variants-2-options": '["L"]', "variants-2-price": "30"}

    owner.visitor.post(owner.url(f"/products/{product_id}"), {**form, **third})

    after = read(owner, lambda each: [(variant.id, variant.price) for variant in each.variants], product_id)
    assert after[:2] == [(before[0], 10), (before[1], 20)]
    assert after[2][1] == 30


def test_a_second_device_is_shown_both_versions(owner: Seat) -> None:
    product_id = make(owner, name="Mật ong")
    form = form_at(owner, f"/products/{product_id}")
    owner.visitor.post(owner.url(f"/products/{product_id}"), {**form, "name": "Mật ong rừng"})

    conflict = owner.visitor.post(owner.url(f"/products/{product_id}"), {**form, "name": "Mật ong hoa nhãn"})
    revision = dict(FIELD.findall(conflict.text))["revision"]
    forced = {**form, "name": "Mật ong hoa nhãn", "revision": revision}
    saved = owner.visitor.post(owner.url(f"/products/{product_id}"), forced)

    assert conflict.status_code == 409
    assert "Mật ong rừng" in conflict.text
    assert 'value="Mật ong hoa nhãn"' in conflict.text
    assert saved.status_code == 303
    assert read(owner, lambda each: each.name, product_id) == "Mật ong hoa nhãn"


def test_a_picture_sent_with_a_bad_form_is_kept(owner: Seat) -> None:
    owner.visitor.get(owner.url("/products/new"))
    sent = {**NEW, "name": "", "pictures": (io.BytesIO(picture_bytes()), "nem.jpg")}

    again = owner.visitor.post(owner.url("/products/"), sent)
    images = {name: value for name, value in FIELD.findall(again.text) if name.startswith("images-0-asset")}
    owner.visitor.post(owner.url("/products/"), {**NEW, **images})

    assert again.status_code == 422
    assert the_only(owner, lambda product: len(product.images)) == 1


def test_a_file_that_is_no_picture_is_refused_in_words(owner: Seat) -> None:
    owner.visitor.get(owner.url("/products/new"))

    again = owner.visitor.post(
        owner.url("/products/"), {**NEW, "pictures": (io.BytesIO(b"not a picture"), "nem.txt")}
    )

    assert again.status_code == 422
    assert "nem.txt" in again.text


def test_the_uploader_gets_the_id_of_its_picture(owner: Seat) -> None:
    owner.visitor.get(owner.url("/products/new"))

    answer = owner.visitor.post(owner.url("/pictures/"), {"file": (io.BytesIO(picture_bytes()), "nem.jpg")})
    owner.visitor.post(owner.url("/products/"), {**NEW, "pictures_ids": answer.json["id"]})

    assert answer.status_code == 201
    assert the_only(owner, lambda product: str(product.images[0].asset_id)) == answer.json["id"]


def test_pictures_move_up_without_saving(owner: Seat) -> None:
    with owner.app.app_context(), enter_shop(owner.shop_id):
        first, second = make_asset().id, make_asset().id
        product_id = make_product(images=(ImageData(first, "một"), ImageData(second, "hai"))).id
        db.session.commit()
    form = form_at(owner, f"/products/{product_id}")

    moved = owner.visitor.post(owner.url(f"/products/{product_id}"), {**form, "do": "images-up-1"})

    assert moved.status_code == 200
    assert moved.text.index(str(second)) < moved.text.index(str(first))
    assert read(owner, lambda each: each.images[0].asset_id, product_id) == first


def test_stock_typed_in_the_form_is_counted(owner: Seat) -> None:
    owner.visitor.get(owner.url("/products/new"))

    owner.visitor.post(owner.url("/products/"), {**NEW, "stock_tracked": "y", "variants-0-stock": "12"})

    assert the_only(owner, lambda product: stock_of(product.variants[0])) == (12_000, 0)


def test_the_list_finds_without_tone_marks_and_filters(owner: Seat) -> None:
    make(owner, name="Bánh gai Tứ Trụ")
    make(owner, name="Chiếu cói", state=ProductState.DRAFT)

    found = owner.visitor.get(owner.url("/products/?q=banh gai"))
    drafts = owner.visitor.get(owner.url("/products/?state=draft&sort=name"))
    nothing = owner.visitor.get(owner.url("/products/?q=khongco"))

    assert "Bánh gai Tứ Trụ" in found.text
    assert "Chiếu cói" not in found.text
    assert "Bánh gai" not in drafts.text
    assert "Không có sản phẩm nào phù hợp" in nothing.text


def test_many_are_archived_at_once_and_brought_back(owner: Seat) -> None:
    ids = [make(owner), make(owner)]
    owner.visitor.get(owner.url("/products/"))

    owner.visitor.post(owner.url("/products/changes"), {"do": "archive", "ids": ids})
    archived = [read(owner, lambda each: each.state, product_id) for product_id in ids]
    told = owner.visitor.get(owner.url("/products/"))
    owner.visitor.post(owner.url("/products/changes"), {"do": "restore", "ids": " ".join(map(str, ids))})

    assert archived == [ProductState.ARCHIVED] * 2
    assert "Hoàn tác" in told.text
    assert [read(owner, lambda each: each.state, product_id) for product_id in ids] == [
        ProductState.ACTIVE
    ] * 2


def test_a_product_without_a_price_is_named_when_publishing_many(owner: Seat) -> None:
    product_id = make(owner, name="Chưa có giá", price=0, state=ProductState.DRAFT)
    owner.visitor.get(owner.url("/products/"))

    owner.visitor.post(owner.url("/products/changes"), {"do": "publish", "ids": product_id})

    assert "Chưa có giá lớn hơn 0: Chưa có giá" in owner.visitor.get(owner.url("/products/")).text


def test_a_copy_is_a_draft(owner: Seat) -> None:
    product_id = make(owner, name="Mật ong")
    owner.visitor.get(owner.url(f"/products/{product_id}"))

    copied = owner.visitor.post(owner.url(f"/products/{product_id}/copies"))

    copy_id = int(copied.location.rsplit("/", 1)[1])
    assert copy_id != product_id
    assert read(owner, lambda each: each.state, copy_id) is ProductState.DRAFT


def test_one_product_is_archived_restored_and_taken_back(owner: Seat) -> None:
    product_id = make(owner)
    address = owner.url(f"/products/{product_id}")
    owner.visitor.get(address)

    states = []
    for path, data in (("archiving", {}), ("restoring", {}), ("state", {"state": "draft"})):
        owner.visitor.post(f"{address}/{path}", data)
        states.append(read(owner, lambda each: each.state, product_id))

    assert states == [ProductState.ARCHIVED, ProductState.ACTIVE, ProductState.DRAFT]


def test_samples_go_in_one_tap(owner: Seat) -> None:
    make(owner, is_sample=True)
    owner.visitor.get(owner.url("/products/"))

    owner.visitor.post(owner.url("/products/samples/removal"))

    with owner.app.app_context(), enter_shop(owner.shop_id):
        assert db.session.scalars(select(Product)).all() == []


def test_a_sample_that_was_edited_is_the_owners(owner: Seat) -> None:
    product_id = make(owner, is_sample=True)

    owner.visitor.post(owner.url(f"/products/{product_id}"), form_at(owner, f"/products/{product_id}"))

    assert read(owner, lambda each: each.is_sample, product_id) is False


def test_the_collections_ticked_hold_the_product(owner: Seat) -> None:
    product_id = make(owner)
    with owner.app.app_context(), enter_shop(owner.shop_id):
        collection_id = make_collection(name="Đặc sản").id
        db.session.commit()
    form = form_at(owner, f"/products/{product_id}")

    owner.visitor.post(owner.url(f"/products/{product_id}"), {**form, "collections": collection_id})

    assert "Đặc sản" in owner.visitor.get(owner.url("/products/?collection=" + str(collection_id))).text
    assert f'value="{collection_id}" checked' in owner.visitor.get(owner.url(f"/products/{product_id}")).text


def test_an_order_clerk_sees_the_list_and_changes_nothing(seat: Callable[..., Seat]) -> None:
    clerk = seat(Role.ORDER_CLERK)
    product_id = make(clerk)

    assert clerk.visitor.get(clerk.url("/products/")).status_code == 200
    assert clerk.visitor.get(clerk.url(f"/products/{product_id}")).status_code == 403
    assert clerk.visitor.post(clerk.url("/products/"), NEW).status_code == 403
    assert clerk.visitor.post(clerk.url("/pictures/")).status_code == 403


def test_another_shops_product_is_not_found(seat: Callable[..., Seat]) -> None:
    owner, other = seat(), seat()
    product_id = make(other)

    assert owner.visitor.get(owner.url(f"/products/{product_id}")).status_code == 404
    assert owner.visitor.get(f"/admin/{other.slug}/products/").status_code == 404


def test_a_picture_of_another_shop_cannot_be_shown(seat: Callable[..., Seat]) -> None:
    owner, other = seat(), seat()
    with other.app.app_context(), enter_shop(other.shop_id):
        foreign = make_asset().id
        db.session.commit()
    owner.visitor.get(owner.url("/products/new"))

    refused = owner.visitor.post(owner.url("/products/"), {**NEW, "pictures_ids": str(foreign)})

    assert refused.status_code == 422
    with owner.app.app_context(), enter_shop(owner.shop_id):
        assert db.session.scalars(select(Asset)).all() == []


def test_a_variant_may_have_a_unit_and_vat_of_its_own_and_the_product_a_season(owner: Seat) -> None:
    sizes = {"options-0-name": "Cách bán", "options-0-values": "lẻ, thùng", "variants-0-options": '["lẻ"]'}
    box = {"variants-1-options": '["thùng"]', "variants-1-price": "900k", "variants-1-unit": "thùng"}
    season = {"on_sale_from": "2026-12-01T08:00", "on_sale_until": "2027-02-01T00:00"}
    owner.visitor.get(owner.url("/products/new"))

    owner.visitor.post(
        owner.url("/products/"), {**NEW, **sizes, **box, **season, "variants-1-tax_class": "vat8"}
    )

    assert the_only(owner, lambda product: [(each.unit, each.tax_class) for each in product.variants]) == [
        ("chục", "none"),
        ("thùng", "vat8"),
    ]
    assert the_only(owner, lambda product: product.on_sale_from) == datetime(2026, 12, 1, 1, 0, tzinfo=UTC)
    product_id = the_only(owner, lambda product: product.id)
    assert 'value="2027-02-01T00:00"' in owner.visitor.get(owner.url(f"/products/{product_id}")).text


def test_an_address_with_a_number_beyond_every_row_is_not_found(owner: Seat) -> None:
    assert owner.visitor.get(owner.url(f"/products/{'9' * 20}")).status_code == 404
