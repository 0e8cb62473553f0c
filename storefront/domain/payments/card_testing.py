"""Against robots that try out stolen cards: few attempts for an order, an address, a shop and all of us.

On by default and for cards only: other ways of paying stay open to whoever is stopped here. Counted by
attempts, since each of them is one chance to try a number at the gateway's page.
"""

from __future__ import annotations

from flask_babel import lazy_gettext

from storefront.adapters.gateways.base import Channel
from storefront.infra import limits
from storefront.infra.errors import Conflict
from storefront.infra.tenancy import current_shop_id
from storefront.models.order import Mode, Order

HOUR = 3600
AN_ORDER, AN_ADDRESS, A_SHOP, EVERYBODY = 6, 12, 200, 2000
"""Card attempts in an hour. A class behind one address practises with money that nobody can steal."""


class TooManyCardAttempts(Conflict):
    """Cards were tried too often; another way of paying is open."""

    code = "too_many_card_attempts"
    message = lazy_gettext(
        "A card has been tried too often here. Please choose another way of paying, or try again in an hour."
    )


def count_attempt(order: Order, channel: Channel, *, address: str) -> None:
    """Count an attempt about to begin. Raises TooManyCardAttempts."""
    if not channel.instrument.card:
        return
    shop = str(current_shop_id())
    real = order.mode is Mode.LIVE
    allowed = (
        limits.allow("cards-order", AN_ORDER, HOUR, shop, str(order.id))
        and (not real or limits.allow("cards-address", AN_ADDRESS, HOUR, address))
        and limits.allow("cards-shop", A_SHOP, HOUR, shop)
        and limits.allow("cards", EVERYBODY, HOUR)
    )
    if not allowed:
        raise TooManyCardAttempts
