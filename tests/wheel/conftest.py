"""The wheel, built once a run from a copy of the checkout."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import services

ROOT = Path(__file__).resolve().parents[2]
BUILT_FROM = ("pyproject.toml", "requirements.in", "requirements-scale.in", "README.md", "LICENSE")


@pytest.fixture(scope="session")
def wheel() -> Path:
    """Path of the wheel; builds with the pinned setuptools, so it needs no network."""
    with services.once("wheel") as folder:
        if not folder.exists():
            build(folder.with_name("wheel-source"), folder)
    return next(folder.glob("*.whl"))


def build(source: Path, folder: Path) -> None:
    source.mkdir()
    for name in BUILT_FROM:
        shutil.copy(ROOT / name, source)
    shutil.copytree(ROOT / "storefront", source / "storefront", ignore=shutil.ignore_patterns("__pycache__"))
    command = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        str(folder),
        str(source),
    ]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
