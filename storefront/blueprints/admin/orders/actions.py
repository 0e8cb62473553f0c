"""What is done with an order: answer it, send it, take it back, cancel it, note something."""

from __future__ import annotations

from flask import Blueprint, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from storefront.blueprints.admin.orders.faces import face, forms_of
from storefront.blueprints.admin.orders.forms import (
    NoteForm,
    ReasonForm,
    ReturnForm,
    SendForm,
    exemption_form,
    quantities,
)
from storefront.blueprints.admin.orders.links import to_order
from storefront.blueprints.common.guards import need_permission
from storefront.blueprints.common.respond import invalid
from storefront.domain.orders.accept import accept, decline
from storefront.domain.orders.cancel import cancel
from storefront.domain.orders.exempt import exempt
from storefront.domain.orders.note import set_note
from storefront.domain.orders.queries import order_by_number
from storefront.domain.orders.send import send
from storefront.domain.shipping.fulfil import take_back
from storefront.infra.errors import Invalid
from storefront.infra.events import acting_user
from storefront.models.order import Order

bp = Blueprint("actions", __name__)


@bp.post("/<number>/acceptance")
@need_permission("orders.accept")
def create_acceptance(number: str) -> ResponseReturnValue:
    """Say yes to the order."""
    order = order_by_number(number)
    accept(order, by=acting_user())
    flash(_("Order %(number)s is confirmed. The customer has been told.", number=order.number))
    return to_order(order)


@bp.post("/<number>/refusal")
@need_permission("orders.accept")
def create_refusal(number: str) -> ResponseReturnValue:
    """Say no to the order."""
    order = order_by_number(number)
    form = ReasonForm()
    if not form.validate():
        return again(order, reason=form)
    decline(order, reason=form.reason.data or "", by=acting_user())
    flash(_("Order %(number)s is declined. The customer has been told.", number=order.number))
    return to_order(order)


@bp.post("/<number>/cancellation")
@need_permission("orders.cancel")
def create_cancellation(number: str) -> ResponseReturnValue:
    """Cancel an order that has not been sent."""
    order = order_by_number(number)
    form = ReasonForm()
    if not form.validate():
        return again(order, reason=form)
    cancel(order, reason=form.reason.data or "", by=acting_user())
    flash(_("Order %(number)s is cancelled and its goods are free again.", number=order.number))
    return to_order(order)


@bp.post("/<number>/fulfillments")
@need_permission("orders.fulfil")
def create_fulfillment(number: str) -> ResponseReturnValue:
    """Send all that is left, or the quantities typed."""
    order = order_by_number(number)
    form = SendForm()
    if not form.validate():
        return again(order, send=form)
    try:
        lines = quantities(order.line_items, request.form) if "some" in request.form else None
    except Invalid as wrong:
        form.add_errors(wrong.errors)
        return again(order, send=form)
    send(
        order,
        lines=lines,
        carrier=form.carrier.data or "",
        tracking_number=form.tracking_number.data or "",
        key=form.form_key.data or "",
        by=acting_user(),
    )
    flash(_("The goods of order %(number)s are marked as sent.", number=order.number))
    return to_order(order)


@bp.post("/<number>/returns")
@need_permission("orders.fulfil")
def create_return(number: str) -> ResponseReturnValue:
    """Take goods back."""
    order = order_by_number(number)
    form = ReturnForm()
    try:
        lines = quantities(order.line_items, request.form)
    except Invalid as wrong:
        form.add_errors(wrong.errors)
        return again(order, back=form)
    if not lines or not form.validate():
        form.add_errors({"": [] if lines else [_("Enter how much came back of at least one line.")]})
        return again(order, back=form)
    take_back(order, lines=lines, restock=form.restock.data, reason=form.reason.data or "", by=acting_user())
    flash(_("The goods that came back are recorded."))
    return to_order(order)


@bp.post("/<number>/exemption")
@need_permission("orders.note")
def create_exemption(number: str) -> ResponseReturnValue:
    """Note why the order has no invoice made here."""
    order, form = order_by_number(number), exemption_form()
    if not form.validate():
        return again(order, exemption=form)
    exempt(order, form.reason.data or "", by=acting_user())
    flash(_("Noted for the books."), "good")
    return to_order(order)


@bp.post("/<number>/note")
@need_permission("orders.note")
def create_note(number: str) -> ResponseReturnValue:
    """Keep the team's note."""
    order = order_by_number(number)
    form = NoteForm()
    if not form.validate():
        return again(order, note=form)
    set_note(order, form.note.data or "", by=acting_user())
    flash(_("The note is saved."))
    return to_order(order)


def again(order: Order, **forms: object) -> ResponseReturnValue:
    """The order's page with a form that was not good yet."""
    return invalid("admin/orders/show.html", nav="orders", **face(order), forms_of=forms_of(order, **forms))
