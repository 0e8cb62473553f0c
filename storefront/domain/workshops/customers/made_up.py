"""Made-up people of the province. No telephone reaches them: after an area code no number begins with 0."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

NOBODYS_NUMBERS = "+842370"
"""Thanh Hóa's area code and a 0, which no subscriber's number begins with."""
NETWORK = "192.0.2."
"""Addresses kept for documents (RFC 5737): they lead to nobody."""


@dataclass(frozen=True, slots=True)
class MadeUp:
    """A customer who does not exist, with the commune they live in (five digits)."""

    name: str
    phone: str
    unit_code: str
    street: str
    address: str


@cache
def people() -> tuple[MadeUp, ...]:
    """All of them; the same person always has the same telephone, so that they come back as themselves."""
    text = files("storefront").joinpath("demo", "data", "people.json").read_text(encoding="utf-8")
    return tuple(
        MadeUp(
            row["name"],
            f"{NOBODYS_NUMBERS}{number:06}",
            row["unit_code"],
            row["street"],
            f"{NETWORK}{number}",
        )
        for number, row in enumerate(json.loads(text), start=1)
    )


def somebody(chance: random.Random) -> MadeUp:
    """One of them."""
    return chance.choice(people())
