from collections.abc import Iterator

import pytest
from flask import Flask

from storefront.domain.shops import menus
from storefront.domain.shops.menus import MenuItem
from storefront.infra import events
from storefront.infra.errors import Invalid
from storefront.infra.tenancy import enter_shop
from tests.factories import make_shop

BY = events.SYSTEM


@pytest.fixture(autouse=True)
def shop(context: Flask) -> Iterator[None]:
    with enter_shop(make_shop().id):
        yield


def test_a_menu_has_two_levels_and_comes_back_as_it_was_saved() -> None:
    items = (MenuItem("Sản phẩm", "collections", children=(MenuItem("Quà quê", "collection", "qua-que"),)),)

    menus.save_menu("main", items, revision=0, by=BY)

    assert menus.menus() == {"main": items, "footer": ()}


def test_a_stale_form_overwrites_nothing() -> None:
    menus.save_menu("main", [MenuItem("A", "home")], revision=0, by=BY)
    menus.save_menu("main", [MenuItem("B", "home")], revision=1, by=BY)

    with pytest.raises(menus.MenuChanged):
        menus.save_menu("main", [MenuItem("C", "home")], revision=1, by=BY)

    assert menus.menus()["main"][0].label == "B"


@pytest.mark.parametrize(
    "item",
    [
        MenuItem("", "home"),
        MenuItem("x" * 61, "home"),
        MenuItem("A", "elsewhere"),
        MenuItem("A", "collection"),
        MenuItem("A", "url", "javascript:alert(1)"),
        MenuItem("A", "url", "//elsewhere.example"),
        MenuItem("A", "home", children=(MenuItem("B", "home", children=(MenuItem("C", "home"),)),)),
    ],
)
def test_what_leads_nowhere_good_is_refused(item: MenuItem) -> None:
    with pytest.raises(Invalid):
        menus.save_menu("main", [item], revision=0, by=BY)
