"""What the demo is made of: JSON beside this module, and pictures that are masters already."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

FOLDER = files("storefront").joinpath("demo")


@cache
def firms() -> tuple[dict[str, Any], ...]:
    """Every firm with its goods, by key."""
    folder = FOLDER.joinpath("data", "shops")
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".json"))
    return tuple(_json("data", "shops", name) for name in names)


@cache
def people() -> tuple[dict[str, Any], ...]:
    """The shoppers of the province."""
    return tuple(_json("data", "people.json"))


@cache
def notes() -> dict[str, Any]:
    """What shoppers write on orders, why orders are cancelled, what is asked and answered."""
    return dict(_json("data", "notes.json"))


@cache
def practice() -> dict[str, Any]:
    """The practice shop and the shop that is still being set up."""
    return dict(_json("data", "practice.json"))


@cache
def sign_ins() -> tuple[dict[str, Any], ...]:
    """The accounts shown to whoever tries the demo."""
    return tuple(_json("data", "sign_ins.json"))


def picture(name: str) -> bytes:
    """A committed picture by its name."""
    return FOLDER.joinpath("images", f"{name}.webp").read_bytes()


def _json(*parts: str) -> Any:
    return json.loads(FOLDER.joinpath(*parts).read_text(encoding="utf-8"))
