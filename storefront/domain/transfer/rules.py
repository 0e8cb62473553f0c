"""What may be said of a table and its columns when a shop is copied, and the questions asked of it."""

from __future__ import annotations

import enum
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import Column, inspect

from storefront.infra.db import Base
from storefront.infra.tenancy import ShopScoped

KEYS = ("shop_id", "id")
"""What every row gets anew: the other shop, and an id of its own."""


class Kind(enum.Enum):
    """Why a shop is copied."""

    GRADUATION = "graduation"
    WHOLE = "whole"


class Part(enum.Enum):
    """What somebody who graduates may take along; the base goes with any of it."""

    BASE = "base"
    GOODS = "goods"
    LOOK = "look"
    PAGES = "pages"


CHOICES = frozenset({Part.GOODS, Part.LOOK, Part.PAGES})


class Fate(enum.Enum):
    """What becomes of a column in the copy."""

    COPIED = "copied"
    RESET = "reset"
    DROPPED = "dropped"


class Unclassified(RuntimeError):
    """A shop's table or column of which nobody has said what becomes of it in a copy."""


class Anew(enum.Enum):
    """Reset values that are made when the row is written."""

    NOW = "now"
    COMPLAINT_TOKEN = "complaint_token"
    ORDER_TOKEN = "order_token"
    PUBLIC_NUMBER = "public_number"


@dataclass(frozen=True, slots=True)
class Table:
    """One table. Each of its columns stands in exactly one of `kept`, `anew` and `never`.

    `part` is what takes it along when somebody graduates: without one the table is dropped then, and without
    `whole` always. `anew` is copied with a whole shop and reset to these values when graduating, `never` is
    reset both times. `refs` names the table whose id a kept column holds (`@entity`: the column that names
    it, `user`: a person). `parts` are columns that belong to another part than their table. `only` are the
    values that rows of a graduation must have, `closed` the parts of a JSON column that never go along.
    `natural` are the columns by which a row that stands in the
    other shop already is the same row.
    """

    kept: str = ""
    part: Part | None = None
    anew: Mapping[str, object] = field(default_factory=dict)
    never: Mapping[str, object] = field(default_factory=dict)
    refs: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, Part] = field(default_factory=dict)
    only: Mapping[str, Collection[object]] = field(default_factory=dict)
    closed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    natural: tuple[str, ...] | None = None
    whole: bool = True

    @property
    def columns(self) -> frozenset[str]:
        """Every column that is spoken of."""
        return frozenset({*self.kept.split(), *self.anew, *self.never})

    def goes(self, kind: Kind, parts: Collection[Part]) -> bool:
        """Whether rows of it are in a copy of this kind with these parts."""
        if kind is Kind.WHOLE:
            return self.whole
        taken = {self.part, *self.parts.values()} - {None}
        return self.part is Part.BASE or any(part in parts for part in taken)

    def copied(self, kind: Kind, parts: Collection[Part] = CHOICES) -> tuple[str, ...]:
        """The columns whose values go along, in order."""
        if kind is Kind.WHOLE:
            return (*self.kept.split(), *self.anew)
        return tuple(
            name
            for name in self.kept.split()
            if self.parts.get(name, self.part) in parts or self.parts.get(name, self.part) is Part.BASE
        )

    def reset(self, kind: Kind) -> Mapping[str, object]:
        """The columns that get these values instead."""
        return self.never if kind is Kind.WHOLE else {**self.anew, **self.never}

    def fate(self, column: str, kind: Kind) -> Fate:
        """What becomes of a column. Raises Unclassified."""
        if column not in self.columns:
            raise Unclassified(column)
        if not self.goes(kind, CHOICES):
            return Fate.DROPPED
        return Fate.RESET if column in self.reset(kind) else Fate.COPIED


def check(tables: Mapping[str, Table]) -> None:
    """Whether every table and column of a shop is spoken of, and nothing else. Raises Unclassified."""
    faults = []
    models = scoped_by_table()
    faults += [f"table {name}" for name in sorted(models.keys() ^ tables.keys())]
    for name in sorted(models.keys() & tables.keys()):
        spoken = [*tables[name].kept.split(), *tables[name].anew, *tables[name].never]
        known = set(columns_of(models[name])) - set(KEYS)
        faults += [f"column {name}.{column}" for column in sorted(known ^ set(spoken))]
        faults += [f"twice {name}.{column}" for column in sorted(set(spoken)) if spoken.count(column) > 1]
    if faults:
        raise Unclassified(", ".join(faults))


def columns_of(model: type[Base]) -> dict[str, Column[Any]]:
    """The columns of a model's table by name."""
    return {str(column.key): column for column in inspect(model).columns}


@cache
def scoped_by_table() -> dict[str, type[Any]]:
    """Every model of a shop by its table's name."""
    models: list[Any] = [mapper.class_ for mapper in Base.registry.mappers]
    return {str(model.__tablename__): model for model in models if issubclass(model, ShopScoped)}
