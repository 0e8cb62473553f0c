"""The schema on both databases: up, down, equal to the models, behind its walls, and from earlier data."""

import gzip
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, MetaData, create_engine, event, func, inspect, select, text

from storefront import models
from storefront.infra import migrate, schema
from storefront.infra.db import Base
from storefront.infra.tenancy import scoped_models
from storefront.models.platform import PLATFORM_TABLES
from tests import services
from tools.freeze_dump import FOLDER, from_json

assert models  # registers every table
SHOP_TABLES = {model.__tablename__ for model in scoped_models()}
DUMPS = sorted(FOLDER.glob("dump_*.json.gz"))
NOT_IN_MODELS = ("search_fts", "ix_search_row_words", "alembic_version")
POLICY = (
    "((shop_id = (NULLIF(current_setting('app.shop_id'::text, true), ''::text))::bigint)"
    " OR (current_setting('app.all_shops'::text, true) = 'on'::text))"
)
POLICY_WITH_PLATFORM = f"{POLICY[:-1]} OR (shop_id = 0))"

Database = tuple[str, str]
"""The server's address and the owner's."""


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    """A database with nothing in it."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'empty.sqlite3'}"
        return url, url
    server = services.postgres_server()
    name = f"m_{tmp_path.name}_{id(request)}".lower()
    server.create_database(name)
    return server.url(name, services.APP_ROLE), server.url(name, services.OWNER_ROLE)


def ask(url: str, question: Callable[[Connection], Any]) -> Any:
    """Ask the owner's connection, all shops in sight."""
    engine: Engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT set_config('app.all_shops', 'on', true)"))
        answer = question(connection)
    engine.dispose()
    return answer


class CutShort(BaseException):
    """The process was ended."""


@contextmanager
def cut_short_at(beginning: str) -> Iterator[None]:
    """End the upgrade when it comes to this statement."""

    def end(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if beginning in statement:
            raise CutShort

    event.listen(Engine, "before_cursor_execute", end)
    yield
    event.remove(Engine, "before_cursor_execute", end)


def tables(connection: Connection) -> set[str]:
    return {name for name in inspect(connection).get_table_names() if not name.startswith(NOT_IN_MODELS)}


def differences(connection: Connection) -> list[Any]:
    """What a new migration would have to change."""

    def counts(_thing: Any, name: str | None, *_rest: Any) -> bool:
        return not str(name).startswith(NOT_IN_MODELS)

    context = MigrationContext.configure(
        connection, opts={"compare_type": True, "include_object": counts, "include_name": lambda *_: True}
    )
    return list(compare_metadata(context, Base.metadata))


def test_from_empty_to_the_newest_and_down_again(empty: Database) -> None:
    migrate.upgrade(*empty)
    up = ask(empty[1], tables)
    migrate.downgrade(*empty)

    assert (up, ask(empty[1], tables)) == (SHOP_TABLES | PLATFORM_TABLES, set())


def test_upgrading_twice_changes_nothing(empty: Database) -> None:
    migrate.upgrade(*empty)
    migrate.upgrade(*empty)

    assert ask(empty[1], schema.is_current)


def test_an_upgrade_that_is_cut_short_leaves_nothing_and_the_next_one_ends_it(empty: Database) -> None:
    with cut_short_at("CREATE TABLE learner "), pytest.raises(CutShort):
        migrate.upgrade(*empty)
    left = ask(empty[1], tables)

    migrate.upgrade(*empty)

    assert (left, ask(empty[1], schema.is_current)) == (set(), True)


def test_an_empty_database_is_not_current(empty: Database) -> None:
    assert ask(empty[1], schema.found) is None


def test_the_models_are_what_the_migrations_made(empty: Database) -> None:
    migrate.upgrade(*empty)

    assert ask(empty[1], differences) == []


def test_the_newest_migration_is_the_end_of_one_line() -> None:
    names = sorted(path.name.partition("_")[0] for path in schema.VERSIONS.glob("[0-9]*_*.py"))

    assert names == [f"{number:04}" for number in range(1, len(names) + 1)]


def test_there_is_a_dump_of_each_schema_before_the_newest_and_of_the_first() -> None:
    released = {path.name.partition("_")[0] for path in schema.VERSIONS.glob("[0-9]*_*.py")} - {
        schema.newest()
    }

    assert {path.name[5:9] for path in DUMPS} >= released | {"0001"}


@pytest.mark.parametrize("dump", DUMPS, ids=lambda path: path.name[5:9])
def test_rows_of_an_earlier_release_come_through_to_the_newest(empty: Database, dump: Path) -> None:
    rows: dict[str, list[dict[str, Any]]] = json.loads(gzip.decompress(dump.read_bytes()))
    migrate.upgrade(*empty, target=dump.name[5:9])
    ask(empty[1], lambda connection: load(connection, rows))

    migrate.upgrade(*empty)

    assert ask(empty[1], differences) == []
    assert ask(empty[1], counts) == {name: len(rows.get(name, [])) for name in SHOP_TABLES | PLATFORM_TABLES}


def test_the_first_dump_holds_the_tables_that_matter_most() -> None:
    rows = json.loads(gzip.decompress((FOLDER / "dump_0001.json.gz").read_bytes()))

    assert set(rows) >= {
        "shop",
        "user",
        "product",
        "variant",
        "orders",
        "line_item",
        "payment",
        "transaction",
    }


@pytest.mark.postgres
def test_every_shop_table_has_its_wall_and_no_other_table_has_one(walled: str) -> None:
    found = ask(walled, lambda connection: {row.relname: tuple(row)[1:] for row in connection.execute(WALLS)})

    assert {name for name, wall in found.items() if wall == (True, True)} == SHOP_TABLES
    assert {name for name, wall in found.items() if wall == (False, False)} == PLATFORM_TABLES


@pytest.mark.postgres
def test_every_policy_says_the_same_but_for_the_platforms_events(walled: str) -> None:
    found = ask(walled, lambda connection: {row[0]: tuple(row)[1:] for row in connection.execute(POLICIES)})

    usual = ("shop", "PERMISSIVE", "ALL", POLICY, POLICY)
    assert found == dict.fromkeys(SHOP_TABLES, usual) | {"event": (*usual[:4], POLICY_WITH_PLATFORM)}


@pytest.mark.postgres
def test_the_servers_role_may_read_and_write_rows_of_every_table_and_nothing_more(walled: str) -> None:
    found = ask(
        walled, lambda connection: dict(connection.execute(GRANTS, {"role": services.APP_ROLE}).all())
    )

    usual = "DELETE,INSERT,SELECT,UPDATE"
    assert dict.fromkeys(SHOP_TABLES | PLATFORM_TABLES, usual).items() <= found.items()
    assert set(found.values()) == {usual}


@pytest.fixture
def walled(tmp_path: Path) -> str:
    """The owner's address of a migrated PostgreSQL database."""
    server = services.postgres_server()
    name = f"w_{tmp_path.name}".lower()
    server.create_database(name)
    owner = server.url(name, services.OWNER_ROLE)
    migrate.upgrade(server.url(name, services.APP_ROLE), owner)
    return owner


def load(connection: Connection, rows: dict[str, list[dict[str, Any]]]) -> None:
    metadata = MetaData()
    metadata.reflect(connection, only=list(rows))
    for table in (found for found in metadata.sorted_tables if found.name in rows):
        kinds = {column.name: column.type for column in table.columns}
        connection.execute(
            table.insert(),
            [
                {name: from_json(value, kinds[name]) for name, value in row.items()}
                for row in rows[table.name]
            ],
        )


def counts(connection: Connection) -> dict[str, int]:
    return {
        table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in Base.metadata.tables.values()
    }


WALLS = text(
    "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class"
    " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'alembic_version'"
)
POLICIES = text("SELECT tablename, policyname, permissive, cmd, qual, with_check FROM pg_policies")
GRANTS = text(
    "SELECT table_name, string_agg(privilege_type, ',' ORDER BY privilege_type)"
    " FROM information_schema.role_table_grants WHERE grantee = :role GROUP BY table_name"
)
