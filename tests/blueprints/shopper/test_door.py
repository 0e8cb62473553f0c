from __future__ import annotations

from collections.abc import Callable

import pytest

from storefront.blueprints.common.links import preview_url
from storefront.domain.shops import publish
from storefront.infra import clock, events
from storefront.infra.db import db
from storefront.infra.tenancy import scope
from storefront.models.shop import Shop, ShopHost, ShopState
from tests.blueprints.shopper.conftest import Stall
from tests.factories import make_product


def test_a_shop_answers_under_its_slug(stall: Stall) -> None:
    answer = stall.get("/")

    assert answer.status_code == 200
    assert '<html lang="vi">' in answer.text


def test_a_slug_nobody_has_is_not_found(stall: Stall) -> None:
    assert stall.client.get("/s/khong-co-that/").status_code == 404


@pytest.mark.parametrize("state", [ShopState.DRAFT, ShopState.CLOSED])
def test_a_shop_that_is_not_open_shows_nothing_of_itself(
    open_stall: Callable[..., Stall], state: ShopState
) -> None:
    stall = open_stall(state=state, name="Bí mật")

    answer = stall.get("/")

    assert answer.status_code == 404
    assert "Bí mật" not in answer.text


def test_a_paused_shop_shows_its_goods_but_takes_no_orders(open_stall: Callable[..., Stall]) -> None:
    stall = open_stall(state=ShopState.PAUSED)
    with stall.inside():
        variant_id = make_product(name="Mật ong").variants[0].id

    shown, refused = stall.get("/products/mat-ong"), stall.post("/cart/lines", variant_id=str(variant_id))

    assert shown.status_code == 200
    assert "tạm nghỉ, chưa nhận đơn" in shown.text
    assert 'action="' + stall.url("/cart/lines") not in shown.text + stall.get("/products").text
    assert refused.status_code == 409


def test_a_suspended_shop_is_away_at_once_and_comes_back(stall: Stall) -> None:
    assert stall.get("/").status_code == 200
    with stall.inside() as shop:
        publish.suspend(shop, reason="", by=events.SYSTEM)
    assert stall.get("/").status_code == 503

    with stall.inside() as shop:
        publish.reopen(shop, by=events.SYSTEM)

    assert stall.get("/").status_code == 200


def test_a_former_slug_leads_to_the_present_one_with_its_query(stall: Stall) -> None:
    with stall.app.app_context():
        db.session.get_one(Shop, stall.shop_id).slug = f"{stall.slug}-moi"
        former = ShopHost(shop_id=stall.shop_id, kind="slug", value=stall.slug, verified_at=clock.now())
        db.session.add(former)
        db.session.commit()

    answer = stall.client.get(f"/en/s/{stall.slug}/products?sort=price")

    assert answer.status_code == 308
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.location == f"/en/s/{stall.slug}-moi/products?sort=price"


def test_people_of_a_draft_shop_see_it_by_a_preview_address(open_stall: Callable[..., Stall]) -> None:
    stall = open_stall(state=ShopState.DRAFT)
    with stall.app.test_request_context("/"):
        address = preview_url(Shop(slug=stall.slug), "/products")

    answer = stall.client.get(address)

    assert answer.status_code == 200
    assert 'name="robots" content="noindex"' in answer.text
    assert f'href="{address.removesuffix("/products")}/cart"' in answer.text
    assert "ETag" not in answer.headers


def test_nothing_can_be_ordered_in_a_preview(open_stall: Callable[..., Stall]) -> None:
    stall = open_stall(state=ShopState.DRAFT)
    with stall.app.test_request_context("/"):
        address = preview_url(Shop(slug=stall.slug), "/cart/lines")

    answer = stall.client.post(address, headers={"Sec-Fetch-Site": "same-origin"})

    assert answer.status_code == 403


def test_a_preview_of_one_shop_does_not_open_another(open_stall: Callable[..., Stall]) -> None:
    mine, other = open_stall(state=ShopState.DRAFT), open_stall(state=ShopState.DRAFT)
    with mine.app.test_request_context("/"):
        address = preview_url(Shop(slug=mine.slug))

    answer = mine.client.get(f"{address}s/{other.slug}")

    assert answer.status_code == 404


def test_no_shop_is_in_force_after_a_request_even_when_it_failed(stall: Stall) -> None:
    stall.get("/products/khong-co")
    stall.get("/")

    with stall.app.app_context():
        assert scope() is None


def test_an_address_no_rule_knows_is_the_themes_own_404(stall: Stall) -> None:
    answer = stall.get("/khong/co/gi")

    assert answer.status_code == 404
    assert "page-404" in answer.text


def test_a_slash_too_many_leads_to_the_page_without_it(stall: Stall) -> None:
    answer = stall.get("/products/?sort=price")

    assert answer.status_code == 308
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.location == stall.url("/products?sort=price")


def test_an_error_of_ours_is_drawn_by_the_theme_with_a_mark_to_read_out(
    stall: Stall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(stall.app.view_functions, "shopper.goods.everything", lambda: 1 / 0)
    monkeypatch.setitem(stall.app.config, "PROPAGATE_EXCEPTIONS", False)

    answer = stall.get("/products")

    assert answer.status_code == 500
    assert "page-500" in answer.text
