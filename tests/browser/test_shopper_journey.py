"""A shopper on a phone finds goods without tone marks and orders them; also without JavaScript."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, sync_playwright
from werkzeug.serving import make_server

from storefront.app import create_app
from storefront.domain.payments.methods import switch_on
from storefront.infra import events
from storefront.infra.db import db
from storefront.infra.tenancy import enter_shop
from tests.conftest import settings_for
from tests.factories import make_delivery, make_product, make_shop

CHROMIUM = "--no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run --disable-background-networking"


@pytest.fixture
def shop_address(tmp_path: Path, migrated_sqlite: Path) -> Iterator[str]:
    """A shop with nem chua, served on a port of its own."""
    shutil.copy(migrated_sqlite, tmp_path / "storefront.sqlite3")
    app = create_app(settings_for(tmp_path))
    slug = _stock_a_shop(app)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}/s/{slug}"
    server.shutdown()


def _stock_a_shop(app: Flask) -> str:
    with app.app_context():
        shop = make_shop()
        with enter_shop(shop.id):
            make_delivery()
            switch_on(shop, "cod", {}, by=events.SYSTEM)
            make_product(name="Nem chua Thanh Hóa", price=65_000)
            db.session.commit()
        return shop.slug


@pytest.fixture(params=[True, False], ids=["with-javascript", "without-javascript"])
def phone(request: pytest.FixtureRequest) -> Iterator[Page]:
    """A browser tab of a phone that fails the test when something breaks in its console."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM.split())
        tab = browser.new_page(viewport={"width": 390, "height": 844}, java_script_enabled=request.param)
        faults: list[str] = []
        tab.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        tab.on("pageerror", lambda error: faults.append(str(error)))
        yield tab
        browser.close()
        assert faults == []


@pytest.mark.browser
def test_finding_and_ordering_on_a_phone(phone: Page, shop_address: str) -> None:
    phone.goto(f"{shop_address}/search?q=nem+chua")
    phone.click(".card-link")
    phone.click("button[value=checkout]")
    phone.fill("#field-name", "Lê Thị Đào")
    phone.fill("#field-phone", "0912 345 678")
    phone.select_option("#field-commune", "14797")
    phone.fill("#field-street", "12 Lê Lợi")
    phone.click(".checkout-go")
    phone.click(".confirm-buttons button")
    phone.wait_for_url("**/orders/*")

    assert "90.000" in phone.inner_text("main")
    assert "Cảm ơn bạn" in phone.inner_text("h1")
