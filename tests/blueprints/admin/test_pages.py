from collections.abc import Callable

import pytest

from storefront.domain.shops.pages import PageData, create_page, pages
from storefront.infra import events
from storefront.infra.db import db
from storefront.infra.tenancy import enter_shop
from storefront.models.page import Page, PageKind
from storefront.models.user import Role
from tests.blueprints.admin.conftest import Seat

NEW = {"revision": "0", "title": "Giới thiệu", "body": "## Chúng tôi\n\nLàm nem.", "published": "y"}
LAW = [{"act": "Nghị định 248/2026/NĐ-CP", "article": "Điều 8"}]


@pytest.fixture
def owner(seat: Callable[..., Seat]) -> Seat:
    return seat()


def make(seat: Seat, kind: PageKind = PageKind.FREE) -> int:
    with seat.app.app_context(), enter_shop(seat.shop_id):
        page = create_page(PageData("Đổi trả", "<p>7 ngày.</p>"), kind=kind, law=LAW, by=events.SYSTEM)
        db.session.commit()
        return page.id


def the_only(seat: Seat) -> Page:
    with seat.app.app_context(), enter_shop(seat.shop_id):
        (page,) = pages()
        db.session.expunge(page)
        return page


def test_a_page_is_made(owner: Seat) -> None:
    owner.visitor.get(owner.url("/pages/new"))

    made = owner.visitor.post(owner.url("/pages/"), NEW)

    assert made.status_code == 303
    assert the_only(owner).slug == "gioi-thieu"
    assert the_only(owner).body == "<h2>Chúng tôi</h2><p>Làm nem.</p>"


def test_a_page_without_a_title_keeps_its_words(owner: Seat) -> None:
    owner.visitor.get(owner.url("/pages/new"))

    again = owner.visitor.post(owner.url("/pages/"), {**NEW, "title": " "})

    assert again.status_code == 422
    assert "Làm nem." in again.text


def test_a_policy_shows_its_law_and_becomes_a_new_edition(owner: Seat) -> None:
    page_id = make(owner, PageKind.RETURNS)

    shown = owner.visitor.get(owner.url(f"/pages/{page_id}"))
    listed = owner.visitor.get(owner.url("/pages/"))
    owner.visitor.post(owner.url(f"/pages/{page_id}"), {**NEW, "revision": "1"})

    assert "Nghị định 248/2026/NĐ-CP, Điều 8" in shown.text
    assert "Bản 1, áp dụng từ" in listed.text
    assert (the_only(owner).edition, the_only(owner).published) == (2, True)


def test_a_second_device_is_told_what_was_saved(owner: Seat) -> None:
    page_id = make(owner)
    owner.visitor.get(owner.url(f"/pages/{page_id}"))
    owner.visitor.post(owner.url(f"/pages/{page_id}"), {**NEW, "revision": "1", "title": "Một"})

    conflict = owner.visitor.post(owner.url(f"/pages/{page_id}"), {**NEW, "revision": "1", "title": "Hai"})

    assert conflict.status_code == 409
    assert ">Một</dd>" in conflict.text
    assert 'value="Hai"' in conflict.text


def test_only_the_owners_own_pages_can_be_removed(owner: Seat) -> None:
    policy, own = make(owner, PageKind.RETURNS), make(owner)
    owner.visitor.get(owner.url(f"/pages/{own}"))

    refused = owner.visitor.post(owner.url(f"/pages/{policy}/removal"))
    removed = owner.visitor.post(owner.url(f"/pages/{own}/removal"))

    assert (refused.status_code, removed.status_code) == (409, 303)
    assert the_only(owner).id == policy


def test_somebody_who_keeps_goods_reads_pages_and_changes_none(seat: Callable[..., Seat]) -> None:
    helper = seat(Role.HELPER, parts=["products"])
    page_id = make(helper)

    assert helper.visitor.get(helper.url("/pages/")).status_code == 200
    assert helper.visitor.get(helper.url(f"/pages/{page_id}")).status_code == 403
    assert helper.visitor.post(helper.url(f"/pages/{page_id}/removal")).status_code == 403


def test_another_shops_page_is_not_found(seat: Callable[..., Seat]) -> None:
    owner, other = seat(), seat()
    page_id = make(other)

    assert owner.visitor.get(owner.url(f"/pages/{page_id}")).status_code == 404
    assert owner.visitor.post(owner.url(f"/pages/{page_id}"), NEW).status_code == 404
