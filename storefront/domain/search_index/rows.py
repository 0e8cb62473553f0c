"""The search row of a product: folded words in the index, and the name as written for ranking."""

from __future__ import annotations

from sqlalchemy import delete, select

from storefront.infra import fulltext, html
from storefront.infra.db import db
from storefront.infra.text import words
from storefront.models.product import Collection, CollectionProduct, Product, ProductState, SearchRow

REST_WORDS = 400


def write(product: Product) -> None:
    """Bring the product's search row up to date; a product that is not for sale has none."""
    if product.state is not ProductState.ACTIVE:
        remove(product.id)
        return
    db.session.flush()
    name, rest = words(product.name), words(_rest(product))[:REST_WORDS]
    row = db.session.scalar(select(SearchRow).where(SearchRow.product_id == product.id))
    if row is None:
        row = SearchRow(product_id=product.id)
        db.session.add(row)
    row.name = product.name
    row.folded_name = " ".join(name)
    row.folded_rest = " ".join(rest)
    db.session.flush()
    fulltext.put(product.id, name, rest)


def remove(product_id: int) -> None:
    """Take a product out of the index."""
    db.session.execute(delete(SearchRow).where(SearchRow.product_id == product_id))
    fulltext.remove(product_id)


def _rest(product: Product) -> str:
    collections = db.session.scalars(
        select(Collection.name)
        .join(
            CollectionProduct,
            (CollectionProduct.shop_id == Collection.shop_id)
            & (CollectionProduct.collection_id == Collection.id),
        )
        .where(CollectionProduct.product_id == product.id, Collection.published)
        .order_by(Collection.position, Collection.id)
    )
    parts = [
        *product.tags,
        *collections,
        *(variant.sku or "" for variant in product.variants),
        *(variant.title for variant in product.variants),
        product.maker or "",
        product.origin or "",
        product.summary,
        html.plain_text(product.description),
    ]
    return " ".join(parts)
