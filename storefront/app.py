"""The whole application, put together for one process."""

from __future__ import annotations

from flask import Flask

from storefront import blueprints, models
from storefront.config import Settings, read_settings
from storefront.infra import crypto, db, guard, i18n, logging, memory, metrics, tenancy, trail

__all__ = ["create_app", "models"]


def create_app(settings: Settings | None = None) -> Flask:
    """The whole application for one process; reads STOREFRONT_* unless settings are given."""
    memory.share_arenas()
    settings = settings or read_settings()
    settings.instance.mkdir(parents=True, exist_ok=True)
    app = logging.QuietAboutLinks(
        "storefront", static_folder=None, instance_path=str(settings.instance.resolve())
    )
    app.config.update(settings.flask())
    crypto.init_app(app, settings.instance / "keys")
    db.init_app(
        app,
        url=settings.sqlalchemy_url,
        threads=settings.threads + settings.job_threads,
        lock_path=settings.instance / "writer.lock" if settings.sqlite else None,
    )
    tenancy.install()
    guard.install_session()
    with app.app_context():
        guard.install(db.db.engine)
        app.config["SANDBOX_KEY"] = settings.sandbox_key or crypto.derived("sandbox")
    logging.init_app(app)
    metrics.init_app(app)
    trail.init_app(app)
    i18n.init_app(app)
    blueprints.init_app(app)
    return app
