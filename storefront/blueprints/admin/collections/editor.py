"""The list of collections in their order, and the form of one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from storefront.blueprints.admin.collections.forms import CollectionForm, PressForm
from storefront.blueprints.admin.pictures import taken_in
from storefront.blueprints.common.guards import need_permission
from storefront.blueprints.common.links import preview_url
from storefront.blueprints.common.respond import invalid, page, see_other
from storefront.blueprints.common.simple_text import to_html, to_text
from storefront.domain.catalogue.collections import (
    CollectionChanged,
    CollectionData,
    arrange_collections,
    create_collection,
    delete_collection,
    edit_collection,
    product_ids,
)
from storefront.domain.catalogue.queries import collection_by_id, desk_collections
from storefront.domain.media.pictures import Picture, picture
from storefront.infra.db import db
from storefront.infra.errors import Invalid
from storefront.infra.events import acting_user
from storefront.infra.text import whole_number
from storefront.models.asset import Asset
from storefront.models.product import Collection, Product

bp = Blueprint("editor", __name__)

PAGE = "admin/collections/form.html"
MOST_CHOICES = 200


@bp.get("/")
@need_permission("products.view")
def index() -> ResponseReturnValue:
    """The shop's collections in their order."""
    rows, press = desk_collections(), PressForm(formdata=None)
    return page("admin/collections/index.html", nav="collections", rows=rows, press=press)


@bp.get("/new")
@need_permission("products.edit")
def new() -> ResponseReturnValue:
    """An empty form."""
    return page(PAGE, **face(CollectionForm(formdata=None, revision="0"), None))


@bp.get("/<int:collection_id>")
@need_permission("products.edit")
def show(collection_id: int) -> ResponseReturnValue:
    """One collection: its form and its products."""
    collection = collection_by_id(collection_id)
    return page(PAGE, **face(form_of(collection), collection))


@bp.post("/")
@need_permission("products.edit")
def create() -> ResponseReturnValue:
    """Make a collection."""
    return _take(None)


@bp.post("/<int:collection_id>")
@need_permission("products.edit")
def update(collection_id: int) -> ResponseReturnValue:
    """Save the form."""
    return _take(collection_by_id(collection_id))


@bp.post("/<int:collection_id>/removal")
@need_permission("products.edit")
def create_removal(collection_id: int) -> ResponseReturnValue:
    """Remove the collection; its products stay."""
    collection = collection_by_id(collection_id)
    if PressForm().validate():
        delete_collection(collection, by=acting_user())
        flash(_("%(name)s is removed. Its products are still there.", name=collection.name), "good")
    return see_other(url_for("admin.collections.editor.index"))


@bp.post("/<int:collection_id>/place")
@need_permission("products.edit")
def update_place(collection_id: int) -> ResponseReturnValue:
    """One place up or down among the collections."""
    collection_by_id(collection_id)
    if PressForm().validate():
        ids = [each.id for each, _size in desk_collections()]
        arrange_collections(stepped(ids, collection_id, request.form.get("do", "")))
    return see_other(url_for("admin.collections.editor.index"))


def stepped(ids: list[int], moved: int, do: str) -> list[int]:
    """The ids with one of them a place up or down."""
    at = ids.index(moved)
    rest = [each for each in ids if each != moved]
    to = max(0, at + (1 if do == "down" else -1))
    return [*rest[:to], moved, *rest[to:]]


def form_of(collection: Collection) -> CollectionForm:
    """The collection in its form."""
    return CollectionForm(
        formdata=None,
        obj=collection,
        revision=str(collection.revision),
        description=to_text(collection.description),
        asset_id=str(collection.asset_id or ""),
    )


def face(form: CollectionForm, collection: Collection | None) -> dict[str, Any]:
    """Everything the page of one collection shows."""
    members, others = _goods(collection) if collection else ([], [])
    return {
        "nav": "collections",
        "form": form,
        "collection": collection,
        "shown": _picture(form.asset_id.data),
        "members": members,
        "others": others,
        "preview": preview_url(g.shop, f"/collections/{collection.slug}") if collection else "",
    }


def _take(collection: Collection | None) -> ResponseReturnValue:
    kept, refused = taken_in(request.files.getlist("picture"))
    typed = MultiDict(request.form)
    if kept:
        typed["asset_id"] = kept[0]
    form = CollectionForm(typed)
    good = form.validate()
    if refused or not good:
        form.picture.errors = refused
        return invalid(PAGE, **face(form, collection))
    return _save(form, collection)


def _save(form: CollectionForm, collection: Collection | None) -> ResponseReturnValue:
    try:
        if collection is None:
            collection = create_collection(_data(form), by=acting_user())
            db.session.flush()
        else:
            known = whole_number(form.revision.data) or 0
            edit_collection(collection, _data(form), revision=known, by=acting_user())
    except Invalid as wrong:
        form.add_errors(wrong.errors)
        return invalid(PAGE, **face(form, collection))
    except CollectionChanged as changed:
        assert collection is not None
        form.revision.data = str(collection.revision)
        theirs = [
            (_("Name of the collection"), collection.name),
            (_("Description"), to_text(collection.description)),
        ]
        return page(PAGE, **face(form, collection), changed=changed.message, theirs=theirs), 409
    flash(_("%(name)s is saved.", name=collection.name), "good")
    return see_other(url_for("admin.collections.editor.show", collection_id=collection.id))


def _data(form: CollectionForm) -> CollectionData:
    return CollectionData(
        name=form.name.data or "",
        slug=form.slug.data or "",
        description=to_html(form.description.data or ""),
        asset_id=None if form.drop_picture.data else whole_number(form.asset_id.data),
        published=form.published.data,
        seo_title=form.seo_title.data,
        seo_description=form.seo_description.data,
    )


def _picture(asset_id: str | None) -> Picture | None:
    number = whole_number(asset_id)
    if number is None:
        return None
    asset = db.session.scalars(select(Asset).where(Asset.id == number)).one_or_none()
    return picture(asset) if asset else None


def _goods(collection: Collection) -> tuple[list[Product], list[Product]]:
    """The collection's products in its order, and the newest of the others to choose from."""
    ids = product_ids(collection)
    found = {each.id: each for each in db.session.scalars(select(Product).where(Product.id.in_(ids)))}
    rest = select(Product).where(Product.id.not_in(ids), Product.archived_at.is_(None))
    others = db.session.scalars(rest.order_by(Product.slug).limit(MOST_CHOICES))
    return [found[each] for each in ids], list(others)
