"""The door of the class: joining it, learning in it, teaching it."""

from __future__ import annotations

from importlib import import_module

from flask import Blueprint, Flask

from storefront.blueprints.classroom import hands

PARTS = (
    "bank",
    "board",
    "carry",
    "certificate_check",
    "certificates",
    "classes",
    "cleaning",
    "graduation",
    "hands",
    "invitations",
    "invited",
    "joining",
    "learners",
    "learning",
    "my_certificate",
    "my_feedback",
    "practice",
    "results",
    "sessions",
    "steering",
    "syllabus",
    "way_in",
    "workshops",
)
"""The files of this folder that hold a blueprint `bp` each; a new one gets its line here."""

bp = Blueprint("classroom", __name__)
for part in PARTS:
    bp.register_blueprint(import_module(f"{__name__}.{part}").bp)
bp.context_processor(hands.words)


def init_app(app: Flask) -> None:
    """Open the door."""
    app.register_blueprint(bp)
