"""One product's form: opened, filled in row by row without JavaScript, saved over the revision it shows."""

from __future__ import annotations

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.datastructures import MultiDict

from storefront.blueprints.admin.pictures import taken_in
from storefront.blueprints.admin.products.conflict import differences
from storefront.blueprints.admin.products.faces import face, offer_collections, trade
from storefront.blueprints.admin.products.forms import ProductForm
from storefront.blueprints.admin.products.matrix import arrange
from storefront.blueprints.admin.products.reading import BLANK, data_from, form_of, new_form, stock_typed
from storefront.blueprints.common import typed_rows
from storefront.blueprints.common.guards import need_permission
from storefront.blueprints.common.respond import invalid, page, see_other
from storefront.blueprints.common.typed_rows import Typed
from storefront.domain.catalogue.collections import ids_of
from storefront.domain.catalogue.data import data_of
from storefront.domain.catalogue.products import ProductChanged, create_product, edit_product, set_state
from storefront.domain.catalogue.queries import product_by_id
from storefront.domain.inventory.adjust import count
from storefront.infra.errors import Invalid
from storefront.infra.events import acting_user
from storefront.infra.text import whole_number
from storefront.models.product import Product, ProductState

bp = Blueprint("editor", __name__)

PAGE = "admin/products/form.html"
SAVING = ("save", "publish")
NEW_ROWS = lazy_gettext("The options changed, so the rows below did too. Check their prices and save again.")


@bp.get("/new")
@need_permission("products.edit")
def new() -> ResponseReturnValue:
    """An empty form."""
    form = new_form(trade())
    offer_collections(form)
    return page(PAGE, **face(form, None))


@bp.get("/<int:product_id>")
@need_permission("products.edit")
def show(product_id: int) -> ResponseReturnValue:
    """The product in its form."""
    product = product_by_id(product_id)
    form = form_of(product, trade(), ids_of(product))
    offer_collections(form)
    return page(PAGE, **face(form, product))


@bp.post("/")
@need_permission("products.edit")
def create() -> ResponseReturnValue:
    """Make a product of what was typed, or obey a button of its rows."""
    return _take(None)


@bp.post("/<int:product_id>")
@need_permission("products.edit")
def update(product_id: int) -> ResponseReturnValue:
    """Save what was typed, or obey a button of its rows."""
    return _take(product_by_id(product_id))


def _take(product: Product | None) -> ResponseReturnValue:
    typed: Typed = MultiDict(request.form)
    do = typed.get("do", "save")
    refused = _take_pictures(typed)
    typed_rows.change(typed, "images", do)
    rows_changed = arrange(typed)
    form = ProductForm(typed)
    offer_collections(form)
    if do not in SAVING:
        form.pictures.errors = refused
        return page(PAGE, **face(form, product))
    good = form.validate()
    form.pictures.errors = refused
    if rows_changed:
        form.options.errors = [NEW_ROWS]
    if refused or rows_changed or not good:
        return invalid(PAGE, **face(form, product))
    return _save(form, typed, product)


def _save(form: ProductForm, typed: Typed, product: Product | None) -> ResponseReturnValue:
    data = data_from(form, typed, data_of(product) if product else BLANK)
    try:
        if product is None:
            product = create_product(data, by=acting_user())
        else:
            edit_product(product, data, revision=whole_number(form.revision.data) or 0, by=acting_user())
    except Invalid as wrong:
        form.add_errors(wrong.errors)
        return invalid(PAGE, **face(form, product))
    except ProductChanged as changed:
        assert product is not None
        form.revision.data = str(product.revision)
        shown = {**face(form, product), "differences": differences(data_of(product), data)}
        return page(PAGE, **shown, changed=changed.message), 409
    _count(form, product)
    if typed.get("do") == "publish":
        set_state(product, ProductState.ACTIVE, by=acting_user())
    flash(_("%(name)s is saved.", name=product.name), "good")
    return see_other(url_for("admin.products.editor.show", product_id=product.id))


def _take_pictures(typed: Typed) -> list[str]:
    """Put pictures sent now, or before by the uploader, behind the others; refusals in words."""
    rows = typed_rows.rows(typed, "images")
    held = {row.get("asset_id") for row in rows}
    kept, refused = taken_in(request.files.getlist("pictures"))
    ids = [*typed.poplist("pictures_ids"), *kept]
    new = [{"asset_id": each, "alt": ""} for each in dict.fromkeys(ids) if each not in held]
    typed_rows.put(typed, "images", [*rows, *new])
    return refused


def _count(form: ProductForm, product: Product) -> None:
    """Write the stock typed in the rows; a count below what orders hold waits on the stock page."""
    for entry, variant in zip(form.variants.entries, list(product.variants), strict=True):
        counted = stock_typed(entry.form)
        if counted is None or not variant.stock_tracked:
            continue
        if not count(variant, counted, by=acting_user()).written:
            flash(_("Orders hold more than you counted. Open Stock to choose which of them wait."), "warn")
