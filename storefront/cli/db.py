"""`db upgrade`: bring the database to this release's schema, as the role that owns the tables."""

from __future__ import annotations

import argparse

from sqlalchemy.exc import SQLAlchemyError

from storefront.config import read_settings
from storefront.infra import migrate, schema, server


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("db", help="bring the database to this release's schema")
    commands = parser.add_subparsers(required=True, metavar="ACTION")
    upgrade = commands.add_parser("upgrade", help="upgrade; nothing happens when it is there already")
    upgrade.set_defaults(run=run_upgrade)


def run_upgrade(_arguments: argparse.Namespace) -> int:
    """Upgrade with STOREFRONT_MIGRATION_DATABASE_URL if set, else with STOREFRONT_DATABASE_URL."""
    settings = read_settings()
    server.usable_instance(settings.instance)
    try:
        migrate.upgrade(settings.sqlalchemy_url, settings.migration_database_url)
    except SQLAlchemyError as error:
        raise server.CannotStart(f"The database can't be upgraded: {str(error).splitlines()[0]}") from error
    print(f"The database stands at {schema.newest()}.")
    return 0
