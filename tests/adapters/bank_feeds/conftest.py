"""The same sandbox and shop as the gateways' tests."""

from storefront.adapters.gateways.testing.fixtures import inner, sandbox, shop

__all__ = ["inner", "sandbox", "shop"]
