"""Fixtures every test may use: apps on fresh databases, contexts that close, the clock, the client."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from hypothesis import settings as hypothesis_settings

from storefront import create_app
from storefront.config import Settings
from storefront.infra import clock, migrate
from storefront.infra.db import db
from tests import services
from tests.visitor import Visitor

# Other workers share the processors, so an example's wall-clock time says nothing about it.
hypothesis_settings.register_profile("shared", deadline=None)
hypothesis_settings.load_profile("shared")


def settings_for(folder: Path, **overrides: object) -> Settings:
    """Settings of a test app in its own instance folder."""
    values: dict[str, object] = {"demo": True, "jobs": False, "sandbox": False, "argon2_fast": True}
    return Settings(instance=folder, **{**values, **overrides})  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def migrated_sqlite() -> Path:
    """A migrated, empty SQLite file; made once a run, copied by whoever needs one."""
    with services.once("migrated.sqlite3") as path:
        if not path.exists():
            building = path.with_suffix(".building")
            migrate.upgrade(f"sqlite:///{building}")
            building.rename(path)
    return path


@pytest.fixture(scope="session")
def app(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The app most tests share, one a worker; what they write is rolled back."""
    folder = tmp_path_factory.mktemp("instance")
    shutil.copy(migrated_sqlite, folder / "storefront.sqlite3")
    return create_app(settings_for(folder))


@contextmanager
def rolling_back(app: Flask) -> Iterator[None]:
    """What the app writes meanwhile, also through views, goes over one connection and is rolled back."""
    with app.app_context():
        engine = db.engine
    connection = engine.connect()
    outer = connection.begin()
    db._app_engines[app][None] = connection  # type: ignore[assignment]
    try:
        yield
    finally:
        outer.rollback()
        connection.close()
        db._app_engines[app][None] = engine


@pytest.fixture
def rolled_back(app: Flask) -> Iterator[None]:
    """What this test writes to the shared app is undone."""
    with rolling_back(app):
        yield


@pytest.fixture
def context(app: Flask, rolled_back: None) -> Iterator[Flask]:
    """An application context for tests of the domain; not for tests that use the client."""
    with app.app_context():
        yield app


class StrictClient(FlaskClient):
    """A test client that refuses to share a context, and so a session and a scope, with the test."""

    def open(self, *args: object, **kwargs: object):  # type: ignore[no-untyped-def]
        assert not has_app_context(), "close the app context before the client calls"
        return super().open(*args, **kwargs)  # type: ignore[arg-type]


@pytest.fixture
def client(app: Flask, rolled_back: None) -> FlaskClient:
    """A browser without cookies, on the platform's host."""
    app.test_client_class = StrictClient
    return app.test_client()


@pytest.fixture
def visitor(app: Flask, client: FlaskClient) -> Visitor:
    """A browser that sends what browsers send; sign it in with `visitor.sign_in(user_id)`."""
    return Visitor(app)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def committed_app(request: pytest.FixtureRequest, tmp_path: Path, migrated_sqlite: Path) -> Iterator[Flask]:
    """An app with a database of its own, once on SQLite and once on PostgreSQL; commits are real."""
    if request.param == "sqlite":
        shutil.copy(migrated_sqlite, tmp_path / "storefront.sqlite3")
        made = create_app(settings_for(tmp_path))
    else:
        made = create_app(settings_for(tmp_path, **postgres_urls(f"t_{tmp_path.name}_{id(request)}")))
    yield made
    with made.app_context():
        db.engine.dispose()


def postgres_urls(name: str) -> dict[str, str]:
    """Make a migrated PostgreSQL database and name it for the server's role and for its owner."""
    server = services.postgres_server()
    server.create_database(name.lower(), server.template("migrated", _migrate_postgres))
    return {
        "database_url": server.url(name.lower(), services.APP_ROLE),
        "migration_database_url": server.url(name.lower(), services.OWNER_ROLE),
    }


def _migrate_postgres(owner_url: str) -> None:
    database = owner_url.rsplit("/", 1)[1]
    migrate.upgrade(services.postgres_server().url(database, services.APP_ROLE), owner_url)


@pytest.fixture(autouse=True)
def real_time() -> Iterator[None]:
    """Whatever a test did to the clock is undone."""
    yield
    clock.reset()
