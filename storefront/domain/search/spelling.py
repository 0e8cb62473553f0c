"""Small mistakes put right by the words that the shop's own names are made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA
from sqlalchemy import select

from storefront.infra.db import db
from storefront.infra.text import clean, fold, words
from storefront.models.product import Collection, SearchRow

NAMES = 5000
SHORTEST = 3
LONG = 6


def corrected(typed: Sequence[str]) -> str:
    """The typed words with unknown ones replaced by the nearest known, marks and all; "" if nothing is."""
    if not typed:
        return ""
    spellings = vocabulary()
    known = {word: sum(counts.values()) for word, counts in spellings.items()}
    chosen = [_nearest(word, known) for word in typed]
    if chosen == list(typed):
        return ""
    return " ".join(spellings[word].most_common(1)[0][0] if word in spellings else word for word in chosen)


def vocabulary() -> dict[str, Counter[str]]:
    """Each folded word of the shop's names, with how it is written there and how often."""
    names = [
        *db.session.scalars(select(SearchRow.name).order_by(SearchRow.product_id.desc()).limit(NAMES)),
        *db.session.scalars(select(Collection.name).where(Collection.published)),
    ]
    found: dict[str, Counter[str]] = {}
    for name in names:
        for written in clean(name).lower().split():
            folded = words(written)
            if len(folded) == 1:
                found.setdefault(folded[0], Counter())[_bare(written)] += 1
    return found


def _bare(written: str) -> str:
    """The written word without the brackets and commas around it."""
    return written.strip("".join(c for c in written if not fold(c).isalnum()))


def _nearest(word: str, known: dict[str, int]) -> str:
    if word in known or len(word) < SHORTEST or word.isdigit():
        return word
    reach = 2 if len(word) >= LONG else 1
    near = process.extract(word, known.keys(), scorer=OSA.distance, score_cutoff=reach, limit=20)
    return min(near, key=lambda hit: (hit[1], -known[hit[0]], hit[0]))[0] if near else word
