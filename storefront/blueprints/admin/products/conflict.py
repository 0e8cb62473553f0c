"""Two devices saved the same product: what each of them says, side by side."""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import gettext as _

from storefront.blueprints.common.simple_text import to_text
from storefront.domain.catalogue.data import ProductData
from storefront.infra.i18n import current_locale
from storefront.infra.money import Money, format_money

Difference = tuple[str, str, str]


def differences(saved: ProductData, typed: ProductData) -> list[Difference]:
    """What differs, as (field, saved by the other, typed here)."""
    pairs = ((label, say(saved), say(typed)) for label, say in _fields())
    return [(label, theirs, mine) for label, theirs, mine in pairs if theirs != mine]


def _fields() -> list[tuple[str, Callable[[ProductData], str]]]:
    return [
        (_("Product name"), lambda data: data.name),
        (_("In one sentence"), lambda data: data.summary),
        (_("Description"), lambda data: to_text(data.description)),
        (_("Origin"), lambda data: data.origin or ""),
        (_("Net content"), lambda data: data.net_content or ""),
        (_("Responsible maker"), lambda data: data.maker or ""),
        (_("Pictures"), lambda data: str(len(data.images or ()))),
        (_("Prices"), _prices),
        (_("Unit"), lambda data: data.variants[0].unit if data.variants else ""),
        (_("Facts"), lambda data: "; ".join(data.facts.values())),
        (_("Tags"), lambda data: ", ".join(data.tags)),
        (_("Title in search results"), lambda data: data.seo_title or ""),
        (_("Sentence in search results"), lambda data: data.seo_description or ""),
    ]


def _prices(data: ProductData) -> str:
    rows = []
    for variant in data.variants:
        price = format_money(Money(variant.price), current_locale())
        rows.append(" ".join(part for part in (" / ".join(variant.option_values), price) if part))
    return "; ".join(rows)
