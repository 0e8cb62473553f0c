"""Finding goods and collections: for shoppers only what is on sale, for the desk everything."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from storefront.domain.catalogue.cards import Card, Filters, Sort, cards, cards_by_id, count
from storefront.domain.catalogue.facets import Facet, Facets, facets
from storefront.domain.catalogue.visibility import is_on_sale, on_sale
from storefront.domain.media.pictures import Picture, picture
from storefront.domain.shops import redirects
from storefront.infra import clock
from storefront.infra.db import db
from storefront.infra.errors import NotFound
from storefront.infra.tenancy import walled
from storefront.infra.text import clean, fold
from storefront.models.asset import Asset
from storefront.models.product import (
    Collection,
    CollectionProduct,
    Product,
    ProductImage,
    ProductState,
    Variant,
)

__all__ = [
    "Card",
    "CollectionCard",
    "Facet",
    "Facets",
    "Filters",
    "Sort",
    "cards",
    "cards_by_id",
    "collection_by_id",
    "collection_by_slug",
    "collection_cards",
    "count",
    "desk_collections",
    "desk_products",
    "facets",
    "former_slug",
    "is_on_sale",
    "on_sale",
    "product_by_id",
    "product_by_slug",
    "related",
]


class ProductNotFound(NotFound):
    """No such product in this shop, or shoppers may not see it."""

    code = "product_not_found"


class CollectionNotFound(NotFound):
    """No such collection in this shop, or it is not published."""

    code = "collection_not_found"


@dataclass(frozen=True, slots=True)
class CollectionCard:
    """A collection as a tile: how many goods on sale it holds, and its own or its first product's picture."""

    id: int
    slug: str
    name: str
    count: int
    picture: Picture | None


def product_by_slug(slug: str) -> Product:
    """A product on sale with its parts loaded, in four statements. Raises ProductNotFound."""
    return _one(_at_slug(), slug=slug, moment=clock.now())


def product_by_id(product_id: int) -> Product:
    """Any product of the shop with its parts loaded, for the desk. Raises ProductNotFound."""
    return _one(_whole().where(Product.id == product_id))


def former_slug(kind: redirects.Kind, slug: str) -> str | None:
    """Where a former slug of a product, collection or page leads now; None if nowhere."""
    return redirects.moved_to(kind, slug)


def collection_by_slug(slug: str) -> Collection:
    """A published collection. Raises CollectionNotFound."""
    statement = select(Collection).where(Collection.slug == slug, Collection.published)
    found = db.session.scalars(statement).one_or_none()
    if found is None:
        raise CollectionNotFound
    return found


def collection_by_id(collection_id: int) -> Collection:
    """Any collection of the shop, for the desk. Raises CollectionNotFound."""
    found = db.session.scalars(select(Collection).where(Collection.id == collection_id)).one_or_none()
    if found is None:
        raise CollectionNotFound
    return found


def collection_cards(limit: int = 24) -> list[CollectionCard]:
    """Published collections in the owner's order, in one statement."""
    rows = db.session.execute(_collection_cards(limit), {"moment": clock.now()})
    return [
        CollectionCard(
            row.id, row.slug, row.name, row.goods, picture(row.Asset, row.name) if row.Asset else None
        )
        for row in rows
    ]


@cache
def _collection_cards(limit: int) -> Select[Any]:
    """Built once, as building it takes longer than running it."""
    goods = (
        select(func.count(Product.id))
        .join(
            CollectionProduct,
            and_(CollectionProduct.shop_id == Product.shop_id, CollectionProduct.product_id == Product.id),
        )
        .where(CollectionProduct.collection_id == Collection.id, on_sale(bindparam("moment")))
        .correlate(Collection)
        .scalar_subquery()
    )
    first_picture = (
        select(ProductImage.asset_id)
        .join(
            CollectionProduct,
            and_(
                CollectionProduct.shop_id == ProductImage.shop_id,
                CollectionProduct.product_id == ProductImage.product_id,
            ),
        )
        .where(CollectionProduct.collection_id == Collection.id)
        .order_by(CollectionProduct.position, ProductImage.position)
        .limit(1)
        .correlate(Collection)
        .scalar_subquery()
    )
    return walled(
        select(Collection.id, Collection.slug, Collection.name, goods.label("goods"), Asset)
        .outerjoin(Asset, Asset.id == func.coalesce(Collection.asset_id, first_picture))
        .where(Collection.published)
        .order_by(Collection.position, Collection.id)
        .limit(limit)
    )


def related(product: Product, limit: int = 4) -> list[Card]:
    """Other goods of the product's first collection, else of the shop."""
    first = db.session.scalar(
        select(CollectionProduct.collection_id)
        .where(CollectionProduct.product_id == product.id)
        .order_by(CollectionProduct.collection_id)
        .limit(1)
    )
    return list(cards(Filters(collection_id=first), limit=limit, without=product.id).items)


def desk_products(
    *,
    text: str = "",
    state: ProductState | None = None,
    collection_id: int | None = None,
    in_stock: bool | None = None,
) -> Select[Any]:
    """The shop's products for the desk, to be paged; archived only if asked."""
    statement = select(Product).options(
        selectinload(Product.variants), selectinload(Product.images).joinedload(ProductImage.asset)
    )
    if state is None:
        statement = statement.where(Product.state != ProductState.ARCHIVED)
    else:
        statement = statement.where(Product.state == state)
    if collection_id is not None:
        members = select(CollectionProduct.product_id).where(CollectionProduct.collection_id == collection_id)
        statement = statement.where(Product.id.in_(members))
    if in_stock is not None:
        statement = statement.where(Product.in_stock.is_(in_stock))
    if fold(text):
        statement = statement.where(_says(text))
    return statement


def desk_collections() -> list[tuple[Collection, int]]:
    """Every collection with how many products it holds, in the owner's order."""
    size = (
        select(func.count(CollectionProduct.id))
        .where(CollectionProduct.collection_id == Collection.id)
        .correlate(Collection)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Collection, size.label("size")).order_by(Collection.position, Collection.id)
    )
    return [(row.Collection, row.size) for row in rows]


def _whole() -> Select[Any]:
    return select(Product).options(
        selectinload(Product.options),
        selectinload(Product.variants),
        selectinload(Product.images).options(joinedload(ProductImage.asset)),
    )


@cache
def _at_slug() -> Select[Any]:
    return walled(_whole().where(Product.slug == bindparam("slug"), on_sale(bindparam("moment"))))


def _one(statement: Select[Any], **values: object) -> Product:
    found: Product | None = db.session.scalars(statement, values).one_or_none()
    if found is None:
        raise ProductNotFound
    return found


def _says(text: str) -> Any:
    """The slug holds the name without marks, so it finds drafts too, which the search index does not hold."""
    slug_part = "-".join(fold(text).split())
    sku = select(Variant.product_id).where(Variant.sku.icontains(clean(text), autoescape=True))
    return or_(
        Product.slug.contains(slug_part, autoescape=True),
        Product.name.icontains(clean(text), autoescape=True),
        Product.id.in_(sku),
    )
