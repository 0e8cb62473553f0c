"""One market and one phone for the whole table."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from storefront import create_app
from storefront.config import read_settings
from storefront.infra.db import db
from tests.browsing import Device, new_phone
from tests.journeys.gateways.market import Market
from tests.journeys.gateways.opening import open_market
from tests.serving import Server


@pytest.fixture(scope="session")
def market(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path) -> Iterator[Market]:
    """A server that logs all it can, its shops connected; it must end cleanly."""
    folder = tmp_path_factory.mktemp("market") / "instance"
    folder.mkdir()
    shutil.copy(migrated_sqlite, folder / "storefront.sqlite3")
    server = Server(folder, settings={"log_level": "DEBUG"})
    app = create_app(read_settings(server.environment()))
    opened = open_market(server, app)
    server.start().wait_ready()
    yield opened
    code = server.stop()
    with app.app_context():
        db.engine.dispose()
    assert code == 0, server.log.read_text()


@pytest.fixture(scope="session")
def payer(chromium: Browser, market: Market) -> Iterator[Device]:
    """The phone that pays for everything; it may not see an error or ask another host."""
    phone = new_phone(chromium, market.server.url)
    yield phone
    phone.context.close()
    assert phone.problems == []
