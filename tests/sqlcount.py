"""Counting the statements a block of code sends to the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import event

from storefront.infra.db import db


@dataclass
class Statements:
    """The SQL of a block, in order; `len()` counts it."""

    sql: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.sql)


@contextmanager
def counted_sql() -> Iterator[Statements]:
    """Note each statement of this context's database while the block runs; an app context must be open."""
    seen = Statements()
    target = db.session.get_bind()

    def note(_connection: object, _cursor: object, sql: str, *_rest: object) -> None:
        seen.sql.append(sql)

    event.listen(target, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(target, "before_cursor_execute", note)
