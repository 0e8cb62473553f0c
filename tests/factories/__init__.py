"""Builders of one valid thing each; a test names only what matters to it."""

from tests.factories.shops import make_shop

__all__ = ["make_shop"]
