"""The wheel, installed in an environment of its own outside the checkout, is the whole program."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.serving import Server

pytestmark = pytest.mark.wheel


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A Python that has the wheel, and what it needs from the environment of the tests."""
    folder = tmp_path_factory.mktemp("installed")
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    python = str(folder / "venv" / "bin" / "python")
    run(python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", str(wheel))
    packages = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    needed = run(sys.executable, "-c", "import flask; print(flask.__path__[0])").strip()
    (packages / "needed.pth").write_text(str(Path(needed).parent))
    return python


def run(*command: str, folder: Path | None = None, **settings: str) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("STOREFRONT_")}
    done = subprocess.run(
        command,
        cwd=folder or "/",
        env={**environment, **settings},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_it_is_the_installed_program_that_runs(python: str, tmp_path: Path):
    where = run(python, "-c", "import storefront; print(storefront.__file__)", folder=tmp_path)

    assert Path(where.strip()).is_relative_to(Path(python).parents[1])


def test_it_upgrades_loads_the_demo_and_serves(python: str, tmp_path: Path):
    settings = {"STOREFRONT_INSTANCE": str(tmp_path / "instance"), "STOREFRONT_ARGON2_FAST": "1"}
    program = (python, "-m", "storefront")

    upgraded = run(*program, "db", "upgrade", folder=tmp_path, **settings)
    loaded = run(*program, "demo", "load", "--today", "2026-11-20", folder=tmp_path, **settings)
    server = Server(tmp_path / "instance", {"demo": "1"}, python=python, folder=tmp_path)
    try:
        server.start("--demo").wait_ready()
        home = httpx.get(server.url)
    finally:
        server.kill_group()

    assert "stands at" in upgraded
    assert "products" in loaded
    assert home.status_code == 200
