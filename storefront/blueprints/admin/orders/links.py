"""Ways back to an order."""

from __future__ import annotations

from flask import url_for
from werkzeug.wrappers import Response

from storefront.blueprints.common.respond import see_other
from storefront.models.order import Order


def to_order(order: Order) -> Response:
    """Look at the order again."""
    return see_other(url_for("admin.orders.listing.show", number=order.number))
