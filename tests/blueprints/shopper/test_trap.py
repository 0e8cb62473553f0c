"""By whom tries and letters are counted."""

from __future__ import annotations

import pytest
from flask import Flask, g

from storefront.blueprints.shopper.trap import sender
from storefront.models.shop import Shop, ShopMode


@pytest.mark.parametrize(("mode", "senders"), [(ShopMode.PRACTICE, 2), (ShopMode.REAL, 1)])
def test_a_class_behind_one_router_is_counted_by_practice_shop(
    app: Flask, mode: ShopMode, senders: int
) -> None:
    counted = set()
    for shop_id in (1, 2):
        with app.test_request_context(environ_base={"REMOTE_ADDR": "10.0.0.1"}):
            g.shop = Shop(id=shop_id, mode=mode)
            counted.add(sender())

    assert len(counted) == senders
