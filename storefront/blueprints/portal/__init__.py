"""The door for everyone: the home page and directory, signing up and in, one's own account."""

from __future__ import annotations

from flask import Blueprint, Flask

from storefront.blueprints.common.session import me
from storefront.blueprints.portal import (
    account,
    answers,
    at_the_door,
    home,
    invitations,
    message_box,
    open_shop,
    practice_phone,
    sign_in,
    sign_up,
)
from storefront.domain.workshops.people import is_trainer

bp = Blueprint("portal", __name__)
for part in (
    account,
    answers,
    at_the_door,
    invitations,
    message_box,
    open_shop,
    practice_phone,
    sign_in,
    sign_up,
):
    bp.register_blueprint(part.bp)
# asked by a template that shows somebody's own pages; other pages name nobody
bp.context_processor(lambda: {"trains": lambda: is_trainer(me())})


def init_app(app: Flask) -> None:
    """Open the door."""
    app.register_blueprint(bp)
    app.register_blueprint(home.bp)
