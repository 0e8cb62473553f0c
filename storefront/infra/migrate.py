"""Bring the database to this release's schema, as the role that owns the tables."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine, make_url

from storefront.infra import sqlite
from storefront.infra.db import engine_options

FOLDER = Path(__file__).parent.parent / "migrations"


def upgrade(server_url: str, owner_url: str = "", target: str = "head") -> None:
    """Upgrade as the owner role; the server's role gets its rights. Nothing happens when already there."""
    engine = _engine(owner_url or server_url)
    try:
        with engine.connect() as connection:
            command.upgrade(_config(connection, server_url, owner_url), target)
            connection.commit()
    finally:
        engine.dispose()


def downgrade(server_url: str, owner_url: str = "", target: str = "base") -> None:
    """Step back; for tests and repairs."""
    engine = _engine(owner_url or server_url)
    try:
        with engine.connect() as connection:
            command.downgrade(_config(connection, server_url, owner_url), target)
            connection.commit()
    finally:
        engine.dispose()


def new_revision(url: str, message: str, *, revision: str) -> None:
    """Write a new migration from the difference between the models and a database (for developers)."""
    engine = _engine(url)
    with engine.connect() as connection:
        command.revision(_config(connection, url, ""), message, autogenerate=True, rev_id=revision)
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
