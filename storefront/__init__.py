"""Storefront: every small firm of a Vietnamese province sells online.

The application is loaded when it is first asked for, so that the supervisor of the server and `--help` stay
small and quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storefront.app import create_app

__all__ = ["create_app"]


def __getattr__(name: str) -> object:
    if name != "create_app":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module("storefront.app").create_app
