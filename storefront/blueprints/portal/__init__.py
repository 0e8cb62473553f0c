"""The door for everyone: the home page and directory, signing up and in, one's own account."""

from __future__ import annotations

from flask import Blueprint, Flask

from storefront.blueprints.portal import (
    account,
    answers,
    at_the_door,
    home,
    invitations,
    message_box,
    open_shop,
    sign_in,
    sign_up,
)

bp = Blueprint("portal", __name__)
for part in (account, answers, at_the_door, invitations, message_box, open_shop, sign_in, sign_up):
    bp.register_blueprint(part.bp)


def init_app(app: Flask) -> None:
    """Open the door."""
    app.register_blueprint(bp)
    app.register_blueprint(home.bp)
