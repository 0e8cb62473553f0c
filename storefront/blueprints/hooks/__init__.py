"""The door of machines that call us: gateways, carriers, banks. A token in the address names the shop."""

from __future__ import annotations

from flask import Flask

from storefront.blueprints.hooks import gateways


def init_app(app: Flask) -> None:
    """Open the door."""
    app.register_blueprint(gateways.bp)
