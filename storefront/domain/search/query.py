"""Search in one shop: folded words find, exact tones rank first, small mistakes are put right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from storefront.domain.catalogue.visibility import on_sale
from storefront.domain.search import spelling
from storefront.infra import fulltext
from storefront.infra.db import db
from storefront.infra.text import clean, tone_key, words
from storefront.models.product import Collection, Product

CANDIDATES = 500
MAX_WORDS = 8
MAX_LENGTH = 100
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Results:
    """Ids found, best first; `corrected` is the spelling used when the typed one finds nothing."""

    query: str
    product_ids: tuple[int, ...] = ()
    total: int = 0
    corrected: str = ""
    next: int | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line under the search box: a collection or a product by its slug."""

    kind: str
    label: str
    slug: str
    product_id: int | None = None


def search(text: str, *, limit: int = 24, after: int | None = None, correct: bool = True) -> Results:
    """What a shopper means by `text`; `after` is the last id of the page before (`Results.next`)."""
    query = clean(text[: 4 * MAX_LENGTH])[:MAX_LENGTH]
    found = _ranked(query)
    corrected = spelling.corrected(_typed_words(query)) if correct and query and not found else ""
    if corrected:
        found = _ranked(corrected)
    start = found.index(after) + 1 if after in found else 0
    page = found[start : start + limit]
    return Results(
        query=query,
        product_ids=tuple(page),
        total=len(found),
        corrected=corrected if found else "",
        next=page[-1] if start + limit < len(found) else None,
    )


def suggest(text: str, limit: int = 8) -> list[Suggestion]:
    """What may be meant so far: collections by the beginning of a word, then products."""
    query = clean(text[: 4 * MAX_LENGTH])[:MAX_LENGTH]
    typed = _typed_words(query)
    if not typed:
        return []
    collections = _collections(typed)[:3]
    ids = search(query, limit=limit - len(collections)).product_ids
    rows = db.session.execute(select(Product.id, Product.name, Product.slug).where(Product.id.in_(ids)))
    by_id = {row.id: Suggestion("product", row.name, row.slug, row.id) for row in rows}
    return [*collections, *(by_id[product_id] for product_id in ids if product_id in by_id)]


def _ranked(query: str) -> list[int]:
    """Ids that can be bought now; more of the typed tones first, then as the index ranks."""
    candidates = fulltext.find(_typed_words(query), CANDIDATES)
    if not candidates:
        return []
    rows = db.session.execute(select(Product.id, Product.name).where(on_sale(), Product.id.in_(candidates)))
    names = {row.id: _toned(row.name) for row in rows}
    typed = _toned(query)
    places = {product_id: place for place, product_id in enumerate(candidates)}
    return sorted(names, key=lambda found: (-_exact(typed, names[found]), places[found]))


def _toned(text: str) -> list[str]:
    return [tone_key(word) for word in _WORD.findall(clean(text))]


def _exact(typed: Sequence[str], name: Sequence[str]) -> int:
    whole = sum(word in name for word in typed[:-1])
    return whole + any(word.startswith(typed[-1]) for word in name)


def _typed_words(query: str) -> list[str]:
    return words(query)[:MAX_WORDS]


def _collections(typed: Sequence[str]) -> list[Suggestion]:
    rows = db.session.execute(
        select(Collection.name, Collection.slug)
        .where(Collection.published)
        .order_by(Collection.position, Collection.id)
    )
    return [Suggestion("collection", row.name, row.slug) for row in rows if _begins(words(row.name), typed)]


def _begins(name: Sequence[str], typed: Sequence[str]) -> bool:
    return all(word in name for word in typed[:-1]) and any(word.startswith(typed[-1]) for word in name)
