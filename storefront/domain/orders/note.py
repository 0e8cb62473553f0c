"""The owner's own words about an order; shoppers never see them."""

from __future__ import annotations

from storefront.infra import events
from storefront.infra.db import locked
from storefront.infra.text import clean_multiline
from storefront.models.order import Order

LONGEST = 2000


def set_note(order: Order, text: str, *, by: events.Actor) -> None:
    """Replace the note; the event says that it changed, never what it says."""
    order = locked(order)
    order.owner_note = clean_multiline(text)[:LONGEST]
    events.record("order.noted", order, by=by, number=order.number)
