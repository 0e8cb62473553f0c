"""The seven front doors, by who calls, and the parts they share."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from storefront.blueprints import admin, classroom, hooks, portal, programme, shopper
from storefront.blueprints.common import (
    addresses,
    converters,
    csp,
    errors,
    guards,
    health,
    incoming,
    origin,
    page_cache,
    respond,
    session,
)
from storefront.config import Settings
from storefront.infra import static_files


def init_app(app: Flask) -> None:
    """Open every door of the app."""
    settings: Settings = app.config["SETTINGS"]
    app.config["SITE_NAME"] = settings.name
    incoming.init_app(app)
    converters.init_app(app)
    respond.init_app(app)
    errors.init_app(app)
    origin.init_app(app)
    session.init_app(app)
    guards.init_app(app)
    csp.init_app(app)
    for door in (portal, admin, programme, classroom, hooks, shopper):
        door.init_app(app)
    app.register_blueprint(health.bp)
    page_cache.init_app(app, settings.cache_bytes)
    addresses.init_app(app, settings)
    static_files.init_app(app, cache=Path(app.instance_path) / "static")
