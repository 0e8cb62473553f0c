"""Public pages are the same for everybody, kept whole, and never stale."""

from __future__ import annotations

import gzip

import brotli
import pytest
from sqlalchemy import update

from storefront.blueprints.common.page_cache import PageCache
from storefront.domain.theming.builders.listing import read_asked
from storefront.infra.db import db
from storefront.models.product import Product
from storefront.models.shop import Shop, ShopProfile
from storefront.models.user import Role
from tests.blueprints.shopper.conftest import Stall, asked_by
from tests.factories import make_collection, make_member, make_product, make_user
from tests.visitor import Visitor

PUBLIC = ["/", "/products", "/collections/dac-san", "/products/nem-chua"]


@pytest.fixture(autouse=True)
def goods(stall: Stall) -> None:
    with stall.inside():
        make_collection(make_product(name="Nem chua"), name="Đặc sản")


@pytest.mark.parametrize("path", PUBLIC)
def test_an_owner_gets_byte_for_byte_what_a_stranger_gets(stall: Stall, path: str) -> None:
    with stall.app.app_context():
        user = make_user()
        make_member(db.session.get_one(Shop, stall.shop_id), Role.OWNER, user)
        db.session.commit()
        user_id = user.id
    owner = Visitor(stall.app).sign_in(user_id)
    stall.app.extensions["page_cache"].pages.clear()

    for_owner = owner.get(stall.url(path))
    stall.app.extensions["page_cache"].pages.clear()
    for_stranger = stall.get(path)

    assert for_owner.data == for_stranger.data
    assert "Set-Cookie" not in for_owner.headers
    assert "Cookie" not in for_owner.headers["Vary"]


@pytest.mark.parametrize("path", PUBLIC)
def test_drawing_a_public_page_asks_nothing_about_users(stall: Stall, path: str) -> None:
    stall.app.extensions["page_cache"].pages.clear()

    _answer, asked = asked_by(stall, path)

    assert asked
    assert not [sql for sql in asked if '"user"' in sql or "sign_in" in sql]


def test_a_kept_page_costs_one_statement(stall: Stall) -> None:
    stall.get("/products")

    answer, asked = asked_by(stall, "/products")

    assert answer.status_code == 200
    assert len(asked) == 1


def test_a_reader_who_has_the_page_gets_304(stall: Stall) -> None:
    first = stall.get("/products")

    again = stall.get("/products", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304
    assert again.data == b""


def test_a_page_comes_packed_as_the_browser_wants(stall: Stall) -> None:
    plain = stall.get("/products").data

    with_brotli = stall.get("/products", headers={"Accept-Encoding": "gzip, br"})
    with_gzip = stall.get("/products", headers={"Accept-Encoding": "gzip, br;q=0"})

    assert with_brotli.headers["Content-Encoding"] == "br"
    assert brotli.decompress(with_brotli.data) == plain
    assert gzip.decompress(with_gzip.data) == plain


def test_a_change_by_the_orm_shows_on_the_next_request(stall: Stall) -> None:
    assert "Tươi mỗi sáng" not in stall.get("/").text
    with stall.inside():
        db.session.query(ShopProfile).one().tagline = "Tươi mỗi sáng"

    assert "Tươi mỗi sáng" in stall.get("/").text


def test_a_change_by_core_shows_on_the_next_request(stall: Stall) -> None:
    assert "Nem chua" in stall.get("/products").text
    with stall.inside():
        db.session.execute(update(Product).where(Product.slug == "nem-chua").values(name="Nem thính"))

    page = stall.get("/products").text

    assert "Nem thính" in page
    assert "Nem chua" not in page


def test_marks_of_campaigns_do_not_make_another_page(stall: Stall) -> None:
    pages: PageCache = stall.app.extensions["page_cache"]
    stall.get("/products")
    before = pages.pages.figures()

    stall.get("/products?utm_source=zalo&fbclid=1")

    assert pages.pages.figures().entries == before.entries
    assert pages.pages.figures().hits == before.hits + 1


def test_free_searches_and_carts_are_not_kept(stall: Stall) -> None:
    pages: PageCache = stall.app.extensions["page_cache"]
    before = pages.pages.figures().entries

    stall.get("/search?q=nem")
    stall.get("/cart")
    stall.get("/khong-co")

    assert pages.pages.figures().entries == before


def test_each_address_of_a_shop_has_its_own_page(stall: Stall) -> None:
    by_path = stall.get("/products").text
    by_host = stall.client.get("/products", base_url=f"http://{stall.slug}.localhost/").text

    assert f'href="/s/{stall.slug}/products/nem-chua"' in by_path
    assert 'href="/products/nem-chua"' in by_host


def test_a_cold_collection_page_asks_at_most_eight_statements_whatever_its_size(stall: Stall) -> None:
    few = _statements_of_a_filtered_page(stall, goods=24)
    many = _statements_of_a_filtered_page(stall, goods=240)

    assert few <= 8
    assert many == few


def _statements_of_a_filtered_page(stall: Stall, *, goods: int) -> int:
    with stall.inside():
        made = [make_product(name=f"Cam {number}", origin="Xã Thọ Xuân") for number in range(goods)]
        collection = make_collection(*made, name=f"Cam {goods}")
        path = f"/collections/{collection.slug}?origin=Xã+Thọ+Xuân&stock=1"
    pages: PageCache = stall.app.extensions["page_cache"]
    limit, pages.pages.limit = pages.pages.limit, 0
    answer, asked = asked_by(stall, path)
    pages.pages.limit = limit
    assert answer.text.count('class="card"') == 24
    return len(asked)


def test_the_query_of_a_list_can_be_made_again() -> None:
    asked = read_asked({"tag": ["Quà"], "price_min": ["1000"], "sort": ["price"], "stock": ["1"]})

    assert asked.pairs() == [("tag", "Quà"), ("stock", "1"), ("price_min", "1000"), ("sort", "price")]
