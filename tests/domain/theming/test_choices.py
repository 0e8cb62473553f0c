import pytest
from sqlalchemy import func, select

from storefront.domain.theming import choices
from storefront.domain.theming.contrast import contrast
from storefront.domain.theming.packages import get_theme
from storefront.domain.theming.tokens import palettes
from storefront.infra.db import db
from storefront.infra.errors import Invalid
from storefront.infra.events import SYSTEM
from storefront.models.shop import Shop
from storefront.models.theme import ThemeRevision
from tests.shop_in_force import shop

__all__ = ["shop"]
QUE = get_theme("que")


def test_every_palette_is_offered_with_its_name_and_colours() -> None:
    cards = choices.palette_cards(QUE, "vi")

    assert [card.key for card in cards] == palettes(QUE)
    assert "Lá chuối" in {card.name for card in cards}


def test_what_is_tried_is_seen_by_the_owner_alone(shop: Shop) -> None:
    choices.save_draft(QUE, choices.Choice("la-chuoi"))

    assert choices.draft("que").palette == "la-chuoi"
    assert choices.published("que").palette == ""


def test_what_is_published_is_seen_by_all_and_kept_to_return_to(shop: Shop) -> None:
    choices.publish(QUE, choices.Choice("la-chuoi", {"primary": "#7A1F1F"}), by=SYSTEM)

    assert choices.published("que") == choices.Choice("la-chuoi", {"primary": "#7a1f1f"})
    assert db.session.scalar(select(func.count(ThemeRevision.id))) == 1


def test_only_the_last_twenty_states_are_kept(shop: Shop) -> None:
    for _ in range(22):
        choices.publish(QUE, choices.Choice("la-chuoi"), by=SYSTEM)

    assert db.session.scalar(select(func.count(ThemeRevision.id))) == 20


@pytest.mark.parametrize("palette", palettes(QUE))
@pytest.mark.parametrize("wanted", ["#f0c040", "#ffffff", "#9ad0ff", "#808080"])
def test_a_pale_colour_is_refused_and_the_shade_offered_passes(palette: str, wanted: str) -> None:
    with pytest.raises(choices.Unreadable) as refused:
        choices.checked(QUE, choices.Choice(palette, {"primary": wanted}))

    shade = refused.value.suggestion
    assert choices.checked(QUE, choices.Choice(palette, {"primary": shade})).tokens["primary"] == shade
    assert contrast(shade, "#ffffff") >= 4.5


@pytest.mark.parametrize(
    "wrong",
    [
        choices.Choice("no-such"),
        choices.Choice("", {"primary": "red"}),
        choices.Choice("", {"bg": "#ffffff"}),
        choices.Choice("", {"primary": "#fff;}body{"}),
    ],
)
def test_what_the_theme_does_not_offer_is_refused(wrong: choices.Choice) -> None:
    with pytest.raises(Invalid):
        choices.checked(QUE, wrong)
