"""How migrations make tables: a shop's table never without its wall, and rights for the server's role."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

IN_SHOP = (
    "(shop_id = nullif(current_setting('app.shop_id', true), '')::bigint"
    " OR current_setting('app.all_shops', true) = 'on')"
)


def create_shop_table(name: str, *parts: Any, platform_rows: bool = False) -> None:
    """Create a table of shops; on PostgreSQL with forced row-level security.

    With platform_rows, rows of shop 0 (the platform) may be added in any scope.
    """
    op.create_table(name, *parts)
    if op.get_bind().dialect.name != "postgresql":
        return
    check = f"({IN_SHOP} OR shop_id = 0)" if platform_rows else IN_SHOP
    op.execute(f'ALTER TABLE "{name}" ENABLE ROW LEVEL SECURITY')
    op.execute(f'ALTER TABLE "{name}" FORCE ROW LEVEL SECURITY')
    op.execute(f'CREATE POLICY shop ON "{name}" USING {IN_SHOP} WITH CHECK {check}')


def grant_to_server() -> None:
    """Let the server's role read and write every table, if it is not the owner itself."""
    role = op.get_context().config.attributes.get("server_role")  # type: ignore[union-attr]
    if not role or op.get_bind().dialect.name != "postgresql":
        return
    quoted = postgresql.dialect().identifier_preparer.quote(role)
    op.execute(f"GRANT USAGE ON SCHEMA public TO {quoted}")
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {quoted}")


def create_search_index() -> None:
    """The words of products: FTS5 with the shop as a term of the index, or tsvector under GIN."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE EXTENSION IF NOT EXISTS btree_gin")
        op.execute(
            "CREATE INDEX ix_search_row_words ON search_row USING gin"
            " (shop_id, to_tsvector('simple', folded_name || ' ' || folded_rest))"
        )
    else:
        op.execute("CREATE VIRTUAL TABLE search_fts USING fts5(shop, name, rest, tokenize = 'unicode61')")


def drop_search_index() -> None:
    """Undo create_search_index()."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP INDEX ix_search_row_words")
    else:
        op.execute("DROP TABLE search_fts")
