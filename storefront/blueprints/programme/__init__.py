"""The door of platform staff: all shops, all people, calls of gateways, and jobs that need a hand."""

from __future__ import annotations

from flask import Blueprint, Flask

from storefront.blueprints.common.guards import staff_door
from storefront.blueprints.programme import (
    callbacks,
    classes,
    jobs,
    model_shops,
    register,
    shops,
    trainers,
    users,
)

bp = Blueprint("programme", __name__, url_prefix="/programme")
staff_door(bp)
for part in (callbacks, classes, jobs, model_shops, register, shops, trainers, users):
    bp.register_blueprint(part.bp)


def init_app(app: Flask) -> None:
    """Open the door."""
    app.register_blueprint(bp)
