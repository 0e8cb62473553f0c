"""The same sandbox and shop as the gateways' tests."""

from tests.adapters.gateways.conftest import inner, sandbox, shop

__all__ = ["inner", "sandbox", "shop"]
