"""Freeze the rows of a small, full shop as tests/data/dump_NNNN.json.gz, once a schema release.

`python tools/freeze_dump.py` makes an empty database of this release, puts one of everything into it and
writes every row down by table, as the database holds it. tests/infra/test_migrations.py loads each dump into
the schema it was made with, on both databases, and upgrades to the newest. A dump of a schema that has been
released is never made again.
"""

import base64
import datetime as dt
import gzip
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sqlalchemy import JSON, Engine, MetaData, create_engine, select

from storefront import create_app
from storefront.infra import migrate, schema
from tests.architecture.world import build
from tests.conftest import settings_for

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "tests/data"
NOT_ROWS = ("alembic_version", "search_fts")


def main() -> int:
    """Make the dump of this release; prints where it is and how much it holds."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'storefront.sqlite3'}"
        migrate.upgrade(url)
        build(create_app(settings_for(Path(folder))))
        tables = rows_of(create_engine(url))
    path = FOLDER / f"dump_{schema.newest()}.json.gz"
    path.parent.mkdir(exist_ok=True)
    content = json.dumps(tables, ensure_ascii=False, separators=(",", ":"), default=as_json).encode()
    path.write_bytes(gzip.compress(content, mtime=0))
    count = sum(map(len, tables.values()))
    print(f"{path.relative_to(ROOT)}: {count} rows in {len(tables)} tables, {path.stat().st_size} bytes")
    return 0


def rows_of(engine: Engine) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, parents before children."""
    metadata = MetaData()
    metadata.reflect(engine)
    tables = [table for table in metadata.sorted_tables if not table.name.startswith(NOT_ROWS)]
    with engine.connect() as connection:
        found = {
            table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
            for table in tables
        }
    engine.dispose()
    return {name: rows for name, rows in found.items() if rows}


def as_json(value: object) -> object:
    """A moment or bytes as text; the reader knows by the column which it is."""
    match value:
        case dt.date():
            return value.isoformat()
        case bytes():
            return base64.b64encode(value).decode()
    raise TypeError(type(value))


def from_json(value: Any, kind: Any) -> Any:
    """A value of a dump as the column of a table takes it."""
    python_type = dict if isinstance(kind, JSON) else kind.python_type
    if value is None or python_type in (int, str, bool, dict):
        return value
    if python_type is dt.datetime:
        moment = dt.datetime.fromisoformat(value).replace(tzinfo=dt.UTC)
        return moment if kind.timezone else moment.replace(tzinfo=None)
    return dt.date.fromisoformat(value) if python_type is dt.date else base64.b64decode(value)


if __name__ == "__main__":
    sys.exit(main())
