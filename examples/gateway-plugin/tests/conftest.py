"""The sandbox, the door to it, and a shop that is called, as the contract needs them."""

from storefront.adapters.gateways.testing.fixtures import inner, sandbox, shop

__all__ = ["inner", "sandbox", "shop"]
