"""Money of an order: what the owner received, gives back, and has looked at."""

from __future__ import annotations

from flask import Blueprint, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from storefront.blueprints.admin.orders.actions import again
from storefront.blueprints.admin.orders.forms import AnswerForm, MarkPaidForm, RefundDoneForm, RefundForm
from storefront.blueprints.admin.orders.links import to_order
from storefront.blueprints.common.guards import need_permission
from storefront.domain.orders.mark_paid import mark_paid
from storefront.domain.orders.queries import order_by_number
from storefront.domain.payments.refund import RefundTooLarge, finish_refund, refundable, request_refund
from storefront.domain.payments.reviews import resolve
from storefront.infra.db import db
from storefront.infra.errors import Invalid, NotFound
from storefront.infra.events import acting_user
from storefront.models.order import Order
from storefront.models.payment import Payment, Refund, Review

bp = Blueprint("money", __name__)


@bp.post("/<number>/payments")
@need_permission("orders.mark_paid")
def create_payment(number: str) -> ResponseReturnValue:
    """The owner's word that money came."""
    order = order_by_number(number)
    form = MarkPaidForm()
    if not form.validate():
        return again(order, pay=form)
    try:
        mark_paid(order, form.amount.data, form_key=form.form_key.data or "", by=acting_user())
    except Invalid as wrong:
        form.add_errors(wrong.errors)
        return again(order, pay=form)
    flash(_("The money for order %(number)s is recorded.", number=order.number))
    return to_order(order)


@bp.post("/<number>/refunds")
@need_permission("orders.refund")
def create_refund(number: str) -> ResponseReturnValue:
    """Promise money back, from the newest payment that can give it."""
    order = order_by_number(number)
    form = RefundForm()
    if not form.validate():
        return again(order, refund=form)
    payment = _payment_with(order, form.amount.data)
    if payment is None:
        form.add_errors({"amount": [str(RefundTooLarge.message)]})
        return again(order, refund=form)
    request_refund(
        payment,
        form.amount.data,
        reason=form.reason.data or "",
        key=form.form_key.data or "",
        by=acting_user(),
    )
    flash(_("The refund is recorded."))
    return to_order(order)


@bp.post("/<number>/refunds/<int:refund_id>/completion")
@need_permission("orders.refund")
def finish(number: str, refund_id: int) -> ResponseReturnValue:
    """A refund was sent by hand."""
    order = order_by_number(number)
    form = RefundDoneForm()
    if not form.validate():
        return again(order, refund_done=form)
    refund = db.session.scalar(select(Refund).where(Refund.id == refund_id, Refund.order_id == order.id))
    if refund is None:
        raise NotFound
    finish_refund(refund, reference=form.reference.data or "", by=acting_user())
    flash(_("The refund is marked as done."))
    return to_order(order)


@bp.post("/<number>/reviews/<int:review_id>/resolution")
@need_permission("orders.mark_paid")
def close_review(number: str, review_id: int) -> ResponseReturnValue:
    """A person has looked and knows what to make of it."""
    order = order_by_number(number)
    review = db.session.scalar(select(Review).where(Review.id == review_id, Review.order_id == order.id))
    if review is None:
        raise NotFound
    if not AnswerForm().validate():
        return again(order)
    resolve(review, "seen", by=acting_user())
    flash(_("Marked as looked at."))
    return to_order(order)


def _payment_with(order: Order, amount: int) -> Payment | None:
    newest = select(Payment).where(Payment.order_id == order.id).order_by(Payment.id.desc())
    return next((payment for payment in db.session.scalars(newest) if refundable(payment) >= amount), None)
