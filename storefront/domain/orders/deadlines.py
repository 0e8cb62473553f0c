"""How long an order waits: for the seller's word when cash is paid at the door, else for the money."""

from __future__ import annotations

import datetime as dt

from storefront.models.shop import ShopSettings

COD = "cod"
BANK_TRANSFER = "bank_transfer"
NOTHING_TO_PAY = "none"


def waits_for_answer(gateway: str) -> bool:
    """Whether the seller's answer is what the goods are held for; other gateways wait for the money."""
    return gateway in (COD, NOTHING_TO_PAY)


def hold_time(gateway: str, settings: ShopSettings) -> dt.timedelta:
    """How long the goods are held, by the shop's settings."""
    if waits_for_answer(gateway):
        return dt.timedelta(hours=settings.answer_hours)
    if gateway == BANK_TRANSFER:
        return dt.timedelta(hours=settings.transfer_hours)
    return dt.timedelta(minutes=settings.gateway_minutes)
