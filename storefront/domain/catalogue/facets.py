"""What a list can be narrowed by, with counts: one statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    CompoundSelect,
    Select,
    and_,
    bindparam,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy import String as Text

from storefront.domain.catalogue.visibility import on_sale
from storefront.infra import clock
from storefront.infra.db import db
from storefront.infra.json_items import items_of
from storefront.infra.tenancy import current_shop_id, walled
from storefront.models.product import CollectionProduct, Product

MOST = 12


@dataclass(frozen=True, slots=True)
class Facet:
    """One choice and how many goods have it."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """The choices of a list, the most frequent first; prices in minor units."""

    count: int = 0
    price_from: int = 0
    price_to: int = 0
    in_stock: int = 0
    ocop: int = 0
    tags: tuple[Facet, ...] = ()
    origins: tuple[Facet, ...] = ()


def facets(collection_id: int | None = None) -> Facets:
    """What the goods on sale (of one collection) can be narrowed by, before any filter is on."""
    values = {"shop_id": current_shop_id(), "collection_id": collection_id, "moment": clock.now()}
    rows = db.session.execute(_statement(collection_id is not None), values).all()
    single = {row.kind: row.amount or 0 for row in rows if row.value is None}
    return Facets(
        **single,
        tags=_most([Facet(row.value, row.amount) for row in rows if row.kind == "tag"]),
        origins=_most([Facet(row.value, row.amount) for row in rows if row.kind == "origin"]),
    )


@cache
def _statement(of_collection: bool) -> CompoundSelect[Any]:
    """Built once, as building it takes longer than running it."""
    tag = items_of(Product.tags)
    parts = [
        _part("count", null(), func.count(Product.id)),
        _part("price_from", null(), func.min(Product.from_price)),
        _part("price_to", null(), func.max(Product.from_price)),
        _part("in_stock", null(), func.count(Product.id)).where(Product.in_stock),
        _part("ocop", null(), func.count(Product.id)).where(Product.ocop_stars.is_not(None)),
        _part("tag", tag.c.value, func.count(Product.id)).join(tag, literal(True)).group_by(tag.c.value),
        _part("origin", Product.origin, func.count(Product.id))
        .where(Product.origin.is_not(None))
        .group_by(Product.origin),
    ]
    return walled(union_all(*(_within(part, of_collection) for part in parts)))


def _part(kind: str, value: Any, amount: Any) -> Select[str, str, int]:
    return select(
        literal(kind).label("kind"),
        cast(value, Text).label("value"),
        cast(amount, BigInteger).label("amount"),
    ).select_from(Product)


def _within(part: Select[*tuple[Any, ...]], of_collection: bool) -> Select[*tuple[Any, ...]]:
    # said here as well, since the session's criteria do not reach into the parts of a union
    part = part.where(Product.shop_id == bindparam("shop_id"), on_sale(bindparam("moment")))
    if not of_collection:
        return part
    return part.where(
        select(CollectionProduct.id)
        .where(
            and_(
                CollectionProduct.shop_id == Product.shop_id,
                CollectionProduct.product_id == Product.id,
                CollectionProduct.collection_id == bindparam("collection_id"),
            )
        )
        .correlate(Product)
        .exists()
    )


def _most(found: Sequence[Facet]) -> tuple[Facet, ...]:
    return tuple(sorted(found, key=lambda facet: (-facet.count, facet.value))[:MOST])
