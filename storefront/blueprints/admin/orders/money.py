"""Money of an order: what the owner received, gives back, and has looked at."""

from __future__ import annotations

from flask import Blueprint, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from storefront.blueprints.admin.orders.actions import again
from storefront.blueprints.admin.orders.forms import AnswerForm, MarkPaidForm, RefundDoneForm, RefundForm
from storefront.blueprints.admin.orders.links import to_order
from storefront.blueprints.admin.orders.money_faces import offer_refunds
from storefront.blueprints.common.guards import need_permission
from storefront.domain.onboarding.payment import bank_of
from storefront.domain.orders.mark_paid import mark_paid
from storefront.domain.orders.queries import order_by_number
from storefront.domain.payments.give_back import give_back
from storefront.domain.payments.refund import RefundNotOffered, RefundTooLarge, refundable, request_refund
from storefront.domain.payments.refund_facts import finish_refund
from storefront.domain.payments.reviews import resolve
from storefront.infra.db import db
from storefront.infra.errors import Invalid, NotFound
from storefront.infra.events import acting_user
from storefront.models.order import Order
from storefront.models.payment import Payment, Refund, RefundChannel, Review

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
    """Promise money back from one payment, in one of the ways it can go."""
    order = order_by_number(number)
    form = RefundForm()
    offer_refunds(form, order)
    if not form.validate():
        return again(order, refund=form)
    payment = _payment_of(order, form)
    if payment is None:
        form.add_errors({"amount": [str(RefundTooLarge.message)]})
        return again(order, refund=form)
    try:
        _promise(payment, form)
    except Invalid as wrong:
        form.add_errors(wrong.errors)
        return again(order, refund=form)
    except RefundTooLarge as refused:
        form.add_errors({"amount": [str(refused.message)]})
        return again(order, refund=form)
    except RefundNotOffered as refused:
        form.add_errors({"channel": [str(refused.message)]})
        return again(order, refund=form)
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


@bp.post("/<number>/reviews/<int:review_id>/refund")
@need_permission("orders.refund")
def give_back_for(number: str, review_id: int) -> ResponseReturnValue:
    """Give back the money a finding is about."""
    order = order_by_number(number)
    review = db.session.scalar(select(Review).where(Review.id == review_id, Review.order_id == order.id))
    if review is None:
        raise NotFound
    if not AnswerForm().validate():
        return again(order)
    give_back(review, by=acting_user())
    flash(_("The refund is recorded."))
    return to_order(order)


def _payment_of(order: Order, form: RefundForm) -> Payment | None:
    """The payment that was chosen, else the newest that brought in enough."""
    newest = select(Payment).where(Payment.order_id == order.id).order_by(Payment.id.desc())
    payments = db.session.scalars(newest).all()
    if form.payment.data:
        return next(payment for payment in payments if str(payment.id) == form.payment.data)
    return next((payment for payment in payments if refundable(payment) >= form.amount.data), None)


def _promise(payment: Payment, form: RefundForm) -> None:
    channel = RefundChannel(form.channel.data) if form.channel.data else None
    payout = None
    if form.account.data and channel is not RefundChannel.GATEWAY:
        payout = {
            "bank": bank_of(form.bank.data or "").short_name,
            "account": form.account.data.replace(" ", ""),
            "holder": form.holder.data or "",
        }
    request_refund(
        payment,
        form.amount.data,
        reason=form.reason.data or "",
        key=form.form_key.data or "",
        by=acting_user(),
        channel=channel,
        payout=payout,
    )
