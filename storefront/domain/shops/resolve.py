"""Which shop an address means: by slug, by a former slug, or by a proved domain."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext
from sqlalchemy import bindparam, select
from sqlalchemy.orm import aliased

from storefront.infra import clock
from storefront.infra.db import db
from storefront.infra.errors import NotFound
from storefront.infra.tenancy import PLATFORM
from storefront.infra.versions import ShopVersion
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


_AT = select(Shop).where(Shop.slug == bindparam("slug"))


def shop_by_slug(slug: str) -> Resolved:
    """The shop at a slug, following renames. Raises NoSuchShop."""
    shop = db.session.scalar(_AT, {"slug": slug})
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


@dataclass(frozen=True, slots=True)
class Versions:
    """What a public page of one shop depends on; `is_due` once a date alone has changed it since."""

    shop_id: int
    shop: int
    platform: int
    is_due: bool


_platform_version = aliased(ShopVersion)
_VERSIONS = (
    select(Shop.id, ShopVersion.version, ShopVersion.next_change_at, _platform_version.version)
    .join(ShopVersion, ShopVersion.shop_id == Shop.id)
    .outerjoin(_platform_version, _platform_version.shop_id == PLATFORM)
    .where(Shop.slug == bindparam("slug"))
)


def versions_at(slug: str) -> Versions | None:
    """The versions of the shop at a slug by one indexed statement; None when no shop has it now."""
    # by the connection: this is all a kept page asks, and the ORM would take longer than the database
    row = db.session.connection().execute(_VERSIONS, {"slug": slug}).one_or_none()
    if row is None:
        return None
    shop_id, version, next_change_at, platform = row
    is_due = next_change_at is not None and next_change_at <= clock.now()
    return Versions(shop_id, version, platform or 0, is_due)


def canonical_domain(shop_id: int) -> str | None:
    """The proved domain the owner chose as the shop's one address, if any."""
    return db.session.scalar(
        select(ShopHost.value).where(
            ShopHost.shop_id == shop_id,
            ShopHost.kind == "domain",
            ShopHost.is_canonical,
            ShopHost.verified_at.is_not(None),
        )
    )
