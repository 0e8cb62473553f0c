"""Counting, receiving, and letting orders go whose goods are not there."""

from __future__ import annotations

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from storefront.blueprints.admin.stock.forms import CountForm, FreeingForm, ReceiveForm, WarningForm
from storefront.blueprints.admin.stock.listing import face
from storefront.blueprints.common.forms import BaseForm
from storefront.blueprints.common.guards import need_permission
from storefront.blueprints.common.respond import invalid, see_other
from storefront.domain.inventory.adjust import count, receive, warn_at
from storefront.domain.inventory.queries import holders, stock_row, variant_by_id
from storefront.domain.orders.backorder import backorder
from storefront.domain.orders.cancel import cancel
from storefront.infra.errors import Invalid
from storefront.infra.events import acting_user

bp = Blueprint("changes", __name__)


@bp.post("/<int:variant_id>/counts")
@need_permission("stock.edit")
def create_count(variant_id: int) -> ResponseReturnValue:
    """Set what is on hand; below what orders hold the count waits."""
    variant = variant_by_id(variant_id)
    form = CountForm()
    if not form.validate():
        return _again(variant_id, count=form)
    result = count(variant, form.counted.data, by=acting_user(), note=form.count_note.data or "")
    if result.written:
        flash(_("The count is written."), "good")
    else:
        flash(
            _("Orders hold more than you counted. Choose below which of them wait or are cancelled."), "warn"
        )
    return _to(variant_id)


@bp.post("/<int:variant_id>/receipts")
@need_permission("stock.edit")
def create_receipt(variant_id: int) -> ResponseReturnValue:
    """Add what came in."""
    variant = variant_by_id(variant_id)
    form = ReceiveForm()
    if not form.validate():
        return _again(variant_id, receive=form)
    try:
        key, note = form.form_key.data or None, form.receive_note.data or ""
        receive(variant, form.quantity.data, by=acting_user(), note=note, form_key=key)
    except Invalid as wrong:
        form.add_errors(wrong.errors)
        return _again(variant_id, receive=form)
    flash(_("What came in is added."), "good")
    return _to(variant_id)


@bp.post("/<int:variant_id>/warning")
@need_permission("stock.edit")
def create_warning(variant_id: int) -> ResponseReturnValue:
    """Set from what amount down few are left."""
    variant = variant_by_id(variant_id)
    form = WarningForm()
    if not form.validate():
        return _again(variant_id, warning=form)
    try:
        warn_at(variant, form.low_at.data, by=acting_user())
    except Invalid as wrong:
        form.add_errors(wrong.errors)
        return _again(variant_id, warning=form)
    flash(_("Saved."), "good")
    return _to(variant_id)


@bp.post("/<int:variant_id>/freeing")
@need_permission("orders.cancel")
def create_freeing(variant_id: int) -> ResponseReturnValue:
    """Cancel or backorder the orders chosen, in one transaction; then a waiting count may fit."""
    variant = variant_by_id(variant_id)
    form = FreeingForm()
    chosen = {each.order: request.form.get(f"order-{each.order.number}", "") for each in holders(variant_id)}
    if not form.validate() or not any(chosen.values()):
        form.add_errors({} if any(chosen.values()) else {"": [_("Choose at least one order.")]})
        return _again(variant_id, freeing=form)
    for order, do in chosen.items():
        if do == "cancel":
            cancel(order, reason=form.reason.data or "", by=acting_user())
        elif do == "backorder":
            backorder(order, variant, by=acting_user())
    if stock_row(variant_id).waiting is None:
        flash(_("Enough goods are free now, and the count is written."), "good")
    else:
        flash(_("The count still waits: orders hold more than there is."), "warn")
    return _to(variant_id)


def _again(variant_id: int, **forms: BaseForm) -> ResponseReturnValue:
    return invalid("admin/stock/show.html", **face(variant_id, **forms))


def _to(variant_id: int) -> ResponseReturnValue:
    return see_other(url_for("admin.stock.listing.show", variant_id=variant_id))
