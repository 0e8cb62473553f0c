"""The directory: one entry for each open, real shop, written by jobs and read without any shop's data."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, delete, func, or_, select

from storefront.domain.places.units import unit
from storefront.infra import clock
from storefront.infra.db import db
from storefront.infra.paging import Page, asc, desc, paginate
from storefront.infra.tenancy import current_shop_id
from storefront.infra.text import fold
from storefront.models.asset import Asset
from storefront.models.portal import DirectoryEntry
from storefront.models.product import Product, ProductState
from storefront.models.shop import Shop, ShopMode, ShopProfile

CARD_WIDTH = 480
NAMES_KEPT = 40
"""How many names of goods make a shop findable by what it sells."""


@dataclass(frozen=True)
class Group:
    """A sector or commune and how many shops it has."""

    key: str
    name: str
    shops: int


def real_shops(shop_ids: Collection[int]) -> set[int]:
    """Those of the shops that may ever be listed. One statement."""
    real = select(Shop.id).where(Shop.id.in_(shop_ids), Shop.mode == ShopMode.REAL)
    return set(db.session.scalars(real))


def refresh() -> None:
    """Write, or take away, the entry of the shop in force; harmless twice."""
    shop = db.session.get_one(Shop, current_shop_id())
    if shop.is_practice or not shop.is_selling:
        db.session.execute(delete(DirectoryEntry).where(DirectoryEntry.shop_id == shop.id))
        return
    entry = db.session.get(DirectoryEntry, shop.id) or DirectoryEntry(shop_id=shop.id)
    _fill(entry, shop, db.session.scalars(select(ShopProfile)).one())
    db.session.add(entry)
    db.session.flush()


def _fill(entry: DirectoryEntry, shop: Shop, profile: ShopProfile) -> None:
    active = Product.state == ProductState.ACTIVE
    newest = select(Product.name).where(active).order_by(Product.position, Product.id)
    names = db.session.scalars(newest.limit(NAMES_KEPT)).all()
    entry.slug, entry.name, entry.trade = shop.slug, shop.name, shop.trade
    entry.tagline = profile.tagline or ""
    entry.unit_code = profile.unit_code or ""
    entry.unit_name = unit(profile.unit_code).full_name if profile.unit_code else ""
    entry.product_count = db.session.scalar(select(func.count(Product.id)).where(active)) or 0
    entry.product_names = ", ".join(names)
    entry.image_key, entry.colour = _picture(profile.hero_asset_id)
    words = (entry.name, entry.tagline, entry.unit_name, entry.trade, entry.product_names)
    entry.folded = fold(" ".join(words))
    entry.opened_at, entry.updated_at = shop.opened_at or clock.now(), clock.now()


def _picture(asset_id: int | None) -> tuple[str | None, str]:
    asset = db.session.get(Asset, (current_shop_id(), asset_id)) if asset_id else None
    if asset is None:
        return None, "#0b6b4f"
    small = f"{asset.base}/{CARD_WIDTH}.webp" if CARD_WIDTH in asset.widths else None
    return small or asset.key, asset.colour


def find(
    text: str = "", *, trade: str = "", unit_code: str = "", cursor: str | None = None
) -> Page[DirectoryEntry]:
    """Shops whose name, place or goods hold every word typed, with or without tone marks; by name."""
    return paginate(
        db.session(),
        _filtered(text, trade, unit_code),
        asc(DirectoryEntry.name),
        asc(DirectoryEntry.shop_id),
        cursor=cursor,
    )


def _filtered(text: str, trade: str, unit_code: str) -> Select[DirectoryEntry]:
    statement = select(DirectoryEntry)
    for word in fold(text).split()[:8]:
        statement = statement.where(DirectoryEntry.folded.contains(word, autoescape=True))
    if trade:
        statement = statement.where(DirectoryEntry.trade == trade)
    return statement.where(DirectoryEntry.unit_code == unit_code) if unit_code else statement


def newest(limit: int = 6) -> Sequence[DirectoryEntry]:
    """The shops that opened last and have goods to show."""
    shown = or_(DirectoryEntry.product_count > 0, DirectoryEntry.image_key.is_not(None))
    page = paginate(
        db.session(),
        select(DirectoryEntry).where(shown),
        desc(DirectoryEntry.opened_at),
        desc(DirectoryEntry.shop_id),
        limit=limit,
    )
    return page.items


def communes() -> list[Group]:
    """Communes with shops, most shops first."""
    count = func.count(DirectoryEntry.shop_id)
    rows = db.session.execute(
        select(DirectoryEntry.unit_code, DirectoryEntry.unit_name, count)
        .where(DirectoryEntry.unit_code != "")
        .group_by(DirectoryEntry.unit_code, DirectoryEntry.unit_name)
        .order_by(count.desc(), DirectoryEntry.unit_name)
    )
    return [Group(code, name, shops) for code, name, shops in rows]


def trades() -> dict[str, int]:
    """How many shops each trade has."""
    rows = db.session.execute(
        select(DirectoryEntry.trade, func.count(DirectoryEntry.shop_id).label("shops")).group_by(
            DirectoryEntry.trade
        )
    )
    return {row.trade: row.shops for row in rows}


def remove(shop_id: int) -> None:
    """Take a shop's entry away at once, without waiting for the job."""
    db.session.execute(delete(DirectoryEntry).where(DirectoryEntry.shop_id == shop_id))
