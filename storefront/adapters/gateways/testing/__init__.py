"""The contract that every gateway keeps, as tests that any package runs: `docs/gateways.md` walks through it.

    from storefront.adapters.gateways.testing import GatewayContract
    from storefront.adapters.gateways.testing.fixtures import inner, sandbox, shop

    class TestSongMa(GatewayContract):
        codes = ("song_ma",)

Needs pytest and httpx, which the product never loads: nothing but tests may import this package.
"""

import pytest

pytest.register_assert_rewrite(
    *(f"{__name__}.{module}" for module in ("declared", "held", "paying", "refunding", "shop"))
)

# Only now: pytest rewrites the asserts of what is imported after it was told to.
from storefront.adapters.gateways.testing.contract import GatewayContract  # noqa: E402
from storefront.adapters.gateways.testing.sandbox import (  # noqa: E402
    BOOTSTRAP_KEY,
    merchant_settings,
    press,
)
from storefront.adapters.gateways.testing.shop import DeafProxy, Shop  # noqa: E402
from storefront.adapters.gateways.testing.words import (  # noqa: E402
    charge,
    facts,
    refund_request,
    tampered,
    until,
)

__all__ = [
    "BOOTSTRAP_KEY",
    "DeafProxy",
    "GatewayContract",
    "Shop",
    "charge",
    "facts",
    "merchant_settings",
    "press",
    "refund_request",
    "tampered",
    "until",
]
