from collections.abc import Iterator

import pytest
from flask import Flask

from storefront.domain.onboarding.naming import start_shop
from storefront.infra.tenancy import enter_shop
from storefront.models.shop import Shop, ShopMode
from tests.factories.users import make_user


def _draft(mode: ShopMode) -> Iterator[Shop]:
    shop = start_shop("Nước mắm Ba Làng", mode=mode, owner=make_user())
    with enter_shop(shop.id):
        yield shop


@pytest.fixture
def draft(context: Flask) -> Iterator[Shop]:
    """A real shop just begun, in force."""
    yield from _draft(ShopMode.REAL)


@pytest.fixture
def practice(context: Flask) -> Iterator[Shop]:
    """A practice shop just begun, in force."""
    yield from _draft(ShopMode.PRACTICE)
