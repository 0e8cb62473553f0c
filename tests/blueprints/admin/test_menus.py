from collections.abc import Callable

import pytest

from storefront.domain.shops.menus import MenuItem, menus, save_menu
from storefront.infra import events
from storefront.infra.db import db
from storefront.infra.tenancy import enter_shop
from storefront.models.user import Role
from tests.blueprints.admin.conftest import Seat

ROWS = {
    "revision": "0",
    "items-0-label": "Trang chủ",
    "items-0-target": "home",
    "items-1-label": "Hàng",
    "items-1-target": "collections",
    "items-2-label": "Đặc sản",
    "items-2-target": "collection:dac-san",
    "items-2-under": "y",
    "do": "save",
}


@pytest.fixture
def owner(seat: Callable[..., Seat]) -> Seat:
    return seat()


def main_menu(seat: Seat) -> tuple[MenuItem, ...]:
    with seat.app.app_context(), enter_shop(seat.shop_id):
        return menus()["main"]


def test_links_are_saved_on_two_levels(owner: Seat) -> None:
    owner.visitor.get(owner.url("/menus/main"))

    saved = owner.visitor.post(owner.url("/menus/main"), ROWS)

    under = MenuItem("Đặc sản", "collection", "dac-san")
    assert saved.status_code == 303
    assert main_menu(owner) == (MenuItem("Trang chủ", "home"), MenuItem("Hàng", "collections", "", (under,)))


def test_a_saved_menu_is_shown_as_it_is(owner: Seat) -> None:
    owner.visitor.get(owner.url("/menus/main"))
    owner.visitor.post(owner.url("/menus/main"), ROWS)

    shown = owner.visitor.get(owner.url("/menus/main"))

    assert 'value="Đặc sản"' in shown.text
    assert 'selected value="collection:dac-san"' in shown.text


def test_links_move_and_go_without_saving(owner: Seat) -> None:
    owner.visitor.get(owner.url("/menus/main"))

    moved = owner.visitor.post(owner.url("/menus/main"), {**ROWS, "do": "items-up-1"})
    dropped = owner.visitor.post(owner.url("/menus/main"), {**ROWS, "do": "items-drop-0"})
    added = owner.visitor.post(owner.url("/menus/main"), {**ROWS, "do": "add"})

    assert moved.text.index('value="Hàng"') < moved.text.index('value="Trang chủ"')
    assert 'value="Trang chủ"' not in dropped.text
    assert 'name="items-3-label"' in added.text
    assert main_menu(owner) == ()


def test_an_unsafe_address_is_refused_and_kept(owner: Seat) -> None:
    owner.visitor.get(owner.url("/menus/main"))
    link = {"items-0-label": "Xấu", "items-0-target": "url", "items-0-address": "javascript:alert(1)"}

    again = owner.visitor.post(owner.url("/menus/main"), {"revision": "0", "do": "save", **link})

    assert again.status_code == 422
    assert 'value="javascript:alert(1)"' in again.text
    assert "https://" in again.text


def test_a_second_device_is_told_what_was_saved(owner: Seat) -> None:
    with owner.app.app_context(), enter_shop(owner.shop_id):
        save_menu("main", [MenuItem("Liên hệ", "contact")], revision=0, by=events.SYSTEM)
        db.session.commit()
    owner.visitor.get(owner.url("/menus/main"))

    conflict = owner.visitor.post(owner.url("/menus/main"), ROWS)

    assert conflict.status_code == 409
    assert ">Liên hệ</dd>" in conflict.text
    assert 'value="Trang chủ"' in conflict.text


def test_there_is_no_third_menu(owner: Seat) -> None:
    assert owner.visitor.get(owner.url("/menus/side")).status_code == 404


def test_somebody_who_keeps_goods_reads_menus_and_changes_none(seat: Callable[..., Seat]) -> None:
    helper = seat(Role.HELPER, parts=["products"])

    assert helper.visitor.get(helper.url("/menus/")).status_code == 200
    assert helper.visitor.get(helper.url("/menus/main")).status_code == 403
    assert helper.visitor.post(helper.url("/menus/main"), ROWS).status_code == 403


def test_another_shops_menus_are_not_found(seat: Callable[..., Seat]) -> None:
    owner, other = seat(), seat()

    assert owner.visitor.get(f"/admin/{other.slug}/menus/").status_code == 404
    assert owner.visitor.post(f"/admin/{other.slug}/menus/main", ROWS).status_code == 404
