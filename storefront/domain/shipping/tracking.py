"""Where the goods are: what the owner knows about a fulfillment on its way."""

from __future__ import annotations

from storefront.infra import clock, events
from storefront.infra.db import locked
from storefront.infra.text import clean
from storefront.models.order import Fulfillment


def track(
    fulfillment: Fulfillment, *, carrier: str, tracking_number: str, tracking_url: str, by: events.Actor
) -> None:
    """Correct how the goods travel. The address must have been checked to be http or https."""
    fulfillment = locked(fulfillment)
    fulfillment.carrier = clean(carrier)
    fulfillment.tracking_number = clean(tracking_number)
    fulfillment.tracking_url = tracking_url
    events.record("order.tracked", fulfillment.order, by=by, fulfillment_id=str(fulfillment.id))


def mark_delivered(fulfillment: Fulfillment, *, by: events.Actor) -> None:
    """The goods arrived; harmless twice. It says nothing about cash on delivery having been handed over."""
    fulfillment = locked(fulfillment)
    if fulfillment.delivered_at is None:
        fulfillment.delivered_at = clock.now()
        events.record("order.delivered", fulfillment.order, by=by, fulfillment_id=str(fulfillment.id))
