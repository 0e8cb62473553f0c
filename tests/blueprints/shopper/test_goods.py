from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable

import pytest

from storefront.domain.catalogue import images
from storefront.domain.catalogue.data import OptionData, VariantData
from storefront.domain.catalogue.queries import product_by_slug
from storefront.domain.inventory.adjust import count
from storefront.domain.shops import redirects
from storefront.infra import events
from storefront.infra.db import db
from storefront.models.product import ProductState
from storefront.models.shop import ShopMode, Translation
from tests.blueprints.shopper.conftest import Stall, links
from tests.factories import make_asset, make_collection, make_product


def test_all_goods_on_sale_are_listed_and_no_drafts(stall: Stall) -> None:
    with stall.inside():
        make_product(name="Nem chua", price=65_000)
        make_product(name="Bánh gai", state=ProductState.DRAFT)

    page = stall.get("/products").text

    assert "Nem chua" in page
    assert "65.000\xa0₫" in page
    assert "Bánh gai" not in page


def test_english_pages_use_the_shops_english_names_and_fall_back_to_its_own(stall: Stall) -> None:
    with stall.inside():
        honey, _oranges = make_product(name="Mật ong"), make_product(name="Cam")
        slug = honey.slug
        for field, words in (("name", "Honey"), ("description", "<script>x</script>From wild bees.")):
            row = Translation(entity="product", entity_id=honey.id, field=field, lang="en", words=words)
            db.session.add(row)

    page = stall.client.get(f"/en{stall.url(f'/products/{slug}')}").text
    listing = stall.client.get(f"/en{stall.url('/products')}").text

    assert "<h1>Honey</h1>" in page
    assert "From wild bees." in page
    assert "<script>x" not in page
    assert "Cam" in listing
    assert "Honey" in listing
    assert "Honey" not in stall.get("/products").text


def test_a_collection_lists_its_own_goods(stall: Stall) -> None:
    with stall.inside():
        honey = make_product(name="Mật ong")
        make_product(name="Bánh gai")
        make_collection(honey, name="Đặc sản")

    page = stall.get("/collections/dac-san").text

    assert "Mật ong" in page
    assert "Bánh gai" not in page


def test_filters_and_sort_stay_in_the_addresses_of_the_next_page(stall: Stall) -> None:
    with stall.inside():
        for number in range(26):
            make_product(name=f"Cam {number}", price=10_000 + number, origin="Xã Thọ Xuân")
        make_product(name="Bưởi", price=90_000, origin="Xã Pù Luông")

    first = stall.get("/products?origin=Xã+Thọ+Xuân&sort=price").text
    following = next(link for link in links(first) if "after=" in link).replace("&amp;", "&")
    second = stall.client.get(following).text

    assert "Bưởi" not in first + second
    assert "Cam 25" in second
    assert "Cam 0<" not in second


def test_a_price_filter_that_is_no_number_does_not_narrow(stall: Stall) -> None:
    with stall.inside():
        make_product(name="Nem chua")

    page = stall.get("/products?price_min=rẻ&price_max=99999999999999")

    assert page.status_code == 200
    assert "Nem chua" in page.text


def test_a_damaged_cursor_is_not_found(stall: Stall) -> None:
    assert stall.get("/products?after=zzz").status_code == 404


def test_a_product_page_says_what_search_engines_want(stall: Stall) -> None:
    with stall.inside():
        make_product(name="Nem chua", price=65_000, summary="Gói lá chuối")

    page = stall.get("/products/nem-chua").text

    blocks = [json.loads(found) for found in re.findall(r'ld\+json">(.*?)</script>', page, re.S)]
    product = next(block for block in blocks if block["@type"] == "Product")
    assert product["offers"][0]["price"] == 65_000
    assert product["offers"][0]["availability"].endswith("InStock")
    assert f'<link rel="canonical" href="http://localhost:8000/s/{stall.slug}/products/nem-chua">' in page
    assert 'content="noindex"' not in page


def test_a_practice_shop_is_not_for_search_engines(open_stall: Callable[..., Stall]) -> None:
    stall = open_stall(mode=ShopMode.PRACTICE)

    page = stall.get("/")

    assert 'name="robots" content="noindex"' in page.text
    assert stall.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"
    assert stall.get("/sitemap.xml").status_code == 404


def test_a_former_slug_of_a_product_leads_to_the_present_one(stall: Stall) -> None:
    with stall.inside():
        make_product(name="Nem chua")
        redirects.move(product_by_slug("nem-chua"), "nem-chua-goi-la")

    answer = stall.get("/products/nem-chua")

    assert answer.status_code == 308
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.location == stall.url("/products/nem-chua-goi-la")


def test_another_shops_product_is_not_found(open_stall: Callable[..., Stall]) -> None:
    mine, other = open_stall(), open_stall()
    with other.inside():
        make_product(name="Nem chua")

    assert other.get("/products/nem-chua").status_code == 200
    assert mine.get("/products/nem-chua").status_code == 404


def test_each_variant_says_whether_it_can_be_bought(stall: Stall) -> None:
    sizes = (
        VariantData(price=99_000, option_values=("250 ml",), stock_tracked=True),
        VariantData(price=185_000, option_values=("500 ml",)),
    )
    with stall.inside():
        make_product(name="Mật ong", options=(OptionData("Dung tích", ("250 ml", "500 ml")),), variants=sizes)

    page = stall.get("/products/mat-ong").text

    radios = re.findall(r'<input type="radio" name="variant_id"[^>]*>', page)
    assert ["disabled" in radio for radio in radios] == [True, False]
    assert "checked" in radios[1]


def test_selling_out_shows_on_the_next_request(stall: Stall) -> None:
    with stall.inside():
        product = make_product(name="Nem chua", variants=(VariantData(price=65_000, stock_tracked=True),))
        count(product.variants[0], 2000, by=events.SYSTEM)
    assert "/cart/lines" in stall.get("/products/nem-chua").text

    with stall.inside():
        count(product_by_slug("nem-chua").variants[0], 0, by=events.SYSTEM)

    assert (
        "/cart/lines"
        not in stall.get("/products/nem-chua").text.partition("related")[0].partition("footer")[0]
    )


def test_readers_who_save_data_get_small_pictures_and_no_fonts(stall: Stall) -> None:
    with stall.inside():
        product = make_product(name="Nem chua")
        images.add_image(product, make_asset(1000, 1000), by=events.SYSTEM)
        product_by_slug("nem-chua").images[0].asset.widths = [240, 720]
    saving = {"Save-Data": "on"}

    page = stall.get("/products/nem-chua", headers=saving).text
    sheet = next(link for link in links(page) if link.endswith(".css"))

    assert "/240.webp" in page
    assert "/720." not in page
    assert "@font-face" not in stall.client.get(sheet).text
    assert "/720.jpg" in stall.get("/products/nem-chua").text


def test_english_stays_english_from_link_to_link(stall: Stall) -> None:
    with stall.inside():
        make_product(name="Nem chua")

    page = stall.client.get(f"/en/s/{stall.slug}/products").text

    assert '<html lang="en">' in page
    assert f'href="/en/s/{stall.slug}/products/nem-chua"' in page
    assert f'href="/s/{stall.slug}/products"' in page


def test_an_owners_words_are_escaped(stall: Stall) -> None:
    with stall.inside():
        make_product(name='Nem "chua" <b>ngon</b>', slug="nem")
        db.session.flush()

    page = stall.get("/products/nem").text

    assert "<b>ngon</b>" not in page
    assert "&lt;b&gt;ngon" in page


@pytest.mark.parametrize("place", [b"[0, 99999999999999999999, 1]", b"[0, 1, -99999999999999999999]"])
def test_a_place_beyond_every_number_is_not_found(stall: Stall, place: bytes) -> None:
    cursor = base64.urlsafe_b64encode(place).decode()

    assert stall.get(f"/products?sort=price&after={cursor}").status_code == 404
