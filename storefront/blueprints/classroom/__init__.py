"""The door of the class: joining it, learning in it, teaching it."""

from __future__ import annotations

from flask import Blueprint, Flask

from storefront.blueprints.classroom import (
    certificate_check,
    certificates,
    my_certificate,
    workshops,
)

bp = Blueprint("classroom", __name__)
for part in (
    certificate_check,
    certificates,
    my_certificate,
    workshops,
):
    bp.register_blueprint(part.bp)


def init_app(app: Flask) -> None:
    """Open the door."""
    app.register_blueprint(bp)
