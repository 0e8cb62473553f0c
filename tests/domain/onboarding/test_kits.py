import pytest
from sqlalchemy import select

from storefront.domain.catalogue.collections import product_ids
from storefront.domain.onboarding import goods
from storefront.domain.onboarding.apply_kit import apply_kit, remove_samples
from storefront.domain.onboarding.kits import NoSuchKit, kit, kits
from storefront.domain.onboarding.texts import policies, write_pages
from storefront.domain.shipping.rates import methods
from storefront.domain.shops.menus import menus
from storefront.infra.db import db
from storefront.infra.events import SYSTEM
from storefront.models.page import Page
from storefront.models.product import Collection, Product, ProductState
from storefront.models.shop import Shop
from storefront.models.theme import ThemeSetting

KEYS = ["food", "craft", "stay", "wholesale", "general"]


def collections() -> dict[str, Collection]:
    return {row.slug: row for row in db.session.scalars(select(Collection))}


def test_every_trade_is_offered_in_both_languages() -> None:
    assert [each.key for each in kits()] == KEYS
    assert kit("food").name("vi") == "Thực phẩm và OCOP"
    assert kit("food").name("en") == "Food and OCOP goods"


def test_a_trade_nobody_knows_is_refused() -> None:
    with pytest.raises(NoSuchKit):
        kit("space-travel")


@pytest.mark.parametrize("key", KEYS)
def test_a_kit_fills_the_shop(draft: Shop, key: str) -> None:
    apply_kit(draft, kit(key), by=SYSTEM)

    found = goods.samples()
    assert len(found) == len(kit(key).samples)
    assert all(product.state is ProductState.ACTIVE and product.images for product in found)
    assert set(collections()) == {each["slug"] for each in kit(key).collections}
    assert all(product_ids(row) for slug, row in collections().items() if slug in _used(key))
    assert draft.trade == key
    assert methods()


@pytest.mark.parametrize("key", KEYS)
def test_a_kits_menus_lead_to_what_is_there(draft: Shop, key: str) -> None:
    apply_kit(draft, kit(key), by=SYSTEM)
    write_pages(draft, by=SYSTEM)

    links = [item for items in menus().values() for item in items]
    pages = {page.slug for page in db.session.scalars(select(Page))}
    assert {item.ref for item in links if item.kind == "page"} <= pages
    assert {item.ref for item in links if item.kind == "collection"} <= set(collections())
    assert {policy.slug for policy in policies().values()} <= {item.ref for item in links}


def test_another_trade_replaces_what_the_first_one_brought(draft: Shop) -> None:
    apply_kit(draft, kit("food"), by=SYSTEM)

    apply_kit(draft, kit("craft"), by=SYSTEM)

    assert set(collections()) == {each["slug"] for each in kit("craft").collections}
    assert len(goods.samples()) == len(kit("craft").samples)
    assert menus()["main"][2].ref == "hang-moi"


def test_another_trade_never_touches_own_goods(draft: Shop) -> None:
    apply_kit(draft, kit("food"), by=SYSTEM)
    speciality = collections()["dac-san"]
    goods.add_goods([goods.Good("Mắm tôm", 50_000, "hũ", collection_id=speciality.id)], by=SYSTEM)

    apply_kit(draft, kit("craft"), by=SYSTEM)

    assert [product.name for product in goods.own_goods()] == ["Mắm tôm"]
    assert goods.samples() == []
    assert menus()["main"][2].ref == "dac-san"
    assert product_ids(collections()["dac-san"]) == [goods.own_goods()[0].id]


def test_a_kit_whose_theme_is_not_there_lends_its_colours(
    draft: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storefront.domain.onboarding.apply_kit.theme_folders", lambda: {})

    apply_kit(draft, kit("wholesale"), by=SYSTEM)

    chosen = db.session.scalars(select(ThemeSetting)).one().published
    assert chosen["tokens"]["primary"] == "#1d4ed8"


def test_all_samples_go_in_one_tap(draft: Shop) -> None:
    apply_kit(draft, kit("food"), by=SYSTEM)
    goods.add_goods([goods.Good("Mắm tôm", 50_000)], by=SYSTEM)

    gone = remove_samples(by=SYSTEM)

    assert gone == 4
    assert [product.name for product in db.session.scalars(select(Product))] == ["Mắm tôm"]


def _used(key: str) -> set[str]:
    return {sample["collection"] for sample in kit(key).samples}
