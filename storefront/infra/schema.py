"""Which migration a database stands at, and which is the newest, without loading the migration tool."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

VERSIONS = Path(__file__).parent.parent / "migrations" / "versions"


def newest() -> str:
    """The newest migration of this release: files are named by their number, which is their revision."""
    return max(path.name for path in VERSIONS.glob("[0-9]*_*.py")).partition("_")[0]


def found(connection: Connection) -> str | None:
    """The migration the database stands at; None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return revision


def is_current(connection: Connection) -> bool:
    """Whether the database stands at this release's newest migration."""
    return found(connection) == newest()
