"""Wheels, built once a run from copies of the checkout, and environments outside it that have them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from tests import services

ROOT = Path(__file__).resolve().parents[2]
BUILT_FROM = ("pyproject.toml", "requirements.in", "requirements-scale.in", "README.md", "LICENSE")
PLUGIN = ROOT / "examples/gateway-plugin"
LEFT_OUT = shutil.ignore_patterns("__pycache__", "build", "*.egg-info")


@pytest.fixture(scope="session")
def wheel() -> Path:
    """Path of the wheel; builds with the pinned setuptools, so it needs no network."""
    with services.once("wheel") as folder:
        if not folder.exists():
            source = folder.with_name("wheel-source")
            shutil.copytree(ROOT / "storefront", source / "storefront", ignore=LEFT_OUT)
            for name in BUILT_FROM:
                shutil.copy(ROOT / name, source)
            build(source, folder)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="session")
def plugin_wheel() -> Path:
    """The example's own wheel."""
    with services.once("plugin-wheel") as folder:
        if not folder.exists():
            source = shutil.copytree(PLUGIN, folder.with_name("plugin-source"), ignore=LEFT_OUT)
            build(source, folder)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="session")
def python(wheel: Path) -> str:
    """A Python that has the wheel, and what it needs from the environment of the tests."""
    return environment("installed", wheel)


@pytest.fixture(scope="session")
def plugged(wheel: Path, plugin_wheel: Path) -> str:
    """The same with the example's wheel beside it."""
    return environment("plugged", wheel, plugin_wheel)


def build(source: Path, folder: Path) -> None:
    """Make a wheel of a source folder."""
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(source))


def environment(name: str, *wheels: Path) -> str:
    """The Python of an environment with these wheels, made once a run."""
    with services.once(name) as done:
        venv = done.with_name(f"{name}-venv")
        python = str(venv / "bin" / "python")
        if not done.exists():
            run(sys.executable, "-m", "venv", "--without-pip", str(venv))
            pip = (sys.executable, "-m", "pip", "--python", python)
            run(*pip, "install", "--quiet", "--no-deps", "--no-index", *map(str, wheels))
            packages = Path(
                run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip()
            )
            (packages / "needed.pth").write_text(sysconfig.get_path("purelib"))
            done.touch()
    return python


def run(*command: str, folder: Path | None = None, **settings: str) -> str:
    """What a program prints; nothing of our own settings leaks in."""
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("STOREFRONT_", "PYTEST_"))
    }
    done = subprocess.run(
        command,
        cwd=folder or "/",
        env={**clean, **settings},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
