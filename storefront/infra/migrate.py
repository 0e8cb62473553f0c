"""Bring the database to this release's schema, as the role that owns the tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, make_url

from storefront.infra import sqlite
from storefront.infra.db import engine_options


class BrokenReferences(RuntimeError):
    """A migration left rows that point at nothing; it was rolled back."""


FOLDER = Path(__file__).parent.parent / "migrations"


def upgrade(server_url: str, owner_url: str = "", target: str = "head") -> None:
    """Upgrade as the owner role; the server's role gets its rights. Nothing happens when already there."""
    with _rebuilding(owner_url or server_url) as connection:
        command.upgrade(_config(connection, server_url, owner_url), target)


def downgrade(server_url: str, owner_url: str = "", target: str = "base") -> None:
    """Step back; for tests and repairs."""
    with _rebuilding(owner_url or server_url) as connection:
        command.downgrade(_config(connection, server_url, owner_url), target)


def new_revision(url: str, message: str, *, revision: str) -> None:
    """Write a new migration from the difference between the models and a database (for developers)."""
    engine = _engine(url)
    with engine.connect() as connection:
        command.revision(_config(connection, url, ""), message, autogenerate=True, rev_id=revision)
    engine.dispose()


@contextmanager
def _rebuilding(url: str) -> Iterator[Connection]:
    """A connection to migrate with, committed at the end: cut short, the database is as it was.

    SQLite changes a table by building it anew, which its foreign keys forbid while rows point at the old one;
    so they are looked at once, before the commit (sqlite.org/lang_altertable.html, section 7).
    """
    engine = _engine(url)
    is_sqlite = engine.dialect.name == "sqlite"
    try:
        with engine.connect() as connection:
            if is_sqlite:
                connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
                sqlite.begin_write(connection)
            yield connection
            if is_sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()):
                raise BrokenReferences(broken)
            connection.commit()
    finally:
        engine.dispose()


def _engine(url: str) -> Engine:
    engine = create_engine(url, **engine_options(url, threads=1))
    if url.startswith("sqlite"):
        sqlite.install(engine, None)
    return engine


def _config(connection: object, server_url: str, owner_url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    if owner_url and make_url(owner_url).username != make_url(server_url).username:
        config.attributes["server_role"] = make_url(server_url).username
    return config
