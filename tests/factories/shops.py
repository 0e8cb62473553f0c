"""Shops, with the rows every shop has."""

from __future__ import annotations

from itertools import count

from storefront.infra.db import db
from storefront.infra.tenancy import enter_shop
from storefront.infra.versions import ShopVersion
from storefront.models.shop import Shop, ShopMode, ShopProfile, ShopSettings, ShopState

_numbers = count(1)


def make_shop(**fields: object) -> Shop:
    """An open, real shop with its profile, settings and version."""
    number = next(_numbers)
    values: dict[str, object] = {
        "slug": f"cua-hang-{number}",
        "name": f"Cửa hàng {number}",
        "mode": ShopMode.REAL,
        "state": ShopState.OPEN,
    }
    shop = Shop(**{**values, **fields})
    db.session.add(shop)
    db.session.flush()
    db.session.add(ShopVersion(shop_id=shop.id))
    with enter_shop(shop.id):
        db.session.add_all(
            [
                ShopProfile(
                    legal_name=shop.name, phone="+84912345678", unit_code="14797", street="12 Lê Lợi"
                ),
                ShopSettings(),
            ]
        )
        db.session.flush()
    return shop
