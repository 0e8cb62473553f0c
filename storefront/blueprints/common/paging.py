"""Pages of a list by keyset: the address holds the last row seen, so no page costs more than the first."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, or_
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql import ColumnElement

from storefront.infra.errors import NotFound


class NoSuchPage(NotFound):
    """The cursor in the address is damaged or belongs to another list."""

    code = "no_such_page"


class Key(NamedTuple):
    """One column of the order; together the keys must be unique and never null (end with the id)."""

    column: InstrumentedAttribute[Any]
    descending: bool = False


@dataclass(frozen=True)
class Page:
    """One page of a list; `next` and `previous` are cursors for the address, or None at the ends."""

    items: Sequence[Any]
    next: str | None
    previous: str | None


def asc(column: InstrumentedAttribute[Any]) -> Key:
    """Smallest first."""
    return Key(column)


def desc(column: InstrumentedAttribute[Any]) -> Key:
    """Largest first."""
    return Key(column, descending=True)


def paginate(
    session: Session, statement: Select[Any], *keys: Key, cursor: str | None = None, limit: int = 24
) -> Page:
    """Run `statement` in the order of `keys` and return the page at `cursor`. Raises NoSuchPage."""
    backwards, place = decode(cursor, keys) if cursor else (False, None)
    if place is not None:
        statement = statement.where(_beyond(keys, place, backwards))
    order = [key.column.desc() if key.descending != backwards else key.column.asc() for key in keys]
    rows = session.execute(statement.order_by(*order).limit(limit + 1)).all()
    items = [row[0] if len(row) == 1 else row for row in rows]
    more, items = len(items) > limit, items[:limit]
    if backwards:
        items.reverse()
    has_next, has_previous = (cursor is not None, more) if backwards else (more, cursor is not None)
    return Page(
        items,
        next=encode(keys, items[-1]) if items and has_next else None,
        previous=encode(keys, items[0], backwards=True) if items and has_previous else None,
    )


def encode(keys: Sequence[Key], item: Any, *, backwards: bool = False) -> str:
    """An opaque cursor at this item."""
    values = [getattr(item, key.column.key) for key in keys]
    text = json.dumps([int(backwards), *(v.isoformat() if isinstance(v, datetime) else v for v in values)])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode(cursor: str, keys: Sequence[Key]) -> tuple[bool, list[Any]]:
    """The direction and the values in a cursor. Raises NoSuchPage."""
    try:
        parts = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        backwards, *values = parts
        place = [_typed(key, value) for key, value in zip(keys, values, strict=True)]
    except (binascii.Error, ValueError, TypeError) as error:
        raise NoSuchPage from error
    return bool(backwards), place


def _typed(key: Key, value: Any) -> Any:
    kind = key.column.type.python_type
    if issubclass(kind, datetime):
        return datetime.fromisoformat(value)
    if not isinstance(value, kind):
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
