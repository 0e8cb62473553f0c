"""The places a fee may name: a commune, or a whole province."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext

from storefront.domain.places import units
from storefront.domain.places.register import Province, Unit
from storefront.infra.i18n import current_locale
from storefront.infra.text import fold

SHORTEST_QUERY = 2


@dataclass(frozen=True, slots=True)
class Area:
    """A commune (five digits) or a province (two), with its name in the reader's language."""

    code: str
    name: str


def area(code: str) -> Area:
    """The area of a code. Raises UnknownPlace."""
    return _whole(units.province(code)) if len(code) == 2 else _commune(units.unit(code))


def is_area(code: str) -> bool:
    """Whether a commune or province has this code today."""
    if len(code) == 2:
        return any(province.code == code for province in units.provinces())
    return units.is_unit(code)


def find_areas(query: str, limit: int = 12) -> list[Area]:
    """Provinces, then communes, whose name begins with or holds what was typed, with or without marks."""
    key = fold(query)
    if len(key) < SHORTEST_QUERY:
        return []
    whole = [_whole(province) for province in units.provinces() if key in fold(province.full_name)]
    communes = [_commune(found.unit) for found in units.find_units(query, limit=limit)]
    return [*whole, *communes][:limit]


def _whole(province: Province) -> Area:
    return Area(province.code, gettext("All of %(province)s", province=province.label(current_locale())))


def _commune(unit: Unit) -> Area:
    locale = current_locale()
    return Area(unit.code, f"{unit.label(locale)}, {units.province(unit.province_code).label(locale)}")
