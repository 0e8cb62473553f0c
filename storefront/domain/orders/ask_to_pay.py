"""Ask the customer for the deposit or the rest: a message with the order's own link, where it is paid."""

from __future__ import annotations

from storefront.domain.payments.start import NothingToPay
from storefront.infra import events
from storefront.infra.db import locked
from storefront.models.order import Order, OrderState

REQUESTED = "order.payment_requested"


def ask_to_pay(order: Order, *, by: events.Actor) -> None:
    """Leave the message; the link shows what is asked for now. Raises NothingToPay."""
    order = locked(order)
    if order.state is OrderState.CANCELLED or order.due_now <= 0:
        raise NothingToPay
    events.record(REQUESTED, order, by=by, number=order.number, amount=order.due_now)
