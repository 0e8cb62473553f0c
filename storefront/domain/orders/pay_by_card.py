"""An order is paid by a gift card or prepaid card of the shop: all of it, or as much as the card can give."""

from __future__ import annotations

from flask_babel import lazy_gettext
from sqlalchemy import select

from storefront.domain.orders.deadlines import waits_for_answer
from storefront.domain.orders.pay_again import pay_again
from storefront.domain.orders.transitions import complete_if_done
from storefront.domain.payments import card_facts
from storefront.domain.payments.cards import find_card
from storefront.domain.payments.methods import NoSuchMethod, capabilities_of, offered
from storefront.domain.payments.record import WAITING, record_fact, take_from_cards
from storefront.domain.payments.start import NothingToPay, create_payment, expiry
from storefront.domain.payments.stored_value import check_usable, spendable
from storefront.infra import events
from storefront.infra.db import db, locked
from storefront.infra.errors import Invalid
from storefront.models.order import Order, OrderState
from storefront.models.payment import Payment, PaymentMethod
from storefront.models.stored_value import StoredCard


def pay_by_card(order: Order, code: str, pin: str, *, address: str) -> Payment:
    """Set aside on a card what is asked for now, or as much as it has; if that is all, take it at once.

    `address` is who asks, against guessing. Raises Invalid beside `code` or `pin`, CardBlocked, CardExpired,
    NoSuchMethod where the shop takes no cards, NothingToPay, OrderClosed, NotEnoughStock.
    """
    method = card_method(order)
    card = find_card(code, pin, mode=order.mode, address=address)
    order, card = locked(order), locked(card)
    check_usable(card)
    amount = _share(order, card)
    payment = _waiting(order, method) or _begun(order, method, amount)
    payment.amount, payment.channel = amount, capabilities_of(method).channels[0].code
    payment.expires_at = None if waits_for_answer(order.payment_choice) else expiry(method.gateway)
    record_fact(payment, card_facts.hold(payment, card), by=events.CUSTOMER)
    if order.is_secured:
        payment.expires_at = None
    take_from_cards(order, by=events.CUSTOMER)
    complete_if_done(order, by=events.CUSTOMER)
    return payment


def card_method(order: Order) -> PaymentMethod:
    """The shop's way of being paid by its own cards. Raises NoSuchMethod."""
    for method in offered(order.mode, max(order.due_now, 1), order.currency):
        if capabilities_of(method).internal:
            return method
    raise NoSuchMethod


def _share(order: Order, card: StoredCard) -> int:
    if order.due_now <= 0 or order.state is OrderState.CANCELLED:
        raise NothingToPay
    if card.currency != order.currency:
        raise Invalid.field("code", lazy_gettext("This card is of another currency."))
    amount = min(order.due_now, spendable(card))
    if amount <= 0:
        raise Invalid.field(
            "code",
            lazy_gettext("Nothing can be paid with this card now: it is empty, or its limit is reached."),
        )
    return amount


def _waiting(order: Order, method: PaymentMethod) -> Payment | None:
    """The attempt begun at checkout, which waits for a card's code."""
    return db.session.scalars(
        select(Payment)
        .where(
            Payment.order_id == order.id,
            Payment.payment_method_id == method.id,
            Payment.stored_card_id.is_(None),
            Payment.state.in_(WAITING),
            Payment.captured == 0,
        )
        .order_by(Payment.id.desc())
    ).first()


def _begun(order: Order, method: PaymentMethod, amount: int) -> Payment:
    """A new attempt; where the rest is handed over at the door, the goods wait for the seller as before."""
    if amount < order.due_now and waits_for_answer(order.payment_choice):
        return create_payment(order, method, amount=amount)
    return pay_again(order, method, amount=amount)
