"""Tokens: tokens.json, a palette over it, the owner's changes over that; written as custom properties."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .contrast import NON_TEXT, TEXT, contrast, is_colour, nearest_passing
from .packages import Theme, ThemeError

COLOURS = [
    "bg",
    "surface",
    "ink",
    "muted",
    "line",
    "primary",
    "on-primary",
    "accent",
    "on-accent",
    "sale",
    "success",
    "soft",
    "focus",
]
OTHERS = [
    "font-head",
    "font-body",
    "weight-head",
    "step--1",
    "step-0",
    "step-1",
    "step-2",
    "step-3",
    "step-4",
    "space-1",
    "space-2",
    "space-3",
    "space-4",
    "space-5",
    "space-6",
    "space-7",
    "space-8",
    "space-9",
    "radius",
    "radius-pill",
    "shadow-1",
    "shadow-2",
    "page",
    "gap",
    "card-ratio",
    "card-min",
]
NAMES = frozenset(COLOURS) | frozenset(OTHERS)
_SAFE_VALUE = re.compile(r"[\w\s.,%()+*/'\"#-]{1,160}\Z")

PAIRS: tuple[tuple[str, str, float], ...] = (
    ("ink", "bg", 14.0),
    ("ink", "surface", TEXT),
    ("ink", "soft", TEXT),
    ("muted", "bg", 5.8),
    ("muted", "surface", TEXT),
    ("muted", "soft", TEXT),
    ("primary", "bg", 6.1),
    ("primary", "surface", TEXT),
    ("primary", "soft", TEXT),
    ("on-primary", "primary", 6.5),
    ("on-accent", "accent", TEXT),
    ("accent", "bg", TEXT),
    ("accent", "soft", TEXT),
    ("sale", "bg", 6.1),
    ("sale", "surface", TEXT),
    ("success", "surface", TEXT),
    ("success", "bg", TEXT),
    ("focus", "bg", NON_TEXT),
    ("focus", "surface", NON_TEXT),
)
"""(colour, its ground, the ratio a built-in palette must reach)."""


@dataclass(frozen=True)
class ContrastFault:
    """A pair that cannot be read, and the nearest shade of the first colour that can."""

    colour: str
    ground: str
    ratio: float
    needed: float
    suggestion: str


def palettes(theme: Theme) -> list[str]:
    """Names of the theme's palettes."""
    return [name.removeprefix("styles/").removesuffix(".json") for name in theme.names("styles/*.json")]


def tokens_for(theme: Theme, palette: str = "", changes: Mapping[str, str] | None = None) -> dict[str, str]:
    """Every token's value. An unknown palette or a change of a token that is not the owner's is left out."""
    tokens: dict[str, str] = theme.merged_json("tokens.json").get("tokens", {})
    tokens = dict(tokens)
    if palette in palettes(theme):
        tokens |= theme.merged_json(f"styles/{palette}.json").get("tokens", {})
    allowed = owner_tokens(theme)
    tokens |= {
        name: value for name, value in (changes or {}).items() if name in allowed and is_valid(name, value)
    }
    return tokens


def owner_tokens(theme: Theme) -> dict[str, Any]:
    """Tokens an owner may change, with label and choices, as tokens.json lists them."""
    editable: dict[str, Any] = theme.merged_json("tokens.json").get("editable", {})
    return editable


def is_valid(name: str, value: str) -> bool:
    """Whether the value may be written into a style sheet under this name."""
    if name in COLOURS:
        return is_colour(value)
    return name in NAMES and bool(_SAFE_VALUE.match(value)) and "url" not in value.lower()


def contrast_faults(tokens: Mapping[str, str], *, strict: bool = False) -> Iterator[ContrastFault]:
    """Pairs that cannot be read: below 4.5 (3 for rings); `strict` holds our themes' higher marks."""
    for colour, ground, mark in PAIRS:
        needed = mark if strict or mark == NON_TEXT else TEXT
        ratio = contrast(tokens[colour], tokens[ground])
        if ratio < needed:
            yield ContrastFault(
                colour, ground, ratio, needed, nearest_passing(tokens[colour], tokens[ground], needed)
            )


def custom_properties(tokens: Mapping[str, str]) -> str:
    """The `:root` rule. Raises ThemeError for a value that is not safe in a sheet."""
    wrong = [name for name, value in tokens.items() if not is_valid(name, value)]
    if wrong:
        raise ThemeError(f"tokens.json: not a token or not a value: {', '.join(sorted(wrong))}")
    return ":root{" + ";".join(f"--{name}:{value}" for name, value in tokens.items()) + "}"
