"""The door of the class: joining it, learning in it, teaching it."""

from __future__ import annotations

from flask import Blueprint, Flask

from storefront.blueprints.classroom import (
    bank,
    board,
    carry,
    certificate_check,
    certificates,
    classes,
    cleaning,
    graduation,
    hands,
    invitations,
    invited,
    joining,
    learners,
    learning,
    my_certificate,
    my_feedback,
    practice,
    results,
    sessions,
    steering,
    syllabus,
    way_in,
    workshops,
)

bp = Blueprint("classroom", __name__)
for part in (
    bank,
    board,
    carry,
    certificate_check,
    certificates,
    classes,
    cleaning,
    graduation,
    hands,
    invitations,
    invited,
    joining,
    learners,
    learning,
    my_certificate,
    my_feedback,
    practice,
    results,
    sessions,
    steering,
    syllabus,
    way_in,
    workshops,
):
    bp.register_blueprint(part.bp)
bp.context_processor(hands.words)


def init_app(app: Flask) -> None:
    """Open the door."""
    app.register_blueprint(bp)
