from datetime import timedelta

import pytest

from storefront.domain.catalogue.visibility import is_on_sale
from storefront.infra import clock
from storefront.models.product import Product, ProductState

NOW = clock.now()
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("fields", "seen"),
    [
        ({}, True),
        ({"state": ProductState.DRAFT}, False),
        ({"state": ProductState.ARCHIVED}, False),
        ({"on_sale_from": NOW}, True),
        ({"on_sale_from": NOW + HOUR}, False),
        ({"on_sale_until": NOW}, False),
        ({"on_sale_until": NOW + HOUR}, True),
    ],
)
def test_a_product_is_seen_while_it_is_active_and_its_window_is_open(
    fields: dict[str, object], seen: bool
) -> None:
    product = Product(**{"state": ProductState.ACTIVE, **fields})

    assert is_on_sale(product, NOW) is seen
