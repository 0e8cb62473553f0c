"""What the shop's own books say about a payment by card: each movement is booked and told as a fact.

Where a gateway is `internal`, this stands in the place of calls to a company. The caller hands the facts on
within the same transaction, so that card and payment never part.
"""

from __future__ import annotations

from sqlalchemy import select

from storefront.adapters.gateways.base import EventKind, GatewayEvent, Mode
from storefront.domain.payments import stored_value
from storefront.infra.db import db
from storefront.infra.money import Money
from storefront.infra.tenancy import current_shop_id
from storefront.models.order import Order
from storefront.models.payment import Payment, PaymentState
from storefront.models.stored_value import CardEntry, StoredCard


def hold(payment: Payment, card: StoredCard) -> GatewayEvent:
    """Set the payment's whole amount aside on the card. Raises what `stored_value.hold` raises."""
    payment.stored_card_id = card.id
    return _fact(payment, EventKind.AUTHORIZED, stored_value.hold(card, payment.amount, payment=payment))


def capture(payment: Payment, amount: int) -> list[GatewayEvent]:
    """Take held money (minor units) and let the rest go: the payment is of what is taken from then on.

    Raises NotEnoughOnCard.
    """
    card = card_of(payment)
    taken = stored_value.capture(card, amount, payment=payment)
    payment.amount = amount
    stored_value.release(card, payment=payment)
    return [_fact(payment, EventKind.CHARGED, taken)]


def void(payment: Payment) -> list[GatewayEvent]:
    """Let all held money go."""
    released = stored_value.release(card_of(payment), payment=payment)
    return [_fact(payment, EventKind.CANCELLED, released)] if released is not None else []


def give_back(payment: Payment, amount: int, *, refund_id: int) -> str:
    """Put money of a payment (minor units) back on its card; returns the reference of the movement."""
    entry = stored_value.refund(card_of(payment), amount, payment=payment, key=str(refund_id))
    return str(entry.id)


def card_of(payment: Payment) -> StoredCard:
    """The card that pays."""
    return db.session.get_one(StoredCard, (current_shop_id(), payment.stored_card_id))


def held_for_order(order: Order) -> list[Payment]:
    """Payments of an order whose money a card of the shop sets aside."""
    return list(
        db.session.scalars(
            select(Payment)
            .where(
                Payment.order_id == order.id,
                Payment.stored_card_id.is_not(None),
                Payment.state == PaymentState.AUTHORIZED,
            )
            .order_by(Payment.id)
        )
    )


def _fact(payment: Payment, kind: EventKind, entry: CardEntry) -> GatewayEvent:
    return GatewayEvent(
        kind=kind,
        provider_ref=str(entry.id),
        money=Money(abs(entry.held), payment.currency),
        happened_at=entry.created_at,
        mode=Mode(payment.mode.value),
        public_number=payment.public_number,
    )
