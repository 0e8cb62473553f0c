from __future__ import annotations

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from storefront.domain.catalogue.data import VariantData
from storefront.domain.catalogue.queries import product_by_slug
from storefront.domain.catalogue.variants import set_price
from storefront.domain.inventory.adjust import count
from storefront.infra import events
from storefront.infra.db import db
from storefront.models.customer import Consent
from storefront.models.order import Order
from tests.blueprints.shopper.conftest import SAME_ORIGIN, Stall
from tests.factories import make_product
from tests.forms import form_to

HAC_THANH = "14797"


@pytest.fixture(autouse=True)
def in_the_cart(stall: Stall) -> None:
    with stall.inside():
        product = make_product(name="Nem chua", variants=(VariantData(price=65_000, stock_tracked=True),))
        count(product.variants[0], 10_000, by=events.SYSTEM)
    stall.put_in_cart("nem-chua", "2")


def answer(stall: Stall, button: dict[str, str] | None = None, **typed: str) -> TestResponse:
    """Fill in the checkout's form as the page offers it, and press a button."""
    form = form_to(stall.get("/checkout").text, "/checkout")
    good = {"name": "Lê Thị Đào", "phone": "0912 345 678", "commune": HAC_THANH, "street": "12 Lê Lợi"}
    return stall.client.post(
        form.action, data={**form.filled(**{**good, **typed}), **(button or {})}, headers=SAME_ORIGIN
    )


def confirm(stall: Stall, page: TestResponse, **typed: str) -> TestResponse:
    form = form_to(page.text, "/checkout/review")
    return stall.client.post(form.action, data=form.filled(**typed), headers=SAME_ORIGIN)


def orders(stall: Stall) -> int:
    with stall.inside():
        return db.session.scalar(select(func.count(Order.id))) or 0


def test_good_answers_lead_to_a_review_with_everything_the_law_asks(stall: Stall) -> None:
    page = stall.follow(answer(stall)).text

    assert "130.000\xa0₫" in page
    assert "155.000\xa0₫" in page
    assert "12 Lê Lợi" in page
    assert "0912 345 678" in page


def test_wrong_answers_come_back_with_what_was_typed(stall: Stall) -> None:
    back = answer(stall, phone="0912", street="")

    page = stall.follow(back).text

    assert back.location.endswith("/checkout?check=1")
    assert 'value="0912"' in page
    assert 'value="Lê Thị Đào"' in page
    assert 'href="#field-street"' in page


def test_without_javascript_choosing_a_province_brings_its_communes(stall: Stall) -> None:
    back = answer(stall, {"then": "places"}, province="01", commune="")

    form = form_to(stall.client.get(back.location.partition("#")[0]).text, "/checkout")

    assert HAC_THANH not in form.offered["commune"]
    assert len(form.offered["commune"]) > 50
    assert form.values["name"] == "Lê Thị Đào"


def test_confirming_places_the_order_and_shows_it(stall: Stall) -> None:
    placed = confirm(stall, stall.follow(answer(stall)), news="1")

    page = stall.follow(placed).text

    assert "/orders/" in placed.location
    assert "155.000\xa0₫" in page
    with stall.inside():
        purposes = set(db.session.scalars(select(Consent.purpose)))
    assert purposes == {"order", "news"}


def test_tapping_twice_places_one_order(stall: Stall) -> None:
    review = stall.follow(answer(stall))

    first, second = confirm(stall, review), confirm(stall, review)

    assert first.location == second.location
    assert orders(stall) == 1


def test_going_back_after_ordering_leads_to_the_order(stall: Stall) -> None:
    placed = confirm(stall, stall.follow(answer(stall)))

    assert stall.get("/checkout").location == placed.location
    assert stall.get("/checkout/review").location == placed.location
    assert stall.get("/cart/count").json == {"count": 0}


def test_a_price_that_changed_meanwhile_asks_again(stall: Stall) -> None:
    review = stall.follow(answer(stall))
    with stall.inside():
        set_price(product_by_slug("nem-chua").variants[0], 70_000, by=events.SYSTEM)

    asked_again = confirm(stall, review)
    placed = confirm(stall, asked_again)

    assert asked_again.status_code == 409
    assert "165.000\xa0₫" in asked_again.text
    assert placed.status_code == 303
    assert orders(stall) == 1


def test_goods_that_ran_out_meanwhile_are_named(stall: Stall) -> None:
    review = stall.follow(answer(stall))
    with stall.inside():
        count(product_by_slug("nem-chua").variants[0], 1000, by=events.SYSTEM)

    refused = confirm(stall, review)

    assert refused.status_code == 409
    assert "Nem chua" in refused.text
    assert orders(stall) == 0


@pytest.mark.parametrize(
    "typed",
    [{"cart_key": "0" * 64}, {"cart_key": "khoá"}, {"confirmed_total": "²"}, {"confirmed_total": "9" * 20}],
)
def test_a_form_made_for_another_cart_is_refused(stall: Stall, typed: dict[str, str]) -> None:
    review = stall.follow(answer(stall))

    refused = confirm(stall, review, **typed)

    assert refused.status_code == 409
    assert orders(stall) == 0


def test_the_review_cannot_be_reached_with_gaps(stall: Stall) -> None:
    assert stall.get("/checkout/review").location == stall.url("/checkout?check=1")


def test_checkout_pages_are_nobodys_to_keep_or_find(stall: Stall) -> None:
    page = stall.get("/checkout")

    assert page.headers["Cache-Control"] == "no-store"
    assert 'name="robots" content="noindex"' in page.text


def test_communes_are_found_without_marks(stall: Stall) -> None:
    found = stall.get("/places/communes?q=hac+thanh").json["choices"]

    assert found[0]["value"] == HAC_THANH
    assert found[0]["province"] == "38"
    assert "Thanh Hóa" in found[0]["full_label"]
