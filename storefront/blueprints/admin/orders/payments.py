"""One payment of an order: ask its gateway, take held money or let it go; and ask the customer to pay."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from storefront.adapters.gateways.base import GatewayUnavailable
from storefront.blueprints.admin.orders.actions import again
from storefront.blueprints.admin.orders.forms import AnswerForm, CaptureForm
from storefront.blueprints.admin.orders.links import to_order
from storefront.blueprints.common.guards import need_permission
from storefront.domain.orders.ask_to_pay import ask_to_pay
from storefront.domain.orders.queries import order_by_number
from storefront.domain.settlement.held import HoldRefused, NothingHeld, capture, void
from storefront.domain.settlement.pending import check_now
from storefront.infra.db import db
from storefront.infra.errors import NotFound
from storefront.infra.events import acting_user
from storefront.models.order import Order
from storefront.models.payment import Payment

bp = Blueprint("payments", __name__, url_prefix="/<number>")


@bp.post("/payment-requests")
@need_permission("orders.mark_paid")
def create_request(number: str) -> ResponseReturnValue:
    """Write to the customer with the link where the deposit or the rest is paid."""
    order = order_by_number(number)
    if not AnswerForm().validate():
        return again(order)
    ask_to_pay(order, by=acting_user())
    flash(_("The customer gets a message with the link to pay."))
    return to_order(order)


@bp.post("/payments/<int:payment_id>/question")
@need_permission("orders.mark_paid")
def ask(number: str, payment_id: int) -> ResponseReturnValue:
    """Ask the gateway what became of it."""
    order = order_by_number(number)
    payment = _payment(order, payment_id)
    return _called(order, lambda: check_now(payment), _("The gateway was asked; what it knows stands here."))


@bp.post("/payments/<int:payment_id>/capture")
@need_permission("orders.mark_paid")
def take(number: str, payment_id: int) -> ResponseReturnValue:
    """Take held money, all of it or a part."""
    order = order_by_number(number)
    payment = _payment(order, payment_id)
    form = CaptureForm()
    if not form.validate():
        return again(order, capture=form)
    if not 0 < form.amount.data <= payment.amount:
        form.add_errors({"amount": [_("You can take at most what is held.")]})
        return again(order, capture=form)
    amount = form.amount.data
    return _called(order, lambda: capture(payment, amount, by=acting_user()), _("The money is taken."))


@bp.post("/payments/<int:payment_id>/release")
@need_permission("orders.mark_paid")
def let_go(number: str, payment_id: int) -> ResponseReturnValue:
    """Let held money go back to the customer."""
    order = order_by_number(number)
    payment = _payment(order, payment_id)
    return _called(order, lambda: void(payment, by=acting_user()), _("The money went back to the customer."))


def _called(order: Order, call: Callable[[], None], done: str) -> ResponseReturnValue:
    try:
        call()
    except GatewayUnavailable:
        words = _("The gateway did not answer, so nothing is known yet. It goes on being asked.")
        flash(words, "warn")
    except (HoldRefused, NothingHeld) as refused:
        flash(str(refused.message), "bad")
    else:
        flash(done)
    return to_order(order)


def _payment(order: Order, payment_id: int) -> Payment:
    payment = db.session.scalar(select(Payment).where(Payment.id == payment_id, Payment.order_id == order.id))
    if payment is None:
        raise NotFound
    return payment
