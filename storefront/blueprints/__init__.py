"""The seven front doors, by who calls."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Open every door of the app."""
