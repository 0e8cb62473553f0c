"""The fixtures that every gateway package imports for its contract tests."""

from storefront.adapters.gateways.testing.fixtures import inner, sandbox, shop

__all__ = ["inner", "sandbox", "shop"]
