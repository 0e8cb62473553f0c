"""Seal what the database holds with the newest key, a batch of rows at a time."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Column, LargeBinary, Table, select, type_coerce, update

from storefront.infra import crypto
from storefront.infra.crypto import Sealed, SealedPlatform
from storefront.infra.db import Base, db

BATCH = 500
SUFFIX = "_sealed"
"""Columns of bytes that hold a sealed text without the column type say so by their name."""


def sealed_columns() -> Iterator[tuple[Table, Column[bytes]]]:
    """Every column whose values are sealed."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, Sealed | SealedPlatform) or column.name.endswith(SUFFIX):
                yield table, column


def seal_tables_anew() -> int:
    """Seal every such value with the newest key, committing in batches; how many there were.

    Needs the scope of all shops.
    """
    return sum(_column(table, column) for table, column in sealed_columns())


def _column(table: Table, column: Column[bytes]) -> int:
    keys = list(table.primary_key.columns)
    raw = type_coerce(column, LargeBinary).label("raw")
    found = db.session.execute(select(*keys, raw).where(column.is_not(None))).all()
    for start in range(0, len(found), BATCH):
        for row in found[start : start + BATCH]:
            where = [key == value for key, value in zip(keys, row[:-1], strict=True)]
            anew = type_coerce(crypto.sealed_anew(bytes(row.raw)), LargeBinary)
            # a secret changed meanwhile was sealed with the newest key already
            still = type_coerce(column, LargeBinary) == row.raw
            db.session.execute(update(table).where(*where, still).values({column: anew}))
        db.session.commit()
    return len(found)
