"""Products: made, edited by one device at a time, published, archived, copied."""

from __future__ import annotations

from dataclasses import replace

from flask_babel import gettext, lazy_gettext
from sqlalchemy import select

from storefront.domain.catalogue import checks, collections, images, summary, variants, visibility
from storefront.domain.catalogue.data import PLAIN, ProductData, data_of
from storefront.domain.catalogue.measure import measure
from storefront.domain.search_index import rows
from storefront.domain.shops import redirects
from storefront.infra import clock, events
from storefront.infra.db import db, locked
from storefront.infra.errors import Conflict
from storefront.models.order import LineItem
from storefront.models.product import Product, ProductState, Variant
from storefront.models.stock import StockMovement

FALLBACK_SLUG = "san-pham"
STATE_TOPICS = {
    ProductState.ACTIVE: "product.published",
    ProductState.DRAFT: "product.edited",
    ProductState.ARCHIVED: "product.archived",
}


class ProductChanged(Conflict):
    """Somebody saved the product after this form was opened."""

    code = "product_changed"
    message = lazy_gettext(
        "This product was saved on another device in the meantime. What you typed is kept below: compare, and"
        " save again."
    )


class ProductNotReady(Conflict):
    """The product lacks what shoppers must know before they buy."""

    code = "product_not_ready"
    message = lazy_gettext("Give the product a name and a price above zero before you put it on sale.")


def create_product(data: ProductData, *, by: events.Actor, on_sale: bool = False) -> Product:
    """Make a draft, or put it on sale at once. Raises Invalid, ProductNotReady."""
    data = checks.checked(data)
    state = ProductState.ACTIVE if on_sale else ProductState.DRAFT
    product = Product(name=data.name, slug="", is_sample=data.is_sample, state=state)
    product.slug = redirects.free_slug(Product, data.slug or data.name, fallback=FALLBACK_SLUG)
    redirects.clear(product)
    db.session.add(product)
    db.session.flush()
    _write(product, data)
    events.record("product.created", product, by=by)
    if on_sale:
        _check_ready(product)
        _tell_state(product, before=ProductState.DRAFT, by=by)
    return product


def edit_product(product: Product, data: ProductData, *, revision: int, by: events.Actor) -> None:
    """Save the whole form over the revision it was opened with. Raises ProductChanged and Invalid."""
    data = checks.checked(data)
    product = locked(product)
    if product.revision != revision:
        raise ProductChanged
    if data.slug and data.slug != product.slug:
        wanted = redirects.free_slug(Product, data.slug, fallback=FALLBACK_SLUG, keep_id=product.id)
        redirects.move(product, wanted)
    product.revision += 1
    priced_anew = _write(product, data)
    events.record("product.edited", product, by=by, prices_changed=priced_anew, **measure(product))


def set_state(product: Product, state: ProductState, *, by: events.Actor) -> None:
    """Put on sale, take back to draft, or archive. Raises ProductNotReady."""
    product = locked(product)
    if product.state is state:
        return
    if state is ProductState.ACTIVE:
        _check_ready(product)
    before, product.state = product.state, state
    product.archived_at = clock.now() if state is ProductState.ARCHIVED else None
    product.revision += 1
    rows.write(product)
    visibility.note_next_change()
    _tell_state(product, before=before, by=by)


def archive(product: Product, *, by: events.Actor) -> None:
    """Take the product out of the shop; `restore` undoes it."""
    set_state(product, ProductState.ARCHIVED, by=by)


def restore(product: Product, *, by: events.Actor) -> None:
    """Undo archiving: the product is again what it was before."""
    if product.state is not ProductState.ARCHIVED:
        return
    facts = db.session.scalar(
        select(events.Event.facts)
        .where(events.Event.subject_kind == events.kind_of(product), events.Event.subject_id == product.id)
        .where(events.Event.topic == "product.archived")
        .order_by(events.Event.id.desc())
        .limit(1)
    )
    set_state(product, ProductState((facts or {}).get("before", "draft")), by=by)


def duplicate(product: Product, *, by: events.Actor) -> Product:
    """A draft with the same words, pictures, collections and prices, without SKUs and compare-at prices."""
    data = data_of(product)
    copies = (replace(each, id=None, sku=None, compare_at_price=None) for each in data.variants)
    name = gettext("%(name)s (copy)", name=data.name[:180])
    return create_product(
        replace(
            data,
            name=name,
            slug="",
            variants=tuple(copies),
            collection_ids=tuple(collections.ids_of(product)),
            is_sample=False,
        ),
        by=by,
    )


def delete_samples(*, by: events.Actor) -> int:
    """Remove the sample goods; one that was ordered or counted is archived instead. Returns how many went."""
    samples = list(db.session.scalars(select(Product).where(Product.is_sample).order_by(Product.id)))
    for sample in samples:
        product = locked(sample)
        if _has_history(product):
            archive(product, by=by)
            continue
        rows.remove(product.id)
        events.record("product.deleted", product, by=by)
        db.session.delete(product)
        db.session.flush()
    return len(samples)


def _check_ready(product: Product) -> None:
    if not (product.name and product.to_price > 0):
        raise ProductNotReady


def _tell_state(product: Product, *, before: ProductState, by: events.Actor) -> None:
    events.record(STATE_TOPICS[product.state], product, by=by, before=before.value, **measure(product))


def _has_history(product: Product) -> bool:
    ordered = select(LineItem.id).where(LineItem.product_id == product.id).limit(1)
    counted = (
        select(StockMovement.id)
        .join(Variant, (Variant.shop_id == StockMovement.shop_id) & (Variant.id == StockMovement.variant_id))
        .where(Variant.product_id == product.id)
        .limit(1)
    )
    return db.session.scalar(ordered) is not None or db.session.scalar(counted) is not None


def _write(product: Product, data: ProductData) -> int:
    """Write all but the slug and the state, and what follows from it; returns how many prices changed."""
    product.name = data.name
    for name in PLAIN:
        setattr(product, name, getattr(data, name))
    product.facts, product.tags = dict(data.facts), list(data.tags)
    variants.write_options(product, data.options)
    priced_anew = variants.write_variants(product, data.variants)
    if data.images is not None:
        images.write_images(product, data.images)
    if data.collection_ids is not None:
        collections.put_into(product, data.collection_ids)
    summary.refresh(product)
    rows.write(product)
    visibility.note_next_change()
    return priced_anew
