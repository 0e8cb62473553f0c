"""The products of a collection: added, moved and taken out."""

from __future__ import annotations

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from storefront.blueprints.admin.collections.editor import stepped
from storefront.blueprints.admin.collections.forms import PressForm
from storefront.blueprints.common.guards import need_permission
from storefront.blueprints.common.respond import see_other
from storefront.domain.catalogue.collections import (
    add_products,
    arrange_products,
    product_ids,
    remove_products,
)
from storefront.domain.catalogue.queries import collection_by_id, product_by_id
from storefront.infra.db import db
from storefront.infra.events import acting_user
from storefront.infra.text import whole_number
from storefront.models.product import Collection, Product

bp = Blueprint("members", __name__)


@bp.post("/<int:collection_id>/products/")
@need_permission("products.edit")
def create(collection_id: int) -> ResponseReturnValue:
    """Put the products chosen behind the others."""
    collection = collection_by_id(collection_id)
    wanted = [number for number in map(whole_number, request.form.getlist("ids")) if number]
    known = list(db.session.scalars(select(Product.id).where(Product.id.in_(wanted)).order_by(Product.slug)))
    if not known or not PressForm().validate():
        flash(_("Choose at least one product."), "warn")
        return _to(collection)
    add_products(collection, known, by=acting_user())
    flash(_("%(number)s products are added.", number=len(known)), "good")
    return _to(collection)


@bp.post("/<int:collection_id>/products/<int:product_id>/place")
@need_permission("products.edit")
def update_place(collection_id: int, product_id: int) -> ResponseReturnValue:
    """One place up or down in the collection."""
    collection, product = collection_by_id(collection_id), product_by_id(product_id)
    ids = product_ids(collection)
    if PressForm().validate() and product.id in ids:
        wanted = stepped(ids, product.id, request.form.get("do", ""))
        arrange_products(collection, wanted, by=acting_user())
    return _to(collection)


@bp.post("/<int:collection_id>/products/<int:product_id>/removal")
@need_permission("products.edit")
def create_removal(collection_id: int, product_id: int) -> ResponseReturnValue:
    """Take one product out of the collection."""
    collection, product = collection_by_id(collection_id), product_by_id(product_id)
    if PressForm().validate():
        remove_products(collection, [product.id], by=acting_user())
        flash(_("%(name)s is out of this collection.", name=product.name), "good")
    return _to(collection)


def _to(collection: Collection) -> ResponseReturnValue:
    place = url_for("admin.collections.editor.show", collection_id=collection.id)
    return see_other(f"{place}#products")
