"""The pictures of a product, in the owner's order."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext
from sqlalchemy import select

from storefront.domain.catalogue.data import ImageData
from storefront.domain.catalogue.measure import measure
from storefront.infra import events
from storefront.infra.db import db, locked
from storefront.infra.errors import Invalid
from storefront.infra.text import clean
from storefront.models.asset import Asset
from storefront.models.product import Product, ProductImage

MAX_IMAGES = 20


def add_image(product: Product, asset: Asset, *, alt: str = "", by: events.Actor) -> None:
    """Put a picture behind the others; one that is there already stays where it is. Raises Invalid."""
    product = locked(product)
    images = [ImageData(image.asset_id, image.alt) for image in product.images]
    if asset.id not in {image.asset_id for image in images}:
        _save(product, [*images, ImageData(asset.id, alt)], by)


def _save(product: Product, images: Sequence[ImageData], by: events.Actor) -> None:
    write_images(product, images)
    product.revision += 1
    events.record("product.edited", product, by=by, images=len(images), **measure(product))


def write_images(product: Product, images: Sequence[ImageData]) -> None:
    """Give the product these pictures without an event of its own. Raises Invalid."""
    wanted = {image.asset_id: image for image in images}
    if len(wanted) > MAX_IMAGES:
        raise Invalid.field("images", lazy_gettext("At most 20 pictures for one product."))
    known = set(db.session.scalars(select(Asset.id).where(Asset.id.in_(wanted))))
    if known != set(wanted):
        raise Invalid.field("images", lazy_gettext("One of the pictures is gone. Upload it again."))
    held = {image.asset_id: image for image in product.images}
    product.images = [held.get(asset_id) or ProductImage(asset_id=asset_id) for asset_id in wanted]
    for position, image in enumerate(product.images):
        image.position, image.alt = position, clean(wanted[image.asset_id].alt)[:200]
    db.session.flush()
