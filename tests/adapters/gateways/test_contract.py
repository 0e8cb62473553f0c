"""What every gateway keeps, built in or added, through the real sockets of the sandbox."""

from storefront.adapters.gateways import gateway_codes
from storefront.adapters.gateways.testing import GatewayContract, Shop
from tests.adapters.gateways.counterparts import working_settings


class TestEveryGateway(GatewayContract):
    codes = gateway_codes()

    def settings(self, code: str, shop: Shop) -> dict[str, str]:
        return working_settings(code, shop)
