"""Servers that tests may kill; whatever is still running at the end is killed."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import postgres_urls
from tests.serving import Server

NewServer = Callable[..., Server]


@pytest.fixture
def new_server(tmp_path: Path, migrated_sqlite: Path) -> Iterator[NewServer]:
    """Makes servers, each on a migrated instance of its own unless a folder is given."""
    made: list[Server] = []

    def make(instance: Path | None = None, **fields: object) -> Server:
        folder = instance or tmp_path / f"instance{len(made)}"
        folder.mkdir(exist_ok=True)
        if not (folder / "storefront.sqlite3").exists():
            shutil.copy(migrated_sqlite, folder / "storefront.sqlite3")
        made.append(Server(folder, **fields))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for server in made:
        if server.process is not None:
            server.kill_group()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, str]:
    """Settings of an empty, migrated database: the instance's own file, or one in PostgreSQL."""
    if request.param == "sqlite":
        return {}
    return postgres_urls(f"f_{tmp_path.name}_{id(request)}")


@pytest.fixture
def server(new_server: NewServer) -> Server:
    """A server with jobs and sandbox, answering."""
    return new_server().start().wait_ready()
