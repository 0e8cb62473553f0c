"""`restore DIR`: fill an empty instance and database from a backup."""

from __future__ import annotations

import argparse
from pathlib import Path

from storefront.config import read_settings
from storefront.infra import backup, server
from storefront.infra.server import CannotStart


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("restore", help="fill an empty instance from a backup")
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Restore, compare, and say what came back. No server may run on the instance."""
    settings = read_settings()
    server.usable_instance(settings.instance)
    lock = server.lock_instance(settings.instance)
    try:
        rows = backup.restore(settings, arguments.folder)
    except (backup.BackupFailed, OSError) as error:
        raise CannotStart(f"Not restored: {error}") from error
    finally:
        lock.close()
    print(f"{sum(rows.values())} rows of {len(rows)} tables, files and keys are back and compared.")
    return 0
