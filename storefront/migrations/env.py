"""Alembic's environment: one connection as the owner role, all shops in sight, one transaction."""

from typing import Any

from alembic import context
from sqlalchemy import JSON, Enum, LargeBinary, text

from storefront import models  # noqa: F401 - registers every table
from storefront.infra import events, installation, queue, versions  # noqa: F401
from storefront.infra.crypto import Sealed, SealedPlatform
from storefront.infra.db import Base, UtcDateTime

config = context.config


def render_type(kind: str, thing: Any, _context: Any) -> str | bool:
    """How column types are written into a migration: plainly, never by our own classes."""
    if kind != "type":
        return False
    if isinstance(thing, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if isinstance(thing, Sealed | SealedPlatform | LargeBinary):
        return "sa.LargeBinary()"
    if isinstance(thing, JSON):
        return "JSON"
    return f"sa.String({thing.length})" if isinstance(thing, Enum) else False


def run_online() -> None:
    """Migrate with the connection that `db upgrade` hands over."""
    connection = config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=render_type,
        include_name=lambda name, kind, parents: not (kind == "table" and str(name).startswith("search_fts")),
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT set_config('app.all_shops', 'on', true)"))
        context.run_migrations()


run_online()
