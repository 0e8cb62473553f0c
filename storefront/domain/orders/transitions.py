"""The order's one state: open, then completed or cancelled; every change of it happens here."""

from __future__ import annotations

from flask_babel import lazy_gettext

from storefront.infra import clock, events
from storefront.infra.errors import Conflict
from storefront.models.order import Order, OrderState


class OrderClosed(Conflict):
    """It is completed or cancelled, so this cannot be done any more."""

    code = "order_closed"
    message = lazy_gettext("This order is already closed.")


def move(order: Order, state: OrderState) -> None:
    """Close an open, locked order. Raises OrderClosed."""
    if order.state is not OrderState.OPEN or state is OrderState.OPEN:
        raise OrderClosed
    order.state = state
    if state is OrderState.COMPLETED:
        order.completed_at = clock.now()
    else:
        order.cancelled_at = clock.now()


def complete_if_done(order: Order, *, by: events.Actor) -> None:
    """Complete a locked order when everything is sent and paid; else leave it as it is."""
    if order.is_done:
        move(order, OrderState.COMPLETED)
        events.record("order.completed", order, by=by, number=order.number)
