"""Whether each column of a copied row is what the classification says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from storefront.domain.transfer.parcel import to_plain_value
from storefront.domain.transfer.rules import CHOICES, Anew, Fate, Kind, Table
from storefront.domain.transfer.tables import TABLES
from tests.domain.transfer.full_shop import Dump, Row


@dataclass(frozen=True)
class Copied:
    """A shop with one row a table before, and its copy."""

    kind: Kind
    began: dt.datetime
    old: Dump
    new: Dump
    old_id: int
    new_id: int
    users: Mapping[int, int] = field(default_factory=dict)

    def faults(self) -> list[str]:
        """Columns that are not as they should be, by table; nothing when all are."""
        gone = [name for name, table in TABLES.items() if table.goes(self.kind, CHOICES)]
        return [fault for name in gone for fault in self._faults(name)]

    def _faults(self, name: str) -> list[str]:
        table = TABLES[name]
        [old], found = self.old[name], self.new[name]
        if not found:
            return [f"{name} is missing"]
        faults = []
        for column in sorted(table.columns):
            reset = table.fate(column, self.kind) is Fate.RESET
            wanted = table.reset(self.kind)[column] if reset else self._copied(table, column, old)
            if not self._is(found[0][column], wanted, old[column]):
                faults.append(f"{name}.{column}: {found[0][column]!r} instead of {wanted!r}")
        return faults

    def _is(self, value: Any, wanted: Any, before: Any) -> bool:
        if wanted is Anew.NOW:
            return bool(value >= self.began)
        if isinstance(wanted, Anew):
            return bool(value) and value != before
        return bool(to_plain_value(value) == to_plain_value(wanted))

    def _copied(self, table: Table, column: str, old: Row) -> Any:
        """What the shop had, with references to the new rows and files at the new keys."""
        target = table.refs.get(column)
        if target == "user":
            return self.users.get(old[column])
        if target is not None:
            [parent] = self.new[str(old[target[1:]]) if target.startswith("@") else target]
            return parent["id"]
        value = old[column]
        return value.replace(f"/{self.old_id}/", f"/{self.new_id}/") if column == "key" else value
