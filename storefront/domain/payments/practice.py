"""Connect a shop to the practice gateway: a merchant of the sandbox, and an account at its bank."""

from __future__ import annotations

from storefront.adapters.gateways.practice import Practice
from storefront.adapters.gateways.practice_client import register_merchant
from storefront.models.shop import Shop

CONNECT = "payments.connect_practice"
"""The job that switches the gateway on once the sandbox answers."""


def practice_settings(shop: Shop, bootstrap_key: str) -> dict[str, str]:
    """Settings of the practice gateway for this shop; the same shop gets the same merchant.

    Calls the sandbox, so call it before the first write. Raises GatewayUnavailable.
    """
    return dict(register_merchant(reference=str(shop.id), name=shop.name, bootstrap_key=bootstrap_key))


def practice_account(settings: dict[str, str], *, holder: str, feed_url: str) -> str:
    """A number at the practice bank, whose incoming money is told to `feed_url`."""
    return Practice(settings).open_account(holder=holder, feed_url=feed_url)
