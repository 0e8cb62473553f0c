"""A sandbox in a process of its own, and a shop's callback address. A suite imports them in its conftest."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from storefront.adapters.gateways.testing.sandbox import BOOTSTRAP_KEY
from storefront.adapters.gateways.testing.shop import Shop
from storefront.infra import http


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The base address of a running sandbox."""
    database = tmp_path_factory.mktemp("sandbox") / "sandbox.sqlite3"
    process = subprocess.Popen(
        [sys.executable, "-m", "storefront.sandbox", "--port", "0", "--database", str(database)],
        env=os.environ | {"STOREFRONT_SANDBOX_KEY": BOOTSTRAP_KEY},
        cwd=Path(__file__).parents[4],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    yield process.stdout.readline().removeprefix("sandbox at ").strip()
    process.terminate()
    process.wait(timeout=20)
    process.stdout.close()


@pytest.fixture
def inner(sandbox: str) -> Iterator[str]:
    """The sandbox, let through the guard of outgoing calls."""
    http.allow_inner(sandbox)
    yield sandbox
    http.allow_inner("")


@pytest.fixture
def shop() -> Iterator[Shop]:
    """An address that is called."""
    shop = Shop()
    yield shop
    shop.close()
