"""What is taken from a shop: plain values, as they would stand in a JSON file."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import JSON, Column, DateTime, Enum

from storefront.domain.transfer.rules import Kind, Part
from storefront.infra.crypto import Sealed, SealedPlatform
from storefront.infra.db import UtcDateTime

Row = dict[str, Any]

LARGEST_NUMBER = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Parcel:
    """A shop's rows by table, with the ids they had. What was sealed lies open here: keep it no longer than
    the copy takes, or seal it as a whole.
    """

    installation: str
    kind: Kind
    parts: frozenset[Part]
    shop_id: int
    shop: Row
    rows: dict[str, list[Row]]

    @property
    def files(self) -> list[str]:
        """The storage keys of its pictures, as they were uploaded and cleaned."""
        return [row["key"] for row in self.rows.get("asset", ())]

    def leave_out(self, key: str) -> None:
        """Go without the picture at this key."""
        self.rows["asset"] = [row for row in self.rows["asset"] if row["key"] != key]

    def to_plain(self) -> dict[str, Any]:
        """Ready for json.dumps()."""
        plain = asdict(self)
        return plain | {"kind": self.kind.value, "parts": sorted(part.value for part in self.parts)}


def from_plain(data: Mapping[str, Any]) -> Parcel:
    """What to_plain() gave. Raises KeyError, ValueError for anything else."""
    return Parcel(
        installation=str(data["installation"]),
        kind=Kind(data["kind"]),
        parts=frozenset(Part(part) for part in data["parts"]),
        shop_id=int(data["shop_id"]),
        shop=dict(data["shop"]),
        rows={str(name): [dict(row) for row in rows] for name, rows in data["rows"].items()},
    )


def to_plain_value(value: object) -> Any:
    """A column's value as JSON has it."""
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, dt.date):
        return value.isoformat()
    return value


def to_column_value(value: Any, column: Column[Any]) -> Any:
    """The same back again, as the column wants it."""
    if value is None:
        return None
    if isinstance(column.type, Enum) and column.type.enum_class is not None:
        return column.type.enum_class(value)
    if isinstance(column.type, (UtcDateTime, DateTime)):
        return dt.datetime.fromisoformat(value) if isinstance(value, str) else value
    if column.type.python_type is dt.date:
        return dt.date.fromisoformat(value)
    return value


def checked_value(value: Any, column: Column[Any]) -> Any:
    """The same from a file that somebody may have changed. Raises TypeError, ValueError."""
    if value is None and column.nullable:
        return None
    made, wanted = to_column_value(value, column), _python_type(column)
    if not isinstance(made, wanted) or (isinstance(made, bool) and wanted is not bool):
        raise TypeError(column.key)
    if isinstance(made, dt.datetime) and made.tzinfo is None:
        raise ValueError(column.key)
    if isinstance(made, int) and abs(made) > LARGEST_NUMBER:
        raise ValueError(column.key)
    if isinstance(made, str) and ("\0" in made or len(made) > (_length(column) or len(made))):
        raise ValueError(column.key)
    return made


def _length(column: Column[Any]) -> int | None:
    return getattr(column.type, "length", None)


def _python_type(column: Column[Any]) -> type[Any]:
    if isinstance(column.type, JSON):
        # a column of lists begins with an empty one
        return list if column.default is not None and column.default.arg(None) == [] else dict  # type: ignore[attr-defined]
    if isinstance(column.type, (Sealed, SealedPlatform)):
        return str
    return column.type.python_type
