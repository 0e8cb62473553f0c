"""Starter kits: what a new shop of a trade begins with, read from kits/*.json."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from flask_babel import lazy_gettext

from storefront.infra.errors import NotFound

GENERAL = "general"
ORDER = ("food", "craft", "stay", "wholesale", GENERAL)
Words = Mapping[str, str]


class NoSuchKit(NotFound):
    """There is no starter kit of this key."""

    code = "no_such_kit"
    message = lazy_gettext("We do not know this trade. Choose one of the list.")


@dataclass(frozen=True, slots=True)
class Kit:
    """One trade's beginning. Words are by language; fees and prices in minor units, steps in thousandths.

    A kit made of a model shop names its `trade`, the owner's `choice` of colours, and pages with a `body`.
    """

    key: str
    names: Words
    descriptions: Words
    theme: str
    palette: Mapping[str, str]
    collections: tuple[Mapping[str, Any], ...]
    menus: Mapping[str, list[Mapping[str, Any]]]
    pages: tuple[Mapping[str, Any], ...]
    attribute_set: Mapping[str, Any]
    delivery: Mapping[str, Any]
    samples: tuple[Mapping[str, Any], ...]
    trade: str = ""
    choice: Mapping[str, Any] = field(default_factory=dict)

    def name(self, locale: str) -> str:
        """The trade in a few words."""
        return say(self.names, locale)

    def description(self, locale: str) -> str:
        """One sentence on what it is good for."""
        return say(self.descriptions, locale)


@cache
def kits() -> list[Kit]:
    """Every starter kit, the most usual trades first."""
    found = {each["key"]: each for each in read_folder("kits")}
    return [read_kit(found[key]) for key in (*ORDER, *sorted(found.keys() - set(ORDER)))]


def kit(key: str) -> Kit:
    """The kit of a trade. Raises NoSuchKit."""
    found = next((each for each in kits() if each.key == key), None)
    if found is None:
        raise NoSuchKit(key=key)
    return found


def say(words: Words, locale: str) -> str:
    """The words in a language; Vietnamese where it has none of its own."""
    return words.get(locale) or words["vi"]


def read_folder(name: str) -> list[dict[str, Any]]:
    """The JSON files of a folder beside this module, by name."""
    folder = files("storefront").joinpath("domain", "onboarding", name)
    texts = sorted((file.name, file.read_text(encoding="utf-8")) for file in folder.iterdir())
    return [json.loads(text) for name, text in texts if name.endswith(".json")]


def read_kit(data: Mapping[str, Any]) -> Kit:
    """A kit from its JSON. Raises KeyError for a part that is missing."""
    return Kit(
        key=data["key"],
        names=data["name"],
        descriptions=data["description"],
        theme=data["theme"],
        palette=data["palette"],
        collections=tuple(data["collections"]),
        menus=data["menus"],
        pages=tuple(data["pages"]),
        attribute_set=data["attribute_set"],
        delivery=data["delivery"],
        samples=tuple(data["samples"]),
        trade=data.get("trade", ""),
        choice=data.get("choice", {}),
    )
