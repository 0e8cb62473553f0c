"""Which shop an address means: by slug, by a former slug, or by a proved domain."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext
from sqlalchemy import select

from storefront.infra.db import db
from storefront.infra.errors import NotFound
from storefront.models.shop import Shop, ShopHost


class NoSuchShop(NotFound):
    """No shop answers at this address."""

    code = "no_such_shop"
    message = lazy_gettext("There is no shop at this address.")


@dataclass(frozen=True)
class Resolved:
    """The shop, and its present slug when the address asked for is a former one."""

    shop: Shop
    moved_to: str | None = None


def shop_by_slug(slug: str) -> Resolved:
    """The shop at a slug, following renames. Raises NoSuchShop."""
    shop = db.session.scalar(select(Shop).where(Shop.slug == slug))
    if shop:
        return Resolved(shop)
    former = select(Shop).join(ShopHost, ShopHost.shop_id == Shop.id)
    shop = db.session.scalar(former.where(ShopHost.kind == "slug", ShopHost.value == slug))
    if shop is None:
        raise NoSuchShop(slug=slug)
    return Resolved(shop, moved_to=shop.slug)


def slug_by_host(host: str) -> str | None:
    """The slug of the shop whose proved domain this is (lower case, without port), or None."""
    return db.session.scalar(
        select(Shop.slug)
        .join(ShopHost, ShopHost.shop_id == Shop.id)
        .where(ShopHost.kind == "domain", ShopHost.value == host, ShopHost.verified_at.is_not(None))
    )
