"""The fixture of tests that work inside one shop; a folder's conftest.py takes it in."""

from collections.abc import Iterator

import pytest
from flask import Flask

from storefront.infra.tenancy import enter_shop
from storefront.models.shop import Shop
from tests.factories import make_shop


@pytest.fixture
def shop(context: Flask) -> Iterator[Shop]:
    """An open, real shop in force."""
    made = make_shop()
    with enter_shop(made.id):
        yield made
