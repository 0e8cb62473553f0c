from __future__ import annotations

from collections.abc import Callable

import pytest

from storefront.domain.catalogue.data import VariantData
from storefront.domain.catalogue.queries import product_by_slug
from storefront.domain.catalogue.variants import set_price
from storefront.domain.inventory.adjust import count
from storefront.infra import events
from tests.blueprints.shopper.conftest import SAME_ORIGIN, Stall
from tests.factories import make_product
from tests.forms import form_to


@pytest.fixture
def variant_id(stall: Stall) -> str:
    with stall.inside():
        return str(make_product(name="Nem chua", price=65_000).variants[0].id)


def test_adding_gives_the_browser_one_cookie_of_this_shop(stall: Stall, variant_id: str) -> None:
    answer = stall.post("/cart/lines", variant_id=variant_id, quantity="2")

    cookie = answer.headers["Set-Cookie"]
    assert answer.status_code == 303
    assert cookie.startswith(f"cart-{stall.shop_id}=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie


def test_on_https_the_cookie_is_bound_to_the_host(stall: Stall, variant_id: str) -> None:
    answer = stall.client.post(
        stall.url("/cart/lines"),
        data={"variant_id": variant_id},
        headers=SAME_ORIGIN,
        base_url="https://localhost/",
    )

    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith(f"__Host-cart-{stall.shop_id}=")
    assert "Secure" in cookie


def test_the_cart_shows_what_was_added_and_counts_it(stall: Stall, variant_id: str) -> None:
    page = stall.follow(stall.post("/cart/lines", variant_id=variant_id, quantity="2")).text

    assert "Nem chua" in page
    assert "130.000\xa0₫" in page
    assert stall.get("/cart/count").json == {"count": 1}


def test_buying_now_goes_straight_to_checkout(stall: Stall, variant_id: str) -> None:
    answer = stall.post("/cart/lines", variant_id=variant_id, then="checkout")

    assert answer.location == stall.url("/checkout")


def test_the_drawer_says_what_was_just_added(stall: Stall, variant_id: str) -> None:
    stall.post("/cart/lines", variant_id=variant_id)

    drawer = stall.get(f"/cart/drawer?added={variant_id}").text

    assert "<html" not in drawer
    assert "Đã thêm Nem chua" in drawer


def test_quantities_change_and_lines_go(stall: Stall, variant_id: str) -> None:
    page = stall.follow(stall.post("/cart/lines", variant_id=variant_id)).text
    form = form_to(page, "/cart")
    field = next(name for name in form.values if name.startswith("quantity-"))

    changed = stall.follow(stall.post("/cart", **{field: "3", "then": "update"})).text
    emptied = stall.follow(stall.post("/cart", remove=field.removeprefix("quantity-"))).text

    assert "195.000\xa0₫" in changed
    assert "Nem chua" not in emptied


def test_more_than_there_is_keeps_the_cart_and_says_so(stall: Stall) -> None:
    with stall.inside():
        product = make_product(name="Mật ong", variants=(VariantData(price=99_000, stock_tracked=True),))
        count(product.variants[0], 2000, by=events.SYSTEM)
        variant_id = str(product.variants[0].id)

    answer = stall.post("/cart/lines", variant_id=variant_id, quantity="5")

    assert answer.status_code == 422
    assert "2" in answer.text
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("variant", ["", "abc", "123456789", "9" * 30])
def test_goods_that_do_not_exist_cannot_be_added(stall: Stall, variant: str) -> None:
    assert stall.post("/cart/lines", variant_id=variant).status_code == 422


def test_another_shops_goods_cannot_be_added(open_stall: Callable[..., Stall]) -> None:
    mine, other = open_stall(), open_stall()
    with other.inside():
        variant_id = str(make_product().variants[0].id)

    assert mine.post("/cart/lines", variant_id=variant_id).status_code == 422


def test_a_price_that_rose_since_is_told(stall: Stall, variant_id: str) -> None:
    stall.post("/cart/lines", variant_id=variant_id)
    with stall.inside():
        set_price(product_by_slug("nem-chua").variants[0], 70_000, by=events.SYSTEM)

    page = stall.get("/cart").text

    assert "65.000\xa0₫" in page
    assert "70.000\xa0₫" in page


def test_a_form_of_another_site_is_refused(stall: Stall, variant_id: str) -> None:
    answer = stall.client.post(
        stall.url("/cart/lines"), data={"variant_id": variant_id}, headers={"Sec-Fetch-Site": "cross-site"}
    )

    assert answer.status_code == 403


def test_an_empty_cart_leads_back_to_the_goods(stall: Stall) -> None:
    page = stall.get("/cart").text

    assert f'href="{stall.url("/products")}"' in page
    assert stall.get("/checkout").location == stall.url("/cart")
