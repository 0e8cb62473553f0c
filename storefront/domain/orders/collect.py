"""Money taken face to face: a QR code at the door or the counter, a card at the shop's own terminal."""

from __future__ import annotations

import datetime as dt

from flask_babel import lazy_gettext
from sqlalchemy import select

from storefront.adapters.gateways.base import EventKind, GatewayEvent, Mode, StepKind
from storefront.domain.accounts.links import issue_link, revoke_links
from storefront.domain.orders.transitions import complete_if_done
from storefront.domain.payments.methods import NoSuchMethod, capabilities_of
from storefront.domain.payments.record import STILL_OPEN, record_fact
from storefront.domain.payments.start import Addresses, NothingToPay, create_payment, start
from storefront.infra import clock, events
from storefront.infra.db import db, locked
from storefront.infra.errors import Invalid
from storefront.infra.money import Money
from storefront.infra.text import clean
from storefront.models.order import Order, OrderState
from storefront.models.payment import Payment, PaymentMethod, Transaction, TransactionKind

DOOR = "orders.door"
"""The purpose of a link for whoever brings the goods."""
DOOR_LIFE = dt.timedelta(days=7)
NOWHERE = Addresses("", "")
"""A code drawn here sends no browser anywhere and is called back by nobody."""


def qr_method(order: Order) -> PaymentMethod | None:
    """The shop's way of being paid by a code drawn here, into its own account."""
    return next(
        (
            method
            for method in _switched_on(order)
            if StepKind.QR in capabilities_of(method).steps and capabilities_of(method).unaddressed_transfers
        ),
        None,
    )


def counter_methods(order: Order) -> list[PaymentMethod]:
    """Ways that staff record and shoppers never see, such as a card at the counter."""
    return [method for method in _switched_on(order) if capabilities_of(method).staff_only]


def ask_by_qr(order: Order) -> Payment:
    """A code for what is owed now; asked again while it is good, it is the same one.

    Raises NoSuchMethod, NothingToPay.
    """
    order = locked(order)
    method = qr_method(order)
    if method is None:
        raise NoSuchMethod
    standing = open_qr(order)
    if standing is not None:
        return standing
    payment = create_payment(order, method)
    start(payment, NOWHERE)
    return payment


def open_qr(order: Order) -> Payment | None:
    """The code that may still be paid for exactly what is owed."""
    method = qr_method(order)
    if method is None or order.due <= 0:
        return None
    found = db.session.scalars(
        select(Payment)
        .where(
            Payment.order_id == order.id,
            Payment.payment_method_id == method.id,
            Payment.state.in_(STILL_OPEN),
            Payment.captured == 0,
            Payment.amount == order.due,
        )
        .order_by(Payment.id.desc())
    ).first()
    running = found is not None and (found.expires_at is None or found.expires_at > clock.now())
    return found if running and found is not None and found.next_step.get("qr") else None


def door_link(order: Order, *, by: events.Actor) -> str:
    """A new token for whoever brings the goods; earlier ones end. Raises NothingToPay, NoSuchMethod."""
    order = locked(order)
    if order.due <= 0 or order.state is OrderState.CANCELLED:
        raise NothingToPay
    if qr_method(order) is None:
        raise NoSuchMethod
    revoke_links(DOOR, subject_id=order.id, shop_id=order.shop_id)
    token = issue_link(DOOR, subject_id=order.id, life=DOOR_LIFE, shop_id=order.shop_id)
    events.record("order.door_link_made", order, by=by, number=order.number)
    return token


def record_slip(
    order: Order, method: PaymentMethod, amount: int, *, reference: str, by: events.Actor
) -> Payment:
    """Money taken at the counter (minor units), proved by a slip; the same slip counts once.

    Raises Invalid beside `amount` or `reference`, NoSuchMethod, NothingToPay.
    """
    order, slip = locked(order), clean(reference)
    if not capabilities_of(method).staff_only:
        raise NoSuchMethod
    known = _payment_of_slip(method, slip)
    if known is not None and (known.order_id, known.captured) == (order.id, amount):
        return known
    _check_slip(order, amount, slip, known)
    payment = create_payment(order, method, amount=amount)
    record_fact(payment, _charged(payment, slip), by=by)
    complete_if_done(order, by=by)
    return payment


def _switched_on(order: Order) -> list[PaymentMethod]:
    mine = select(PaymentMethod).where(PaymentMethod.enabled, PaymentMethod.mode == order.mode)
    return list(db.session.scalars(mine.order_by(PaymentMethod.position, PaymentMethod.id)))


def _payment_of_slip(method: PaymentMethod, slip: str) -> Payment | None:
    return db.session.scalar(
        select(Payment)
        .join(Transaction, (Transaction.shop_id == Payment.shop_id) & (Transaction.payment_id == Payment.id))
        .where(
            Transaction.payment_method_id == method.id,
            Transaction.kind == TransactionKind.CHARGED,
            Transaction.provider_ref == slip,
        )
    )


def _check_slip(order: Order, amount: int, slip: str, known: Payment | None) -> None:
    if not slip or len(slip) > 100:
        raise Invalid.field("reference", lazy_gettext("Enter the number on the slip."))
    if known is not None:
        raise Invalid.field("reference", lazy_gettext("This slip has been recorded already."))
    if order.due <= 0 or order.state is OrderState.CANCELLED:
        raise NothingToPay
    if not 0 < amount <= order.due:
        raise Invalid.field("amount", lazy_gettext("Enter at most what is still owed."))


def _charged(payment: Payment, slip: str) -> GatewayEvent:
    return GatewayEvent(
        kind=EventKind.CHARGED,
        provider_ref=slip,
        money=Money(payment.amount, payment.currency),
        happened_at=clock.now(),
        mode=Mode(payment.mode.value),
        public_number=payment.public_number,
    )
