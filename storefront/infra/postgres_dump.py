"""PostgreSQL's own tools for a dump and its way back, as the role that owns the tables.

Row security binds the owner too, so both the dump and the counting switch `app.all_shops` on.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

OPTIONS = "-c app.all_shops=on"
VARIABLES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
}
DEBIAN = Path("/usr/lib/postgresql")


class DumpFailed(RuntimeError):
    """The database's tool, or the database, refused."""


def dump(url: str, target: Path) -> dict[str, int]:
    """Write a dump; returns the rows of each table at the dump's own moment. Raises DumpFailed."""
    with _snapshot(url) as (connection, snapshot):
        what = ("--format=custom", "--enable-row-security", f"--snapshot={snapshot}")
        _run("pg_dump", url, *what, f"--file={target}")
        return _count(connection)


def load(url: str, source: Path) -> dict[str, int]:
    """Fill an empty database in one transaction; returns the rows of each table. Raises DumpFailed."""
    with _snapshot(url) as (connection, _):
        if _tables(connection):
            raise DumpFailed("The database is not empty; restore into a new one.")
        name = connection.info.dbname
    how = ("--single-transaction", "--exit-on-error", "--no-owner", f"--dbname={name}")
    _run("pg_restore", url, *how, str(source))
    with _snapshot(url) as (connection, _):
        return _count(connection)


@contextmanager
def _snapshot(url: str) -> Iterator[tuple[Any, str]]:
    psycopg = import_module("psycopg")
    try:
        with psycopg.connect(_libpq(url), options=OPTIONS) as connection:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            yield connection, connection.execute("SELECT pg_export_snapshot()").fetchone()[0]
    except psycopg.Error as error:
        raise DumpFailed(f"The database does not answer: {str(error).splitlines()[0]}") from error


def _tables(connection: Any) -> list[str]:
    rows = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    return [row[0] for row in rows]


def _count(connection: Any) -> dict[str, int]:
    counts = {name: connection.execute(f'SELECT count(*) FROM "{name}"') for name in _tables(connection)}
    return {name: rows.fetchone()[0] for name, rows in counts.items()}


def _run(program: str, url: str, *arguments: str) -> None:
    environment = {**os.environ, "PGOPTIONS": OPTIONS, **_variables(url)}
    command = [_find(program), *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise DumpFailed(f"{program}: {(done.stderr.strip().splitlines() or ['failed'])[-1]}")


def _variables(url: str) -> dict[str, str]:
    """The address as libpq's variables: arguments would show the password to everyone on the machine."""
    parts = import_module("psycopg.conninfo").conninfo_to_dict(_libpq(url))
    return {VARIABLES[name]: str(value) for name, value in parts.items() if name in VARIABLES}


def _find(program: str) -> str:
    """On the path, or the newest of Debian's."""
    found = shutil.which(program) or max(map(str, DEBIAN.glob(f"*/bin/{program}")), default=None)
    if found is None:
        raise DumpFailed(f"{program} was not found: install PostgreSQL's client programs.")
    return found


def _libpq(url: str) -> str:
    """The address without SQLAlchemy's name of the driver."""
    return re.sub(r"^postgresql\+\w+:", "postgresql:", url)
