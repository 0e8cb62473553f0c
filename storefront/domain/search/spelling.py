"""Small mistakes put right by the words that the shop's own names are made of."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import TypeAlias

from flask import current_app
from rapidfuzz import process
from rapidfuzz.distance import OSA
from sqlalchemy import select

from storefront.infra import versions
from storefront.infra.cache import ByteCache
from storefront.infra.db import db
from storefront.infra.tenancy import current_shop_id
from storefront.infra.text import words
from storefront.models.product import Collection, SearchRow

NAMES, COLLECTIONS = 5000, 500
EXTENSION = "storefront.spelling"
KEPT_BYTES, WORD_BYTES = 16 << 20, 700
Vocabulary: TypeAlias = dict[str, Counter[str]]
SHORTEST = 3
LONG = 6
_WORD = re.compile(r"[^\W_]+")


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


def vocabulary() -> Vocabulary:
    """Each folded word of the shop's names, with how it is written there and how often; kept by version."""
    shop_id = current_shop_id()
    version = versions.version_of(shop_id)
    kept: ByteCache[Vocabulary] = current_app.extensions.setdefault(EXTENSION, ByteCache(KEPT_BYTES))
    known = kept.get((shop_id, version))
    if known is None:
        known = _read()
        kept.put((shop_id, version), known, WORD_BYTES * len(known))
    return known


def _read() -> Vocabulary:
    recent = select(SearchRow.name, SearchRow.folded_name).order_by(SearchRow.product_id.desc()).limit(NAMES)
    collections = db.session.scalars(select(Collection.name).where(Collection.published).limit(COLLECTIONS))
    names = [(row.name, row.folded_name.split()) for row in db.session.execute(recent)]
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for name, folded in [*names, *((name, words(name)) for name in collections)]:
        written = _WORD.findall(name.lower())
        for plain, spelling in zip(folded, written, strict=False):
            found[plain][spelling] += 1
    return found


def _nearest(word: str, known: dict[str, int]) -> str:
    if word in known or len(word) < SHORTEST or word.isdigit():
        return word
    reach = 2 if len(word) >= LONG else 1
    near = process.extract(word, known.keys(), scorer=OSA.distance, score_cutoff=reach, limit=20)
    return min(near, key=lambda hit: (hit[1], -known[hit[0]], hit[0]))[0] if near else word
