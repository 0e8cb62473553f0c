"""What the sandbox issues to a shop, asked for from a page: it may not answer now."""

from __future__ import annotations

from flask import current_app, g

from storefront.adapters.gateways.base import GatewayUnavailable
from storefront.domain.payments.practice import PRACTICE, Connection, connection
from storefront.infra.links import public_url


def issue(gateway: str = PRACTICE) -> Connection | None:
    """The shop's settings at one of the sandbox's companies; None when it does not answer now.

    Calls the sandbox, so call it before the first write.
    """
    key = current_app.config["SANDBOX_KEY"]
    try:
        return connection(g.shop, gateway, bootstrap_key=key, public_url=public_url(""))
    except GatewayUnavailable as error:
        current_app.logger.warning("the sandbox did not answer for %s: %s", gateway, error)
        return None
