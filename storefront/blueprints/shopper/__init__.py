"""The door of shoppers: a shop's public face, drawn by its theme, at any of its addresses."""

from __future__ import annotations

from flask import Flask

from storefront.blueprints.common import errors
from storefront.blueprints.shopper import (
    cards,
    cart,
    checkout,
    complaints,
    contact,
    files,
    goods,
    home,
    media,
    orders,
    pages,
    payments,
    places,
    search,
    trial,
    visits,
)
from storefront.blueprints.shopper.door import bp
from storefront.blueprints.shopper.failures import draw_problem

for part in (
    home,
    goods,
    search,
    complaints,
    pages,
    contact,
    cart,
    checkout,
    orders,
    payments,
    cards,
    places,
    trial,
    visits,
    files,
):
    bp.register_blueprint(part.bp)


def init_app(app: Flask) -> None:
    """Open the door."""
    app.register_blueprint(bp)
    app.register_blueprint(media.bp)
    errors.draw_under(app, "/s/", draw_problem)
