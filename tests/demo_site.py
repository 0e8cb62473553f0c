"""The demo province on the real server: loaded once a run, copied for each worker, served until its end."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from storefront import create_app
from storefront.config import Settings
from storefront.demo import files
from storefront.demo.load import load
from storefront.infra import migrate
from storefront.infra.db import db
from tests import services
from tests.serving import Server

TODAY = dt.datetime.now(dt.UTC).date()
FIRMS = ("nem-ho-thanh", "banh-tu-tru")
"""Enough for every page; the whole province is loaded by the tests of `demo load`."""
SHOP = "nem-ho-thanh"
PRACTICE_SHOP = "banh-que-thuc-hanh"
OWNER = "nem-ho-thanh@example.com"
PRACTICE_OWNER = "0900000201"
STAFF = "quan-tri@example.com"
PASSWORD = "chothanhhoa"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """`serve --demo` with jobs and practice gateways, one a worker; it must end cleanly."""
    folder = tmp_path_factory.mktemp("site") / "instance"
    shutil.copytree(_loaded(), folder)
    server = Server(folder).start("--demo").wait_ready()
    yield server
    assert server.stop() == 0, server.log.read_text()


def _loaded() -> Path:
    with services.once("demo-instance") as folder:
        if not folder.exists():
            building = folder.with_suffix(".building")
            building.mkdir()
            migrate.upgrade(f"sqlite:///{building / 'storefront.sqlite3'}")
            app = create_app(Settings(instance=building, demo=True, argon2_fast=True))
            with app.app_context():
                load(TODAY, firms=[firm for firm in files.firms() if firm["key"] in FIRMS])
                db.engine.dispose()
            building.rename(folder)
    return folder
