"""An order that waits for goods: what was held for it of one variant is free again, the order stands."""

from __future__ import annotations

from flask_babel import lazy_gettext

from storefront.domain.inventory import reserve as stock
from storefront.infra import events
from storefront.infra.db import locked
from storefront.infra.errors import Conflict
from storefront.models.order import Order, OrderState
from storefront.models.product import Variant


class OrderIsClosed(Conflict):
    """Only an open order can wait for goods."""

    code = "order_is_closed"
    message = lazy_gettext("This order is closed. Reload the page to see what still holds the goods.")


def backorder(order: Order, variant: Variant, *, by: events.Actor) -> None:
    """Let the order wait until the variant comes in; sending takes it from what is free then.

    Raises OrderIsClosed.
    """
    order = locked(order)
    if order.state is not OrderState.OPEN:
        raise OrderIsClosed
    stock.release_variant(order, variant.id)
    events.record("order.backordered", order, by=by, number=order.number, variant_id=str(variant.id))
