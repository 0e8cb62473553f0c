"""Which way a payment's money reaches the shop, and whether that way has told anything yet."""

from __future__ import annotations

from storefront.adapters.gateways import gateway
from storefront.adapters.gateways.base import Patience
from storefront.domain.reconciliation.values import Road


def road_of(code: str, with_courier: bool) -> Road:
    """How a gateway's money reaches the shop, by what the gateway declares."""
    able = gateway(code).capabilities
    if able.internal or able.practice_only:
        return Road.HAND
    if able.intermediary:
        return Road.GATEWAY
    if able.unaddressed_transfers or not able.offline:
        return Road.TRANSFER
    return Road.COURIER if able.patience is Patience.DOOR and with_courier else Road.HAND


def is_heard(road: Road, code: str, heard: set[str], couriers: bool) -> bool:
    """Whether those who bring this money are among those heard of."""
    if road is Road.GATEWAY:
        return code in heard
    if road is Road.TRANSFER:
        return "" in heard
    return couriers if road is Road.COURIER else True
