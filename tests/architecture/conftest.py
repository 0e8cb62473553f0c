"""A site with one of everything, for tests that walk through every route."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule

from storefront import create_app
from storefront.infra import clock
from storefront.infra.db import db
from storefront.models.shop import ShopMode
from tests.architecture.classroom import AREAS
from tests.architecture.samples import add_samples
from tests.architecture.source import forget_sources
from tests.architecture.world import MODES, World, build
from tests.conftest import rolling_back, settings_for

HERE = Path(__file__).parent


def pytest_runtest_teardown(nextitem: pytest.Item | None) -> None:
    """The last of these tests lets the parsed files go."""
    if nextitem is None or HERE not in nextitem.path.parents:
        forget_sources()


@dataclass(frozen=True)
class Site:
    """An app, and in it a shop of each kind with one of everything."""

    app: Flask
    worlds: dict[ShopMode, World]

    def world(self, rule: Rule) -> World:
        """The shop in which the route is tried."""
        return self.worlds[MODES.get(rule.endpoint, ShopMode.REAL)]


@pytest.fixture(scope="session")
def built(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("routes")
    shutil.copy(migrated_sqlite, folder / "storefront.sqlite3")
    app = create_app(settings_for(folder))
    worlds = {mode: build(app, mode) for mode in ShopMode}
    add_samples(app, worlds[ShopMode.REAL])
    add_classroom(app, worlds[ShopMode.REAL])
    return Site(app, worlds)


def add_classroom(app: Flask, world: World) -> None:
    """The rows of the class."""
    with app.app_context():
        for area in AREAS:
            area.add(world)
        db.session.commit()


@pytest.fixture
def site(built: Site) -> Iterator[Site]:
    """The site at the moment it was built; whatever a test does to it is rolled back."""
    clock.travel(built.worlds[ShopMode.REAL].made_at)
    with rolling_back(built.app):
        yield built
