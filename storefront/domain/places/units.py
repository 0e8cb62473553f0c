"""Provinces and communes on a day, and the search behind the address field."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Protocol, TypeVar

from flask_babel import lazy_gettext

from storefront.domain.places.register import (
    FormerUnit,
    Province,
    Unit,
    all_provinces,
    all_units,
    bare_name,
    former_units,
)
from storefront.infra.clock import today_vn
from storefront.infra.errors import NotFound, Sentence
from storefront.infra.text import clean, fold, tone_key

_LONGEST_QUERY = 80
_MOST_WORDS = 12
"""A commune, its district and its province, each with its kind; every word more is a search more."""
_PREFIX = re.compile(
    r"(?:dac khu|thi tran|thi xa|thanh pho|xa|phuong|huyen|quan|tinh|tp|tx|tt|x|p|h|q)(?:\. ?| )(?=\S)"
)


class UnknownPlace(NotFound):
    """No province or commune has this code on this day."""

    code = "unknown_place"
    message = lazy_gettext("We do not know this commune. Choose one from the list.")


@dataclass(frozen=True, slots=True)
class Found:
    """A commune that answers a search, with the old commune whose name was typed, if it was one."""

    unit: Unit
    former: FormerUnit | None = None

    @property
    def formerly(self) -> Sentence | None:
        """The old place in words: "trước đây: xã Hà Vinh, huyện Hà Trung"."""
        if self.former is None:
            return None
        return lazy_gettext(
            "formerly: %(commune)s, %(district)s",
            commune=_small(self.former.commune),
            district=_small(self.former.district),
        )


class _Dated(Protocol):
    @property
    def valid_from(self) -> date: ...
    @property
    def valid_to(self) -> date | None: ...


_Place = TypeVar("_Place", bound=_Dated)


def provinces(on: date | None = None) -> list[Province]:
    """The provinces of a day (today in Vietnam when not given), by code."""
    return _valid(all_provinces(), on)


def province(code: str, on: date | None = None) -> Province:
    """The province with a two-digit code. Raises UnknownPlace."""
    return _only([province for province in provinces(on) if province.code == code])


def units(province_code: str, on: date | None = None) -> list[Unit]:
    """The communes of a province on a day, by code."""
    return _valid(_units_by("province_code").get(province_code, []), on)


def unit(code: str, on: date | None = None) -> Unit:
    """The commune with a five-digit code. Raises UnknownPlace."""
    return _only(_valid(_units_by("code").get(code, []), on))


def is_unit(code: str) -> bool:
    """Whether a commune has this code today."""
    return bool(_valid(_units_by("code").get(code, []), None))


def find_units(query: str, province_code: str | None = None, limit: int = 20) -> list[Found]:
    """Today's communes for what a person typed: with or without marks, kind, district, or by an old name.

    Whole names come before beginnings and parts, exact tones before others, present names before old ones.
    """
    today = today_vn()
    entries = _entries().get(province_code or "", ())
    for name, context in _readings(clean(query[: 4 * _LONGEST_QUERY])[:_LONGEST_QUERY]):
        key, tones = fold(name), tone_key(name)
        hits = [entry for entry in entries if key in entry.key and context in entry.context]
        if hits:
            ranked = sorted(hits, key=lambda entry: entry.rank(key, tones))
            return _first_of_each(ranked, today)[:limit]
    return []


@dataclass(frozen=True, slots=True)
class _Entry:
    """One name to search by, with its keys made once."""

    found: Found
    key: str
    tones: str
    context: str

    def rank(self, key: str, tones: str) -> tuple[int, bool, bool, int]:
        if self.key == key:
            nearness = 0
        elif self.key.startswith(key):
            nearness = 1
        else:
            nearness = 2 if f" {key}" in self.key else 3
        return nearness, tones not in self.tones, self.found.former is not None, len(self.key)


def _readings(query: str) -> Iterator[tuple[str, str]]:
    """Ways to understand a query, best first: name and folded context (district, province) around it."""
    parts = [part.strip() for part in query.split(",") if part.strip()]
    if len(parts) > 1:
        splits = [(parts[0], parts[1:])]
    else:
        typed = query.split()[:_MOST_WORDS]
        splits = [
            (" ".join(typed[:length]), [" ".join(typed[length:])]) for length in range(len(typed), 0, -1)
        ]
    for name, around in splits:
        context = " ".join(fold(_without_kind(part)) for part in around)
        # As typed first: in "Quan Sơn" the first word is not "quận".
        for reading in dict.fromkeys((name, _without_kind(name))):
            if len(reading) > 1:
                yield reading, context


def _without_kind(name: str) -> str:
    prefix = _PREFIX.match(fold(name))
    return name[prefix.end() :] if prefix else name


@cache
def _entries() -> dict[str, list[_Entry]]:
    """Every name to search by, under its province's code and under ""."""
    province_names = {province.code: province.name for province in all_provinces()}
    by_province: dict[str, list[_Entry]] = defaultdict(list)
    for found in _all_found():
        name = bare_name(found.former.commune) if found.former else found.unit.name
        district = bare_name(found.former.district) if found.former else ""
        context = fold(f"{district} {province_names[found.unit.province_code]}")
        entry = _Entry(found, fold(name), tone_key(name), context)
        by_province[found.unit.province_code].append(entry)
        by_province[""].append(entry)
    return dict(by_province)


def _all_found() -> Iterator[Found]:
    yield from (Found(unit) for unit in all_units())
    for former in former_units():
        for code in former.new_codes:
            yield from (Found(unit, former) for unit in _units_by("code")[code])


@cache
def _units_by(field: str) -> dict[str, list[Unit]]:
    grouped: dict[str, list[Unit]] = defaultdict(list)
    for unit in all_units():
        grouped[getattr(unit, field)].append(unit)
    return dict(grouped)


def _first_of_each(ranked: list[_Entry], on: date) -> list[Found]:
    first: dict[str, Found] = {}
    for entry in ranked:
        if _valid([entry.found.unit], on):
            first.setdefault(entry.found.unit.code, entry.found)
    return list(first.values())


def _valid(places: "list[_Place] | tuple[_Place, ...]", on: date | None) -> list[_Place]:
    day = on or today_vn()
    return [place for place in places if place.valid_from <= day <= (place.valid_to or date.max)]


def _only(places: list[_Place]) -> _Place:
    if not places:
        raise UnknownPlace
    return places[0]


def _small(full_name: str) -> str:
    return full_name[:1].lower() + full_name[1:]
