"""The owner's word that money came: cash at the door, a transfer seen in the bank's own app."""

from __future__ import annotations

from flask_babel import lazy_gettext
from sqlalchemy import select

from storefront.adapters.gateways import gateway
from storefront.domain.orders.transitions import complete_if_done
from storefront.domain.payments.choices import gateway_code
from storefront.domain.payments.methods import NoSuchMethod, capabilities_of, method_of, offered
from storefront.domain.payments.record import record_received
from storefront.domain.payments.start import create_payment
from storefront.infra import events
from storefront.infra.db import db, locked
from storefront.infra.errors import Invalid
from storefront.models.order import Order
from storefront.models.payment import Payment, PaymentMethod, PaymentState, Transaction


def mark_paid(order: Order, amount: int, *, form_key: str, by: events.Actor) -> None:
    """Record money received, in minor units; the form's key makes a second press harmless.

    It goes to the newest payment that still waits; a new one is begun when none does. What the shop's own
    cards pay is never recorded by hand.
    Raises Invalid, NothingToPay, NoSuchMethod.
    """
    if amount <= 0:
        raise Invalid.field("amount", lazy_gettext("Enter the amount that was received."))
    order = locked(order)
    payment = _marked_before(order, form_key) or _waiting(order)
    if payment is None:
        payment = create_payment(order, _method(order))
    record_received(payment, amount, form_key=form_key, by=by)
    complete_if_done(order, by=by)


def _marked_before(order: Order, form_key: str) -> Payment | None:
    return db.session.scalar(
        select(Payment)
        .join(Transaction, (Transaction.shop_id == Payment.shop_id) & (Transaction.payment_id == Payment.id))
        .where(Payment.order_id == order.id, Transaction.provider_ref == f"manual:{form_key}")
    )


def _waiting(order: Order) -> Payment | None:
    open_ones = db.session.scalars(
        select(Payment)
        .where(Payment.order_id == order.id, Payment.state != PaymentState.SUCCEEDED)
        .order_by(Payment.id.desc())
    )
    return next((one for one in open_ones if not gateway(one.gateway).capabilities.internal), None)


def _method(order: Order) -> PaymentMethod:
    """The way chosen first, or the first one offered where that was a card of the shop."""
    chosen = method_of(gateway_code(order.payment_choice), order.mode)
    if not capabilities_of(chosen).internal:
        return chosen
    for other in offered(order.mode, order.due, order.currency):
        if not capabilities_of(other).internal:
            return other
    raise NoSuchMethod
