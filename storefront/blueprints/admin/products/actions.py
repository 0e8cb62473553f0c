"""What is done with one product beside editing it, and with all sample goods."""

from __future__ import annotations

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from storefront.blueprints.admin.products.forms import PressForm
from storefront.blueprints.common.guards import need_permission
from storefront.blueprints.common.respond import back_or, see_other
from storefront.domain.catalogue.products import archive, delete_samples, duplicate, restore, set_state
from storefront.domain.catalogue.queries import product_by_id
from storefront.infra.errors import Invalid
from storefront.infra.events import acting_user
from storefront.models.product import Product, ProductState

bp = Blueprint("actions", __name__)


@bp.post("/<int:product_id>/copies")
@need_permission("products.edit")
def create_copy(product_id: int) -> ResponseReturnValue:
    """A draft with the same words."""
    product = product_by_id(product_id)
    _pressed()
    copy = duplicate(product, by=acting_user())
    flash(_("This is the copy, a draft. Change what differs, then put it on sale."), "good")
    return _to(copy)


@bp.post("/<int:product_id>/archiving")
@need_permission("products.edit")
def create_archiving(product_id: int) -> ResponseReturnValue:
    """Take it out of the shop."""
    product = product_by_id(product_id)
    _pressed()
    archive(product, by=acting_user())
    flash(_("%(name)s is archived. You can restore it at any time.", name=product.name), "good")
    return _to(product)


@bp.post("/<int:product_id>/restoring")
@need_permission("products.edit")
def create_restoring(product_id: int) -> ResponseReturnValue:
    """Bring it back as it was."""
    product = product_by_id(product_id)
    _pressed()
    restore(product, by=acting_user())
    flash(_("%(name)s is restored.", name=product.name), "good")
    return _to(product)


@bp.post("/<int:product_id>/state")
@need_permission("products.edit")
def update_state(product_id: int) -> ResponseReturnValue:
    """Put on sale, or back to draft."""
    product = product_by_id(product_id)
    _pressed()
    state = ProductState.ACTIVE if request.form.get("state") == "active" else ProductState.DRAFT
    set_state(product, state, by=acting_user())
    on_sale = state is ProductState.ACTIVE
    flash(_("The product is on sale.") if on_sale else _("The product is a draft again."), "good")
    return _to(product)


@bp.post("/samples/removal")
@need_permission("products.edit")
def create_samples_removal() -> ResponseReturnValue:
    """Remove the sample goods."""
    _pressed()
    gone = delete_samples(by=acting_user())
    flash(_("%(number)s sample products are removed.", number=gone), "good")
    return back_or(url_for("admin.products.listing.index"))


def _pressed() -> None:
    """The button's token is good. Raises Invalid."""
    if not PressForm().validate():
        raise Invalid.field("", _("This page was open for too long. Please send it again."))


def _to(product: Product) -> ResponseReturnValue:
    return see_other(url_for("admin.products.editor.show", product_id=product.id))
