"""The dated register of provinces, communes and former communes, read from the packaged data."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

_KINDS = {
    "Tỉnh": "tinh",
    "Thành phố": "thanh_pho",
    "Xã": "xa",
    "Phường": "phuong",
    "Đặc khu": "dac_khu",
    "Thị trấn": "thi_tran",
    "Thị xã": "thi_xa",
    "Huyện": "huyen",
}


class _Named:
    """What a place is called, whatever its level."""

    __slots__ = ()
    full_name: str
    english: str

    @property
    def name(self) -> str:
        """The name without its kind: Hạc Thành."""
        return bare_name(self.full_name)

    @property
    def kind(self) -> str:
        """The kind in ASCII: tinh, thanh_pho, xa, phuong or dac_khu."""
        return _KINDS[_kind_words(self.full_name)]

    def label(self, locale: str = "vi") -> str:
        """The name to show."""
        return self.english if locale == "en" else self.full_name


@dataclass(frozen=True, slots=True)
class Province(_Named):
    """A province or centrally run city, as it was called on the days valid_from to valid_to."""

    code: str
    full_name: str
    english: str
    formed_from: tuple[str, ...]
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Unit(_Named):
    """A commune, ward or special zone, as it was called on the days valid_from to valid_to."""

    code: str
    province_code: str
    full_name: str
    english: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class FormerUnit:
    """A commune of the three-level map that ended on 30 June 2025; several new codes mean a split."""

    province_code: str
    district: str
    commune: str
    new_codes: tuple[str, ...]


@cache
def all_provinces() -> tuple[Province, ...]:
    """Every province row of every date."""
    return tuple(
        Province(code, full_name, english, tuple(formed_from), *_dates(valid_from, valid_to))
        for code, full_name, english, formed_from, valid_from, valid_to in _read("provinces.json")["rows"]
    )


@cache
def all_units() -> tuple[Unit, ...]:
    """Every unit row of every date; a row without dates of its own has those of the file."""
    data = _read("units.json")
    usual = _dates(data["valid_from"], data["valid_to"])
    return tuple(
        Unit(code, province_code, full_name, english, *(_dates(*own_dates) if own_dates else usual))
        for code, province_code, full_name, english, *own_dates in data["rows"]
    )


@cache
def former_units() -> tuple[FormerUnit, ...]:
    """The old communes of the provinces we have a table for: Thanh Hóa."""
    return tuple(
        FormerUnit(province_code, district, commune, tuple(new_codes))
        for province_code, district, commune, new_codes in _read("former_units.json")["rows"]
    )


def bare_name(full_name: str) -> str:
    """A unit's name without the kind in front."""
    return full_name.removeprefix(_kind_words(full_name)).lstrip()


def _kind_words(full_name: str) -> str:
    return next(kind for kind in _KINDS if full_name.startswith(kind + " "))


def _dates(valid_from: str, valid_to: str | None) -> tuple[date, date | None]:
    return date.fromisoformat(valid_from), date.fromisoformat(valid_to) if valid_to else None


def _read(file_name: str) -> dict[str, Any]:
    source = resources.files("storefront").joinpath(f"data/places/{file_name}")
    content: dict[str, Any] = json.loads(source.read_text(encoding="utf-8"))
    return content
