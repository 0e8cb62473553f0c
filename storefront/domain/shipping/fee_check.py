"""The owner tries what delivery to a place costs, before a shopper asks."""

from __future__ import annotations

from storefront.domain.shipping.rates import DeliveryChoice, choices
from storefront.infra import events
from storefront.models.shipping import DeliveryKind
from storefront.models.shop import Shop


def check_fee(shop: Shop, unit_code: str, *, by: events.Actor) -> list[DeliveryChoice]:
    """The ways to bring goods to a commune, pick-up left out; the try is noted when there is a fee to show.

    Raises UnknownPlace.
    """
    found = delivered_to(unit_code)
    if found:
        events.record("delivery.fee_checked", shop, by=by, unit_code=unit_code, fee=found[0].fee)
    return found


def delivered_to(unit_code: str, subtotal: int = 0) -> list[DeliveryChoice]:
    """The ways to bring goods of that sum (minor units) to a commune. Raises UnknownPlace."""
    return [each for each in choices(unit_code, subtotal) if each.kind is not DeliveryKind.PICKUP]
