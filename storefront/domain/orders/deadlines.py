"""How long an order waits: for the seller's word when cash is paid at the door, else for the money."""

from __future__ import annotations

import datetime as dt

from storefront.adapters.gateways import gateway
from storefront.adapters.gateways.base import Patience
from storefront.domain.payments.choices import gateway_code
from storefront.models.shop import ShopSettings

NOTHING_TO_PAY = "none"


def waits_for_answer(choice: str) -> bool:
    """Whether the seller's answer is what the goods are held for; other gateways wait for the money."""
    return _patience(choice) is Patience.DOOR


def hold_time(choice: str, settings: ShopSettings) -> dt.timedelta:
    """How long the goods are held, by the shop's settings."""
    patience = _patience(choice)
    if patience is Patience.DOOR:
        return dt.timedelta(hours=settings.answer_hours)
    if patience is Patience.TRANSFER:
        return dt.timedelta(hours=settings.transfer_hours)
    return dt.timedelta(minutes=settings.gateway_minutes)


def _patience(choice: str) -> Patience:
    """Of a chosen way of paying; an order with nothing to pay waits for the seller."""
    code = gateway_code(choice)
    return Patience.DOOR if code == NOTHING_TO_PAY else gateway(code).capabilities.patience
