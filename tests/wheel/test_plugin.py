"""A gateway of another package: its wheel beside ours, found, held by the contract, chosen and paid with."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests import demo_site
from tests.browsing import Device, new_phone
from tests.demo_site import PRACTICE_OWNER, PRACTICE_SHOP
from tests.journeys import acts
from tests.serving import Server
from tests.wheel.conftest import PLUGIN, run

pytestmark = pytest.mark.wheel

NAME = "Ví Sông Mã"
PAID = "Cửa hàng đã nhận được tiền"


@pytest.fixture
def server(plugged: str, tmp_path: Path) -> Iterator[Server]:
    """The demo, served by the environment that has the plug-in."""
    shutil.copytree(demo_site.loaded(), tmp_path / "instance")
    server = Server(tmp_path / "instance", python=plugged, folder=tmp_path).start("--demo")
    yield server.wait_ready()
    server.kill_group()
    assert "Traceback" not in server.log.read_text(), server.log.read_text()


@pytest.fixture
def phones(server: Server, chromium: Browser) -> Iterator[tuple[Device, Device]]:
    """One of the owner, one of a shopper; neither may see an error or ask another host."""
    owner, shopper = new_phone(chromium, server.url), new_phone(chromium, server.url)
    yield owner, shopper
    owner.context.close()
    shopper.context.close()
    assert owner.problems + shopper.problems == []


def test_it_is_found_by_its_entry_points(plugged: str, python: str):
    ask = (
        "from storefront.adapters.gateways import gateway_codes; from storefront.sandbox.wires import WIRES;"
        "print('song_ma' in gateway_codes(), 'song_ma' in WIRES)"
    )

    assert run(plugged, "-c", ask).strip() == "True True"
    assert run(python, "-c", ask).strip() == "False False"


def test_its_own_tests_run_the_contract(plugged: str, tmp_path: Path):
    shutil.copytree(PLUGIN / "tests", tmp_path / "tests")
    shutil.copy(PLUGIN / "pyproject.toml", tmp_path)

    said = run(plugged, "-m", "pytest", "-v", "-n", "2", "-p", "no:cacheprovider", folder=tmp_path)

    assert said.count("PASSED tests/test_contract.py::TestSongMa::") >= 37
    assert " passed in " in said and "skipped" not in said


def test_it_is_chosen_in_the_wizard_and_paid_with(phones: tuple[Device, Device]):
    owner, shopper = phones
    acts.sign_in(owner, PRACTICE_OWNER)
    owner.go(f"/admin/{PRACTICE_SHOP}/setup/payment")
    owner.press(f"Kết nối để thực hành {NAME}")

    acts.buy(shopper, "banh", "song_ma", shop=PRACTICE_SHOP)
    assert NAME in shopper.text()
    shopper.page.locator('button[value="paid"]').click()

    acts.until(shopper, PAID)
