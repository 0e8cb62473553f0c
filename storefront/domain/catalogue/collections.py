"""Collections: named groups of goods, in the owner's order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext
from sqlalchemy import delete, func, select

from storefront.domain.search_index import rows
from storefront.domain.shops import redirects
from storefront.infra import events
from storefront.infra.db import db, locked
from storefront.infra.errors import Conflict, Invalid
from storefront.infra.html import clean_html
from storefront.infra.text import clean
from storefront.models.asset import Asset
from storefront.models.product import Collection, CollectionProduct, Product

FALLBACK_SLUG = "nhom"


@dataclass(frozen=True, slots=True)
class CollectionData:
    """A whole collection form. `slug` empty: made of the name, or kept."""

    name: str
    slug: str = ""
    description: str = ""
    asset_id: int | None = None
    published: bool = True
    seo_title: str | None = None
    seo_description: str | None = None


class CollectionChanged(Conflict):
    """Somebody saved the collection after this form was opened."""

    code = "collection_changed"
    message = lazy_gettext(
        "This collection was saved on another device in the meantime. What you typed is kept below: compare,"
        " and save again."
    )


def create_collection(data: CollectionData, *, by: events.Actor) -> Collection:
    """Make a collection behind the others. Raises Invalid."""
    data = _checked(data)
    last = db.session.scalar(select(func.max(Collection.position)))
    collection = Collection(name=data.name, slug="", position=0 if last is None else last + 1)
    collection.slug = redirects.free_slug(Collection, data.slug or data.name, fallback=FALLBACK_SLUG)
    redirects.clear(collection)
    _write(collection, data)
    db.session.add(collection)
    events.record("collection.created", collection, by=by)
    return collection


def edit_collection(collection: Collection, data: CollectionData, *, revision: int, by: events.Actor) -> None:
    """Save the whole form over the revision it was opened with. Raises CollectionChanged and Invalid."""
    data = _checked(data)
    collection = locked(collection)
    if collection.revision != revision:
        raise CollectionChanged
    found_by_name = (collection.name, collection.published) != (data.name, data.published)
    if data.slug and data.slug != collection.slug:
        slug = redirects.free_slug(Collection, data.slug, fallback=FALLBACK_SLUG, keep_id=collection.id)
        redirects.move(collection, slug)
    _write(collection, data)
    collection.revision += 1
    if found_by_name:
        _index(product_ids(collection))
    events.record("collection.edited", collection, by=by)


def delete_collection(collection: Collection, *, by: events.Actor) -> None:
    """Remove the collection; its goods stay."""
    collection = locked(collection)
    members = product_ids(collection)
    events.record("collection.deleted", collection, by=by)
    db.session.delete(collection)
    db.session.flush()
    _index(members)


def arrange_collections(collection_ids: Sequence[int]) -> None:
    """Put the collections in this order; those not named keep their place behind."""
    places = {collection_id: place for place, collection_id in enumerate(collection_ids)}
    for collection in db.session.scalars(select(Collection)):
        collection.position = places.get(collection.id, len(places) + collection.position)


def add_products(collection: Collection, wanted: Sequence[int], *, by: events.Actor) -> None:
    """Put products behind those already there; one that is there stays where it is."""
    collection = locked(collection)
    held = product_ids(collection)
    new = [product_id for product_id in dict.fromkeys(wanted) if product_id not in held]
    for place, product_id in enumerate(new, start=_end(collection.id)):
        db.session.add(CollectionProduct(collection_id=collection.id, product_id=product_id, position=place))
    _index(new)
    events.record("collection.edited", collection, by=by, added=len(new))


def remove_products(collection: Collection, gone: Iterable[int], *, by: events.Actor) -> None:
    """Take products out of the collection."""
    collection = locked(collection)
    gone = list(gone)
    db.session.execute(
        delete(CollectionProduct).where(
            CollectionProduct.collection_id == collection.id, CollectionProduct.product_id.in_(gone)
        )
    )
    _index(gone)
    events.record("collection.edited", collection, by=by, removed=len(gone))


def arrange_products(collection: Collection, wanted: Sequence[int], *, by: events.Actor) -> None:
    """Put the collection's products in this order; those not named follow as they were."""
    collection = locked(collection)
    held = product_ids(collection)
    named = [product_id for product_id in dict.fromkeys(wanted) if product_id in held]
    order = [*named, *(product_id for product_id in held if product_id not in named)]
    places = {product_id: place for place, product_id in enumerate(order)}
    members = select(CollectionProduct).where(CollectionProduct.collection_id == collection.id)
    for member in db.session.scalars(members):
        member.position = places[member.product_id]
    events.record("collection.edited", collection, by=by)


def put_into(product: Product, collection_ids: Sequence[int]) -> None:
    """Make the product a member of exactly these collections, at their ends where it is new."""
    held = set(ids_of(product))
    known = set(db.session.scalars(select(Collection.id).where(Collection.id.in_(collection_ids))))
    if known != set(collection_ids):
        raise Invalid.field("collections", lazy_gettext("One of these collections is gone. Choose again."))
    for collection_id in dict.fromkeys(collection_ids):
        if collection_id not in held:
            position = _end(collection_id)
            db.session.add(
                CollectionProduct(collection_id=collection_id, product_id=product.id, position=position)
            )
    db.session.execute(
        delete(CollectionProduct).where(
            CollectionProduct.product_id == product.id, CollectionProduct.collection_id.not_in(known)
        )
    )
    db.session.flush()


def ids_of(product: Product) -> list[int]:
    """The collections a product is in."""
    return list(
        db.session.scalars(
            select(CollectionProduct.collection_id)
            .where(CollectionProduct.product_id == product.id)
            .order_by(CollectionProduct.collection_id)
        )
    )


def product_ids(collection: Collection) -> list[int]:
    """The products of a collection, in its order, also those not for sale."""
    return list(
        db.session.scalars(
            select(CollectionProduct.product_id)
            .where(CollectionProduct.collection_id == collection.id)
            .order_by(CollectionProduct.position, CollectionProduct.product_id)
        )
    )


def _checked(data: CollectionData) -> CollectionData:
    if not clean(data.name):
        raise Invalid.field("name", lazy_gettext("Enter the collection's name."))
    if len(clean(data.name)) > 120:
        raise Invalid.field(
            "name", lazy_gettext("The collection's name is too long: at most 120 characters.")
        )
    known = select(Asset.id).where(Asset.id == data.asset_id)
    if data.asset_id is not None and db.session.scalar(known) is None:
        raise Invalid.field("picture", lazy_gettext("This picture is gone. Upload it again."))
    return data


def _write(collection: Collection, data: CollectionData) -> None:
    collection.name = clean(data.name)
    collection.description = clean_html(data.description)
    collection.asset_id = data.asset_id
    collection.published = data.published
    collection.seo_title = clean(data.seo_title or "") or None
    collection.seo_description = clean(data.seo_description or "") or None


def _end(collection_id: int) -> int:
    last = db.session.scalar(
        select(func.max(CollectionProduct.position)).where(CollectionProduct.collection_id == collection_id)
    )
    return 0 if last is None else last + 1


def _index(ids: Sequence[int]) -> None:
    for product in db.session.scalars(select(Product).where(Product.id.in_(ids))):
        rows.write(product)
