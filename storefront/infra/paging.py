"""Pages of a list by keyset: the cursor holds the last row seen, so a deep page costs what the first does."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, NamedTuple, TypeVar

from sqlalchemy import Select, and_, or_
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql import ColumnElement

from storefront.infra.db import UtcDateTime
from storefront.infra.errors import NotFound

ItemT = TypeVar("ItemT")
LARGEST = 2**63 - 1
"""The largest number a column holds; the drivers fail on more."""


class NoSuchPage(NotFound):
    """The cursor in the address is damaged or belongs to another list."""

    code = "no_such_page"


class Key(NamedTuple):
    """One column of the order; together the keys must be unique and never null (end with the id)."""

    column: InstrumentedAttribute[Any]
    descending: bool = False


@dataclass(frozen=True)
class Page(Generic[ItemT]):
    """One page of a list; `next` and `previous` are cursors for the address, or None at the ends."""

    items: Sequence[ItemT]
    next: str | None
    previous: str | None


@dataclass(frozen=True)
class Cut:
    """Where a page begins: what bounds and orders the rows, and how to make a page of what was found."""

    keys: tuple[Key, ...]
    limit: int
    at_cursor: bool
    backwards: bool
    place: list[Any] | None

    def apply(self, statement: Select[Any]) -> Select[Any]:
        """The statement bound and ordered; one row more than the page holds tells whether another follows."""
        if self.place is not None:
            statement = statement.where(_beyond(self.keys, self.place, self.backwards))
        return statement.order_by(*self.order([key.column for key in self.keys])).limit(self.limit + 1)

    def order(self, columns: Sequence[Any]) -> list[Any]:
        """The same order by other columns that hold the keys' values."""
        pairs = zip(self.keys, columns, strict=True)
        return [column.desc() if key.descending != self.backwards else column.asc() for key, column in pairs]

    def page(self, items: list[ItemT], values: Callable[[ItemT], Sequence[Any]]) -> Page[ItemT]:
        """The page of the found items; `values` tells the keys' values of one."""
        more, items = len(items) > self.limit, items[: self.limit]
        if self.backwards:
            items.reverse()
        has_next, has_previous = (self.at_cursor, more) if self.backwards else (more, self.at_cursor)
        return Page(
            items,
            next=_cursor(values(items[-1])) if items and has_next else None,
            previous=_cursor(values(items[0]), backwards=True) if items and has_previous else None,
        )


def asc(column: InstrumentedAttribute[Any]) -> Key:
    """Smallest first."""
    return Key(column)


def desc(column: InstrumentedAttribute[Any]) -> Key:
    """Largest first."""
    return Key(column, descending=True)


def cut(*keys: Key, cursor: str | None = None, limit: int = 24) -> Cut:
    """The place of a page in the order of `keys`. Raises NoSuchPage."""
    backwards, place = decode(cursor, keys) if cursor else (False, None)
    return Cut(keys, limit, bool(cursor), backwards, place)


def paginate(
    session: Session, statement: Select[Any], *keys: Key, cursor: str | None = None, limit: int = 24
) -> Page[Any]:
    """Run `statement` in the order of `keys` and return the page at `cursor`. Raises NoSuchPage."""
    at = cut(*keys, cursor=cursor, limit=limit)
    rows = session.execute(at.apply(statement)).all()
    items: list[Any] = [row[0] if len(row) == 1 else row for row in rows]
    return at.page(items, lambda item: [getattr(item, str(key.column.key)) for key in keys])


def decode(cursor: str, keys: Sequence[Key]) -> tuple[bool, list[Any]]:
    """The direction and the values in a cursor. Raises NoSuchPage."""
    try:
        parts = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        backwards, *values = parts
        place = [_typed(key, value) for key, value in zip(keys, values, strict=True)]
    except (binascii.Error, ValueError, TypeError) as error:
        raise NoSuchPage from error
    return bool(backwards), place


def _cursor(values: Sequence[Any], *, backwards: bool = False) -> str:
    text = json.dumps([int(backwards), *(v.isoformat() if isinstance(v, date) else v for v in values)])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _typed(key: Key, value: Any) -> Any:
    kind = key.column.type.python_type
    if issubclass(kind, datetime):
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None and isinstance(key.column.type, UtcDateTime):
            raise ValueError(value)
        return moment
    if issubclass(kind, date):
        return date.fromisoformat(value)
    if not isinstance(value, kind) or (isinstance(value, int) and abs(value) > LARGEST):
        raise ValueError(value)
    return value


def _beyond(keys: Sequence[Key], place: Sequence[Any], backwards: bool) -> ColumnElement[bool]:
    """Rows after the place: greater in the first key, or equal there and greater in the second, and so on."""
    choices = []
    for depth, (key, value) in enumerate(zip(keys, place, strict=True)):
        equal = [other.column == seen for other, seen in zip(keys[:depth], place, strict=False)]
        further = key.column < value if key.descending != backwards else key.column > value
        choices.append(and_(*equal, further))
    return or_(*choices)
