"""Make a new shop with every row a shop has from its first moment."""

from __future__ import annotations

from flask_babel import gettext as _

from storefront.infra import clock, events, ids
from storefront.infra.db import db
from storefront.infra.tenancy import enter_shop
from storefront.infra.versions import ShopVersion
from storefront.models.shop import Shop, ShopHost, ShopMode, ShopProfile, ShopSettings
from storefront.models.stock import StockLocation
from storefront.models.user import Membership, Role, User


def create_shop(
    name: str, slug: str, *, mode: ShopMode, trade: str, owner: User, shop_id: int | None = None
) -> Shop:
    """A draft shop owned by `owner`. The slug must be free (see slugs.py); its mode never changes again.

    `shop_id` is given when files were put under it before.
    """
    shop = Shop(id=shop_id or ids.new_id(), name=name, slug=slug, mode=mode, trade=trade)
    db.session.add(shop)
    db.session.flush()
    db.session.add_all(
        [
            ShopVersion(shop_id=shop.id),
            ShopHost(shop_id=shop.id, kind="slug", value=slug, verified_at=clock.now(), is_canonical=True),
            Membership(shop_id=shop.id, user_id=owner.id, role=Role.OWNER),
        ]
    )
    with enter_shop(shop.id):
        add_first_rows(shop, owner=owner)
    return shop


def add_first_rows(shop: Shop, *, owner: User) -> None:
    """What the shop in force has from its first moment, inside itself."""
    db.session.add_all([ShopProfile(), ShopSettings(), StockLocation(name=_("Main stock"))])
    db.session.flush()
    by = events.Actor(events.ActorKind.USER, owner.id)
    events.record("shop.created", shop, by=by, mode=shop.mode.value, trade=shop.trade)
