"""From the three-level map to today's communes: a proposal for the person to confirm, never a guess."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from storefront.domain.places.register import FormerUnit, Unit, bare_name, former_units
from storefront.domain.places.units import unit
from storefront.infra.text import fold, tone_key


@dataclass(frozen=True, slots=True)
class Conversion:
    """One commune to confirm, several to choose from, or none known."""

    status: Literal["one", "split", "unknown"]
    proposals: tuple[Unit, ...]


def convert(
    old_district: str, old_commune: str, province_code: str, table: Iterable[FormerUnit] | None = None
) -> Conversion:
    """The new communes an old one went to. An empty district looks in the whole province.

    Names may come with or without marks and kind ("Xã Hà Vinh", "ha vinh"). `table` is ours when not given.
    """
    rows = [
        row
        for row in (former_units() if table is None else table)
        if row.province_code == province_code
        and _same(row.commune, old_commune)
        and (not old_district.strip() or _same(row.district, old_district))
    ]
    codes = dict.fromkeys(code for row in _nearest(rows, old_commune) for code in row.new_codes)
    proposals = tuple(unit(code) for code in codes)
    if not proposals:
        return Conversion("unknown", ())
    return Conversion("one" if len(proposals) == 1 else "split", proposals)


def _same(full_name: str, typed: str) -> bool:
    return fold(typed) in (fold(full_name), fold(bare_name(full_name)))


def _nearest(rows: list[FormerUnit], typed: str) -> list[FormerUnit]:
    """Of names that differ only in marks (Xã Hà Lĩnh, Xã Hạ Linh), those with the marks as typed, if any."""
    wanted = tone_key(typed)
    exact = [row for row in rows if wanted in (tone_key(row.commune), tone_key(bare_name(row.commune)))]
    return exact or rows
