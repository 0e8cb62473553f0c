"""Full-text search behind one small interface: SQLite's FTS5, or a tsvector index on PostgreSQL.

Documents are given as folded words (infra.text.words). Only letters and digits ever reach a query, so quotes
and operators typed by people mean nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import TextClause, text

from storefront.infra.db import db
from storefront.infra.tenancy import current_shop_id

_SAFE = re.compile(r"[^\W_]+")

_FTS_REMOVE = text("DELETE FROM search_fts WHERE rowid = :document_id")
_FTS_PUT = text("INSERT INTO search_fts (rowid, shop, name, rest) VALUES (:document_id, :shop, :name, :rest)")
_FTS_FIND = text(
    "SELECT rowid FROM search_fts WHERE search_fts MATCH :query"
    " ORDER BY bm25(search_fts, 0.0, 10.0, 1.0), rowid LIMIT :limit"
)
# The expression of the index (migrations/helpers.py): both must stay equal, or the index is not used.
_PG_FIND = text(
    "SELECT product_id FROM search_row, to_tsquery('simple', :query) AS query"
    " WHERE shop_id = :shop_id AND to_tsvector('simple', folded_name || ' ' || folded_rest) @@ query"
    " ORDER BY ts_rank(setweight(to_tsvector('simple', folded_name), 'A')"
    " || setweight(to_tsvector('simple', folded_rest), 'D'), query) DESC, product_id LIMIT :limit"
)


def put(document_id: int, name: Sequence[str], rest: Sequence[str]) -> None:
    """Index a document of the shop in force, in place of its former words.

    On PostgreSQL the index follows the rows of search_row by itself.
    """
    if _on_postgresql():
        return
    remove(document_id)
    values = {
        "document_id": document_id,
        "shop": _shop_term(),
        "name": " ".join(name),
        "rest": " ".join(rest),
    }
    _execute(_FTS_PUT, values)


def remove(document_id: int) -> None:
    """Take a document out of the index."""
    if not _on_postgresql():
        _execute(_FTS_REMOVE, {"document_id": document_id})


def find(words: Sequence[str], limit: int) -> list[int]:
    """Ids of the shop's documents that hold every word, the last one as a beginning; best first."""
    safe = [word for word in words if _SAFE.fullmatch(word)]
    if not safe:
        return []
    if _on_postgresql():
        lexemes = [f"'{word}'" for word in safe]
        return _ids(
            _PG_FIND, {"query": " & ".join(lexemes) + ":*", "shop_id": current_shop_id(), "limit": limit}
        )
    terms = " AND ".join(f'"{word}"' for word in safe)
    query = f'shop : "{_shop_term()}" AND {{name rest}} : ({terms} *)'
    return _ids(_FTS_FIND, {"query": query, "limit": limit})


def _shop_term() -> str:
    return f"s{current_shop_id()}"


def _ids(statement: TextClause, values: dict[str, object]) -> list[int]:
    return [int(row[0]) for row in db.session.execute(statement, values)]


def _execute(statement: TextClause, values: dict[str, object]) -> None:
    db.session.flush()
    db.session.execute(statement, values)


def _on_postgresql() -> bool:
    return db.session.get_bind().dialect.name == "postgresql"
