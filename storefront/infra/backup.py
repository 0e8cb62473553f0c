"""A consistent copy of an installation while it serves, and its way back into an empty one.

A backup is a folder: `database.sqlite3` or `database.dump`, `sandbox.sqlite3`, `media/`, `keys/`, and
`backup.json` with the rows of every table and the SHA-256 of every file. Pictures are copied after the
database: they are written before their row and never change, so each row's picture is there.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from storefront.config import Settings
from storefront.infra import clock, postgres_dump, schema

NOTE = "backup.json"
FORMAT = 1
SQLITE_COPY = "database.sqlite3"
POSTGRES_COPY = "database.dump"
SANDBOX = "sandbox.sqlite3"
FOLDERS = ("media", "keys")


class BackupFailed(RuntimeError):
    """Nothing was overwritten; the message is the one line that says why."""


def back_up(settings: Settings, target: Path) -> dict[str, int]:
    """Copy everything into a new folder; returns the rows of each table. Raises BackupFailed."""
    if target.exists() and any(target.iterdir()):
        raise BackupFailed(f"{target} is not empty; a backup goes into a new folder.")
    building = target.with_name(target.name + ".unfinished")
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True, mode=0o700)
    rows = _copy_database(settings, building)
    if (settings.instance / SANDBOX).exists():
        _copy_sqlite(settings.instance / SANDBOX, building / SANDBOX)
    for name in FOLDERS:
        if (settings.instance / name).exists():
            shutil.copytree(settings.instance / name, building / name)
    _write_note(settings, building, rows)
    if target.exists():
        target.rmdir()
    building.rename(target)
    return rows


def restore(settings: Settings, source: Path) -> dict[str, int]:
    """Fill an empty instance and database from a backup, compared file by file and row by row.

    Raises BackupFailed: nothing is touched when the backup is damaged or something is there already.
    """
    note = _read_note(settings, source)
    standing = [name for name in (*FOLDERS, SANDBOX) if (settings.instance / name).exists()]
    if standing:
        raise BackupFailed(
            f"{settings.instance} is not empty ({', '.join(standing)}); restore into a new folder."
        )
    rows = _restore_database(settings, source)
    for name in FOLDERS:
        if (source / name).exists():
            shutil.copytree(source / name, settings.instance / name)
    if (source / SANDBOX).exists():
        shutil.copy2(source / SANDBOX, settings.instance / SANDBOX)
    wrong = sorted(name for name in note["rows"] if rows.get(name) != note["rows"][name])
    if wrong:
        raise BackupFailed(f"These tables came back with other rows: {', '.join(wrong)}.")
    return rows


def _copy_database(settings: Settings, folder: Path) -> dict[str, int]:
    if settings.sqlite:
        path = sqlite_path(settings)
        if not path.exists():
            raise BackupFailed(f"There is no database at {path}.")
        _copy_sqlite(path, folder / SQLITE_COPY)
        return _count_sqlite(folder / SQLITE_COPY)
    url = settings.migration_database_url or settings.database_url
    try:
        return postgres_dump.dump(url, folder / POSTGRES_COPY)
    except postgres_dump.DumpFailed as error:
        raise BackupFailed(str(error)) from error


def _restore_database(settings: Settings, source: Path) -> dict[str, int]:
    if settings.sqlite:
        path = sqlite_path(settings)
        if path.exists():
            raise BackupFailed(f"There is a database at {path} already.")
        if not (source / SQLITE_COPY).exists():
            raise BackupFailed("This backup is of PostgreSQL: set STOREFRONT_DATABASE_URL.")
        shutil.copyfile(source / SQLITE_COPY, path)
        return _count_sqlite(path)
    if not (source / POSTGRES_COPY).exists():
        raise BackupFailed("This backup is of SQLite: unset STOREFRONT_DATABASE_URL.")
    url = settings.migration_database_url or settings.database_url
    try:
        return postgres_dump.load(url, source / POSTGRES_COPY)
    except postgres_dump.DumpFailed as error:
        raise BackupFailed(str(error)) from error


def sqlite_path(settings: Settings) -> Path:
    """Where the embedded database lies."""
    return Path(settings.sqlalchemy_url.removeprefix("sqlite:///"))


def _copy_sqlite(source: Path, target: Path) -> None:
    """All pages in one step, under one read transaction: writers go on, and none of theirs is half in it."""
    with closing(sqlite3.connect(source)) as reading, closing(sqlite3.connect(target)) as writing:
        reading.backup(writing)
        writing.execute("PRAGMA journal_mode = DELETE")
    with closing(sqlite3.connect(target)) as copy:
        verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
    if verdict != "ok":
        raise BackupFailed(f"The copy of {source} is damaged: {verdict}")


def _count_sqlite(path: Path) -> dict[str, int]:
    with closing(sqlite3.connect(path)) as database:
        names = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in sorted(names)
        }


def _write_note(settings: Settings, folder: Path, rows: dict[str, int]) -> None:
    note = {
        "format": FORMAT,
        "taken_at": clock.now().astimezone(dt.UTC).isoformat(),
        "schema": schema.newest(),
        "media": settings.media_url or "media/",
        "rows": rows,
        "files": dict(_digests(folder)),
    }
    (folder / NOTE).write_text(json.dumps(note, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _read_note(settings: Settings, source: Path) -> dict[str, Any]:
    try:
        note: dict[str, Any] = json.loads((source / NOTE).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BackupFailed(f"{source} is not a backup: {error}") from error
    if note["format"] != FORMAT or note["schema"] > schema.newest():
        raise BackupFailed("This backup was made by a newer release.")
    found = dict(_digests(source))
    damaged = sorted(name for name, digest in note["files"].items() if found.get(name) != digest)
    if damaged:
        raise BackupFailed(f"The backup is damaged: {', '.join(damaged[:5])}")
    return note


def _digests(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != NOTE:
            with path.open("rb") as file:
                yield path.relative_to(folder).as_posix(), hashlib.file_digest(file, "sha256").hexdigest()
