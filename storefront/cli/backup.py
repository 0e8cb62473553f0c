"""`backup DIR`: copy database, files and keys while serving."""

from __future__ import annotations

import argparse
from pathlib import Path

from storefront.config import read_settings
from storefront.infra import backup
from storefront.infra.server import CannotStart


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("backup", help="copy database, files and keys while serving")
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Make the copy and say what is in it."""
    settings = read_settings()
    try:
        rows = backup.back_up(settings, arguments.folder)
    except (backup.BackupFailed, OSError) as error:
        raise CannotStart(f"No backup was made: {error}") from error
    print(f"{arguments.folder}: {sum(rows.values())} rows of {len(rows)} tables, files and keys.")
    if settings.media_url:
        print(f"Pictures are in {settings.media_url}, which has to be copied on its own.")
    return 0
