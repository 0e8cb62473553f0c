"""Sending goods and taking them back, with what follows for the order itself."""

from __future__ import annotations

from collections.abc import Mapping

from storefront.domain.orders.transitions import complete_if_done
from storefront.domain.shipping.fulfil import fulfil
from storefront.infra import events
from storefront.infra.db import locked
from storefront.models.order import Fulfillment, Order


def send(
    order: Order,
    *,
    lines: Mapping[int, int] | None,
    carrier: str,
    tracking_number: str,
    key: str,
    by: events.Actor,
) -> Fulfillment:
    """Fulfil (line item id -> thousandths; None: everything left) and complete the order if that was all.

    Raises what `fulfil` raises.
    """
    fulfillment = fulfil(order, lines=lines, carrier=carrier, tracking_number=tracking_number, key=key, by=by)
    complete_if_done(locked(order), by=by)
    return fulfillment
