"""Goods as lists show them: one statement a page, whatever the catalogue's size."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, exists, func, select
from sqlalchemy.orm import aliased

from storefront.domain.catalogue.visibility import on_sale
from storefront.domain.media.pictures import Picture, picture_of
from storefront.infra import clock
from storefront.infra.db import db
from storefront.infra.json_items import items_of
from storefront.infra.paging import Cut, Key, Page, cut
from storefront.infra.tenancy import walled
from storefront.models.asset import Asset
from storefront.models.product import CollectionProduct, Product, ProductImage, Variant

Names = frozenset[str]
"""Which fields of Filters narrow a list; "without" leaves out one product."""


class Sort(enum.Enum):
    """In which order; the values stand in addresses."""

    FEATURED = "featured"
    NEWEST = "newest"
    PRICE_UP = "price"
    PRICE_DOWN = "price-down"
    BEST_SOLD = "best-sold"


@dataclass(frozen=True, slots=True)
class Filters:
    """What to show; empty fields do not narrow. Prices in minor units, both ends included."""

    collection_id: int | None = None
    price_from: int | None = None
    price_to: int | None = None
    in_stock: bool = False
    tags: tuple[str, ...] = ()
    ocop: bool = False
    origins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """One product of a list. `variant_id` is set when it is the only one, so that the card can add it."""

    id: int
    slug: str
    name: str
    from_price: int
    to_price: int
    compare_at_price: int | None
    in_stock: bool
    unit: str
    variant_id: int | None
    minimum: int
    ocop_stars: int | None
    origin: str | None
    maker: str | None
    sold_count: int
    is_sample: bool
    created_at: dt.datetime
    picture: Picture | None


def cards(
    filters: Filters | None = None,
    *,
    sort: Sort = Sort.FEATURED,
    cursor: str | None = None,
    limit: int = 24,
    without: int | None = None,
) -> Page[Card]:
    """A page of goods on sale; `cursor` as the page before or after gave it. Raises paging.NoSuchPage."""
    values = _values(filters or Filters()) | ({} if without is None else {"without": without})
    names = frozenset(values)
    at = cut(*_keys(names, sort), cursor=cursor, limit=limit)
    statement = _page(names, at) if cursor else _first_page(names, sort, limit)
    rows = list(db.session.execute(statement, {**values, "moment": clock.now()}))
    page = at.page(rows, lambda row: [getattr(row, _KEY_NAMES[key.column]) for key in at.keys])
    return Page([_card(row) for row in page.items], page.next, page.previous)


def cards_by_id(product_ids: Sequence[int]) -> list[Card]:
    """The goods on sale among these, in this order: for search results and chosen goods."""
    rows = db.session.execute(_chosen(), {"moment": clock.now(), "chosen": product_ids})
    found = {row.id: _card(row) for row in rows}
    return [found[product_id] for product_id in product_ids if product_id in found]


@cache
def _chosen() -> Select[Any]:
    chosen = Product.id.in_(bindparam("chosen", expanding=True))
    return walled(_whole_cards().where(on_sale(bindparam("moment")), chosen))


def count(filters: Filters) -> int:
    """How many goods the filters leave."""
    values = _values(filters)
    statement = _narrowed(select(func.count(Product.id)), frozenset(values))
    return db.session.scalar(statement, {**values, "moment": clock.now()}) or 0


def _values(filters: Filters) -> dict[str, Any]:
    """The fields that narrow."""
    fields = {name: getattr(filters, name) for name in Filters.__slots__}
    return {name: value for name, value in fields.items() if value not in (None, False, ())}


@lru_cache(maxsize=256)
def _first_page(names: Names, sort: Sort, limit: int) -> Select[Any]:
    """Built once for each choice of filters, as building it takes longer than running it."""
    return walled(_page(names, cut(*_keys(names, sort), limit=limit)))


def _page(names: Names, at: Cut) -> Select[Any]:
    wanted = _narrowed(select(Product.id), names)
    if "without" in names:
        wanted = wanted.where(Product.id != bindparam("without"))
    statement = _whole_cards().where(Product.id.in_(at.apply(wanted)))
    if at.keys[0].column is CollectionProduct.position:
        statement = _placed(statement)
    return statement.order_by(*at.order([key.column for key in at.keys]))


def _keys(names: Names, sort: Sort) -> tuple[Key, ...]:
    if sort is Sort.NEWEST:
        return (Key(Product.id, descending=True),)
    if sort is Sort.PRICE_UP:
        return Key(Product.from_price), Key(Product.id)
    if sort is Sort.PRICE_DOWN:
        return Key(Product.from_price, descending=True), Key(Product.id, descending=True)
    if sort is Sort.BEST_SOLD:
        return Key(Product.sold_count, descending=True), Key(Product.id, descending=True)
    position = CollectionProduct.position if "collection_id" in names else Product.position
    return Key(position), Key(Product.id)


def _narrowed(statement: Select[Any], names: Names) -> Select[Any]:
    """Only goods on sale, narrowed by these fields; their values are given when it runs."""
    statement = statement.select_from(Product).where(on_sale(bindparam("moment")))
    if "collection_id" in names:
        statement = statement.join(CollectionProduct, _membership())
    if "price_from" in names:
        statement = statement.where(Product.from_price >= bindparam("price_from"))
    if "price_to" in names:
        statement = statement.where(Product.from_price <= bindparam("price_to"))
    if "in_stock" in names:
        statement = statement.where(Product.in_stock)
    if "ocop" in names:
        statement = statement.where(Product.ocop_stars.is_not(None))
    if "origins" in names:
        statement = statement.where(Product.origin.in_(bindparam("origins", expanding=True)))
    if "tags" in names:
        tag = items_of(Product.tags)
        chosen = tag.c.value.in_(bindparam("tags", expanding=True))
        statement = statement.where(exists(select(1).select_from(tag).where(chosen).correlate(Product)))
    return statement


def _membership() -> Any:
    return and_(
        CollectionProduct.shop_id == Product.shop_id,
        CollectionProduct.product_id == Product.id,
        CollectionProduct.collection_id == bindparam("collection_id"),
    )


def _placed(statement: Select[Any]) -> Select[Any]:
    place = CollectionProduct.position.label("place")
    return statement.join(CollectionProduct, _membership()).add_columns(place)


@cache
def _whole_cards() -> Select[Any]:
    """What a card shows: the product, its first picture, its first variant, how many variants it has.

    Built once, as building it takes longer than running it.
    """
    variant, image = aliased(Variant), aliased(ProductImage)
    product: tuple[Any, ...] = (
        *(Product.id, Product.slug, Product.name, Product.from_price, Product.to_price),
        *(Product.compare_at_price, Product.in_stock, Product.ocop_stars, Product.origin, Product.maker),
        *(Product.sold_count, Product.is_sample, Product.created_at, Product.position),
    )
    asset: tuple[Any, ...] = (Asset.key, Asset.width, Asset.height, Asset.colour, Asset.widths)
    return (
        select(*product, *asset, Asset.alt.label("asset_alt"), image.alt)
        .add_columns(variant.id.label("variant_id"), variant.unit, variant.minimum, _variant_count())
        .select_from(Product)
        .outerjoin(variant, and_(variant.shop_id == Product.shop_id, variant.id == _first(Variant)))
        .outerjoin(image, and_(image.shop_id == Product.shop_id, image.id == _first(ProductImage)))
        .outerjoin(Asset, and_(Asset.shop_id == image.shop_id, Asset.id == image.asset_id))
    )


def _first(kind: type[Variant] | type[ProductImage]) -> Any:
    part = aliased(kind)
    first = select(part.id).where(part.shop_id == Product.shop_id, part.product_id == Product.id)
    if kind is Variant:
        first = first.where(part.retired_at.is_(None))  # type: ignore[union-attr]
    return first.order_by(part.position, part.id).limit(1).correlate(Product).scalar_subquery()


def _variant_count() -> Any:
    part = aliased(Variant)
    counted = select(func.count(part.id)).where(
        part.shop_id == Product.shop_id, part.product_id == Product.id, part.retired_at.is_(None)
    )
    return counted.correlate(Product).scalar_subquery().label("variant_count")


_KEY_NAMES: dict[Any, str] = {
    Product.id: "id",
    Product.from_price: "from_price",
    Product.sold_count: "sold_count",
    Product.position: "position",
    CollectionProduct.position: "place",
}
"""Under which name a row holds each column that lists are sorted by."""


def _card(row: Row[Any]) -> Card:
    return Card(
        id=row.id,
        slug=row.slug,
        name=row.name,
        from_price=row.from_price,
        to_price=row.to_price,
        compare_at_price=row.compare_at_price,
        in_stock=row.in_stock,
        unit=row.unit or "",
        variant_id=row.variant_id if row.variant_count == 1 else None,
        minimum=row.minimum or 1000,
        ocop_stars=row.ocop_stars,
        origin=row.origin,
        maker=row.maker,
        sold_count=row.sold_count,
        is_sample=row.is_sample,
        created_at=row.created_at,
        picture=_picture(row),
    )


def _picture(row: Row[Any]) -> Picture | None:
    if row.key is None:
        return None
    return picture_of(
        key=row.key,
        width=row.width,
        height=row.height,
        colour=row.colour,
        widths=tuple(row.widths),
        alt=row.alt or row.asset_alt or row.name,
    )
