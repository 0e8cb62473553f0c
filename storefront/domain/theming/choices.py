"""What an owner chose of a theme's look: a palette and colours of their own, held to what can be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import select

from storefront.domain.theming.contrast import is_colour, nearest_passing
from storefront.domain.theming.packages import Theme
from storefront.domain.theming.tokens import PAIRS, contrast_faults, owner_tokens, palettes, tokens_for
from storefront.infra import clock, events
from storefront.infra.db import begin_write, db
from storefront.infra.errors import Invalid
from storefront.models.theme import ThemeRevision, ThemeSetting

KEPT_REVISIONS = 20
# Lightening for one ground can cost contrast on another; a few rounds settle every palette we ship.
_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Choice:
    """A palette of the theme ("" is its own first one) and the owner's differences from it."""

    palette: str = ""
    tokens: Mapping[str, str] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """As it is kept in ThemeSetting."""
        return {"palette": self.palette, "tokens": dict(self.tokens)}


@dataclass(frozen=True, slots=True)
class PaletteCard:
    """A palette as the owner sees it: its name and its main colours."""

    key: str
    name: str
    bg: str
    ink: str
    primary: str
    accent: str


class Unreadable(Invalid):
    """A colour that words could not be read in; `suggestion` is the nearest shade that can."""

    code = "unreadable_colour"

    def __init__(self, name: str, suggestion: str) -> None:
        sentence = lazy_gettext(
            "Words in this colour are hard to read. The nearest shade that works is %(shade)s.",
            shade=suggestion,
        )
        super().__init__({name: [sentence]}, sentence, suggestion=suggestion)
        self.suggestion = suggestion


def palette_cards(theme: Theme, locale: str) -> list[PaletteCard]:
    """The theme's palettes, ready to choose from."""
    cards = []
    for key in palettes(theme):
        names: dict[str, str] = theme.merged_json(f"styles/{key}.json").get("name", {})
        tokens = tokens_for(theme, key)
        colours = {name: tokens[name] for name in ("bg", "ink", "primary", "accent")}
        cards.append(PaletteCard(key, names.get(locale) or names.get("vi") or key, **colours))
    return cards


def published(theme_id: str) -> Choice:
    """What shoppers see."""
    row = _row(theme_id)
    return _choice(row.published) if row else Choice()


def draft(theme_id: str) -> Choice:
    """What the owner is trying, for previews; what is published when nothing is being tried."""
    row = _row(theme_id)
    return _choice(row.draft or row.published) if row else Choice()


def checked(theme: Theme, choice: Choice) -> Choice:
    """The choice with its rules held. Raises Unreadable, or Invalid for what the theme does not offer."""
    if choice.palette and choice.palette not in palettes(theme):
        raise Invalid.field(
            "palette", lazy_gettext("This theme has no such palette. Choose one of the list.")
        )
    for name, value in choice.tokens.items():
        if name not in owner_tokens(theme) or (name in {"primary", "accent"} and not is_colour(value)):
            raise Invalid.field(name, lazy_gettext("Write the colour as # and six signs, such as #9a3412."))
    faults = list(contrast_faults(tokens_for(theme, choice.palette, choice.tokens)))
    for name in choice.tokens:
        if any(name in (fault.colour, fault.ground) for fault in faults):
            raise Unreadable(name, passing_shade(theme, choice.palette, name, choice.tokens[name]))
    return Choice(choice.palette, {name: value.lower() for name, value in choice.tokens.items()})


def passing_shade(theme: Theme, palette: str, name: str, wanted: str) -> str:
    """The shade nearest to the wanted one that can be read on, and under, all it meets in the palette."""
    tokens = tokens_for(theme, palette)
    meets = [tokens[ground] for colour, ground, _ in PAIRS if colour == name]
    meets += [tokens[colour] for colour, ground, _ in PAIRS if ground == name]
    shade = wanted.lower()
    for _ in range(_ROUNDS):
        for other in meets:
            shade = nearest_passing(shade, other)
    return shade


def save_draft(theme: Theme, choice: Choice) -> None:
    """Keep what the owner is trying. Raises Unreadable and Invalid."""
    choice = checked(theme, choice)
    _made(theme.id).draft = choice.to_dict()
    db.session.flush()


def publish(theme: Theme, choice: Choice, *, by: events.Actor) -> None:
    """Show the choice to shoppers and keep it to return to. Raises Unreadable and Invalid."""
    choice = checked(theme, choice)
    row = _made(theme.id)
    row.draft = row.published = choice.to_dict()
    row.published_at = clock.now()
    row.revision += 1
    revision = ThemeRevision(theme_id=theme.id, settings=choice.to_dict())
    db.session.add(revision)
    db.session.flush()
    _forget_old(theme.id)
    events.record("theme.published", row, by=by, theme=theme.id)


def _row(theme_id: str) -> ThemeSetting | None:
    return db.session.scalars(
        select(ThemeSetting).where(ThemeSetting.theme_id == theme_id, ThemeSetting.template == "")
    ).one_or_none()


def _made(theme_id: str) -> ThemeSetting:
    begin_write()
    row = _row(theme_id)
    if row is None:
        row = ThemeSetting(theme_id=theme_id)
        db.session.add(row)
        db.session.flush()
    return row


def _choice(kept: Mapping[str, Any]) -> Choice:
    return Choice(kept.get("palette", ""), kept.get("tokens", {}))


def _forget_old(theme_id: str) -> None:
    old = select(ThemeRevision).where(ThemeRevision.theme_id == theme_id).order_by(ThemeRevision.id.desc())
    for revision in db.session.scalars(old.offset(KEPT_REVISIONS)):
        db.session.delete(revision)
