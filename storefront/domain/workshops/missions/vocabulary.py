"""The events a mission may speak of, in words: read from vocabulary.json, where later features add theirs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

Words = Mapping[str, str]
CHECK_HELD = "shop.check_held"
"""Noted the first time a check of the shop's state held, so that the log alone tells what was reached."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something an event says: `kind` is flag, number, choice or text; `values` are a choice's words."""

    key: str
    kind: str
    says: Words
    values: Mapping[str, Words]


@dataclass(frozen=True, slots=True)
class Topic:
    """An event: `one` says it happened, `many` that it did `{count}` times; `platform`: outside any shop."""

    key: str
    one: Words
    many: Words | None
    facts: Mapping[str, Fact]
    platform: bool


@cache
def topics() -> dict[str, Topic]:
    """Every event a mission may speak of, by topic."""
    return {key: _topic(key, data) for key, data in _data()["topics"].items()}


@cache
def checks() -> dict[str, Words]:
    """The checks of a shop's state a step may ask for, and what they say."""
    return dict(_data()["checks"])


def say(words: Words, locale: str) -> str:
    """The words in a language; Vietnamese where it has none of its own."""
    return words.get(locale) or words["vi"]


def _topic(key: str, data: Mapping[str, Any]) -> Topic:
    facts = {
        name: Fact(name, fact["kind"], {"vi": fact["vi"], "en": fact["en"]}, fact.get("values", {}))
        for name, fact in data.get("facts", {}).items()
    }
    return Topic(key, data["one"], data.get("many"), facts, data.get("platform", False))


@cache
def _data() -> dict[str, Any]:
    file = files("storefront").joinpath("domain", "workshops", "missions", "vocabulary.json")
    data: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return data
