"""A sandbox inside the test, with a clock that the test moves and a visitor of werkzeug's."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from werkzeug.test import Client

from storefront.sandbox import Sandbox, create_sandbox
from tests.sandbox.merchant import KEY, Merchant


class MovableClock:
    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 22, 5, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def forward(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def sandbox(tmp_path: Path, clock: MovableClock) -> Iterator[Sandbox]:
    app = create_sandbox(tmp_path / "sandbox.sqlite3", bootstrap_key=KEY, now=clock)
    yield app
    app.close()


@pytest.fixture
def visitor(sandbox: Sandbox) -> Client:
    return Client(sandbox)


@pytest.fixture
def merchant(visitor: Client, clock: MovableClock) -> Merchant:
    return Merchant(visitor, clock)
