"""A trainer's workshops."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from storefront.blueprints.classroom.door import need_trainer
from storefront.blueprints.common import respond
from storefront.blueprints.common.session import me
from storefront.domain.workshops.schedule import workshops_of

bp = Blueprint("workshops", __name__, url_prefix="/trainer")


@bp.get("/")
@need_trainer
def index() -> ResponseReturnValue:
    """The workshops one trains, newest first."""
    return respond.page("classroom/workshops.html", nav="workshops", workshops=workshops_of(me()))


@bp.get("/workshops/<int:workshop_id>/")
@need_trainer
def show() -> ResponseReturnValue:
    """One workshop: what it is, how to join it, who is in it."""
    return respond.page("classroom/workshop.html", nav="workshops")
