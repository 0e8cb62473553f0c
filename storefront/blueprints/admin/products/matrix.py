"""Options typed in one line, and the rows of variants that follow from them, as typed."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from storefront.blueprints.common import typed_rows
from storefront.blueprints.common.typed_rows import Row, Typed
from storefront.domain.catalogue.checks import MAX_VARIANTS
from storefront.domain.catalogue.data import OptionData
from storefront.domain.catalogue.variants import matrix
from storefront.infra.text import clean, fold

# A comma between two digits belongs to the number: "0,5 kg, 1,5 kg" are two values.
_COMMA = re.compile(r",(?!\d)|(?<!\d),")
_BLANK = ("id", "sku", "stock", "stock_was", "compare_at_price")


def values_of(text: str) -> tuple[str, ...]:
    """The values in one line, each once; parted by commas, or by semicolons where there is one."""
    kept: dict[str, str] = {}
    for value in text.split(";") if ";" in text else _COMMA.split(text):
        if clean(value):
            kept.setdefault(fold(value), clean(value))
    return tuple(kept.values())


def line_of(values: Sequence[str]) -> str:
    """Values as one line that reads back as the same values."""
    parted = any(_COMMA.search(value) for value in values)
    return "; ".join(values) + ";" if parted else ", ".join(values)


def options_of(typed: Typed) -> tuple[OptionData, ...]:
    """The options typed; rows left empty do not count."""
    rows = typed_rows.rows(typed, "options")
    named = ((clean(row.get("name", "")), values_of(row.get("values", ""))) for row in rows)
    return tuple(OptionData(name, values) for name, values in named if name or values)


def read_values(text: str | None) -> tuple[str, ...]:
    """The option values a row carries; none for anything that is not a list of words."""
    try:
        values = json.loads(text or "[]")
    except ValueError:
        return ()
    return tuple(str(value) for value in values) if isinstance(values, list) else ()


def write_values(values: Sequence[str]) -> str:
    """Option values as a row carries them."""
    return json.dumps(list(values), ensure_ascii=False)


def arrange(typed: Typed) -> bool:
    """Make the rows fit the options; whether rows came or went. Too many combinations change nothing."""
    rows = typed_rows.rows(typed, "variants")
    wanted = matrix(options_of(typed))[: MAX_VARIANTS + 1]
    if [read_values(row.get("options")) for row in rows] == wanted or len(wanted) > MAX_VARIANTS:
        return False
    typed_rows.put(typed, "variants", [_row_for(values, rows, wanted) for values in wanted])
    return True


def _row_for(values: tuple[str, ...], rows: Sequence[Row], wanted: Sequence[tuple[str, ...]]) -> Row:
    """The row that has these values, else the nearest one: the first to inherit it stays the same variant."""
    by_values = {read_values(row.get("options")): row for row in rows}
    said = write_values(values)
    if values in by_values:
        return {**by_values[values], "options": said}
    kin = next((known for known in by_values if known not in wanted and _related(known, values)), None)
    if kin is not None and values == next(each for each in wanted if _related(kin, each)):
        return {**by_values[kin], "options": said}
    nearest = by_values[kin] if kin is not None else (rows[0] if rows else {})
    return {**{name: text for name, text in nearest.items() if name not in _BLANK}, "options": said}


def _related(known: tuple[str, ...], values: tuple[str, ...]) -> bool:
    return set(known) <= set(values) or set(values) <= set(known)
