import pytest
from flask import Flask

from storefront.domain.shops import slugs
from storefront.domain.shops.resolve import shop_by_slug
from storefront.infra import events
from storefront.infra.tenancy import enter_shop
from storefront.models.shop import Shop
from tests.factories import make_shop


def rename(shop: Shop, slug: str) -> None:
    with enter_shop(shop.id):
        slugs.rename(shop, slug, by=events.SYSTEM)


def test_an_address_is_proposed_from_the_vietnamese_name(context: Flask) -> None:
    assert slugs.propose("Nước mắm Bà Đào") == "nuoc-mam-ba-dao"


@pytest.mark.parametrize(
    ("name", "proposed"), [("Admin", "cua-hang-admin"), ("Ô", "cua-hang-o"), ("!!!", "cua-hang")]
)
def test_short_and_reserved_names_get_a_longer_address(context: Flask, name: str, proposed: str) -> None:
    assert slugs.propose(name) == proposed


def test_a_taken_address_gets_a_number(context: Flask) -> None:
    make_shop(slug="mat-ong")

    assert slugs.propose("Mật ong") == "mat-ong-2"


@pytest.mark.parametrize("typed", ["ab", "admin", "WWW", "x" * 41, "---", "mat-ong"])
def test_addresses_that_cannot_be_had_are_refused_in_words(context: Flask, typed: str) -> None:
    make_shop(slug="mat-ong")

    with pytest.raises(slugs.SlugRefused) as refused:
        slugs.checked(typed)

    assert refused.value.errors["slug"]


def test_a_renamed_shop_answers_at_its_former_address(context: Flask) -> None:
    shop = make_shop(slug="mat-ong")

    rename(shop, "Mật ong Như Xuân")

    assert shop.slug == "mat-ong-nhu-xuan"
    assert shop_by_slug("mat-ong").moved_to == "mat-ong-nhu-xuan"
    assert slugs.is_free("mat-ong") is False


def test_a_shop_may_go_back_to_its_former_address(context: Flask) -> None:
    shop = make_shop(slug="mat-ong")
    rename(shop, "mat-ong-rung")

    rename(shop, "mat-ong")

    assert shop.slug == "mat-ong"
    assert shop_by_slug("mat-ong-rung").moved_to == "mat-ong"


@pytest.mark.parametrize(
    ("slug", "aside"),
    [("mat-ong", "mat-ong-tap"), ("ong-ba", "ong-ba-tap-2"), ("a" * 40, "a" * 33 + "-tap")],
)
def test_a_practice_shop_steps_aside_and_the_real_one_takes_over_all_its_addresses(
    context: Flask, slug: str, aside: str
) -> None:
    make_shop(slug="ong-ba-tap")
    practice, real = make_shop(slug="ten-cu"), make_shop(slug="that")
    rename(practice, slug)

    with enter_shop(practice.id):
        freed = slugs.step_aside(practice, by=events.SYSTEM)
    slugs.take_over(real, freed)

    assert (freed, practice.slug) == ([slug, "ten-cu"], aside)
    assert [shop_by_slug(former).shop.id for former in freed] == [real.id, real.id]
    assert not slugs.is_free(aside) and shop_by_slug(aside).moved_to is None
