"""The wheel, installed in an environment of its own outside the checkout, is the whole program."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from tests.serving import Server
from tests.wheel.conftest import run

pytestmark = pytest.mark.wheel


def test_it_is_the_installed_program_that_runs(python: str, tmp_path: Path):
    where = run(python, "-c", "import storefront; print(storefront.__file__)", folder=tmp_path)

    assert Path(where.strip()).is_relative_to(Path(python).parents[1])


def test_it_upgrades_loads_the_demo_and_serves(python: str, tmp_path: Path):
    settings = {"STOREFRONT_INSTANCE": str(tmp_path / "instance"), "STOREFRONT_ARGON2_FAST": "1"}
    program = (python, "-m", "storefront")

    upgraded = run(*program, "db", "upgrade", folder=tmp_path, **settings)
    few = ("--today", "2026-11-20", "--firm", "banh-tu-tru")
    loaded = run(*program, "demo", "load", *few, folder=tmp_path, **settings)
    server = Server(tmp_path / "instance", {"demo": "1"}, python=python, folder=tmp_path)
    try:
        server.start("--demo").wait_ready()
        home = httpx.get(server.url)
    finally:
        server.kill_group()

    assert "stands at" in upgraded
    assert "3 shops" in loaded
    assert home.status_code == 200
