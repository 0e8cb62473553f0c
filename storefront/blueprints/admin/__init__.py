"""The owner's desk at /admin/<slug>/: one file and one blueprint a resource."""

from __future__ import annotations

from flask import Blueprint, Flask

from storefront.blueprints.admin import (
    bank,
    cards,
    collections,
    complaints,
    customers,
    dashboard,
    fee_check,
    inbox,
    menus,
    model_shop,
    notification,
    onboarding,
    orders,
    pages,
    payments,
    pictures,
    practice_phone,
    products,
    reconciliation,
    settings,
    stock,
    team,
    till,
    visits,
)
from storefront.blueprints.common.guards import admin_door

RESOURCES = (
    dashboard,
    visits,
    onboarding,
    orders,
    inbox,
    complaints,
    customers,
    payments,
    bank,
    reconciliation,
    cards,
    till,
    team,
    settings,
    model_shop,
    notification,
    fee_check,
    practice_phone,
    products,
    pictures,
    collections,
    stock,
    pages,
    menus,
)


def init_app(app: Flask) -> None:
    """Open the door with all its resources."""
    desk = Blueprint("admin", __name__, url_prefix="/admin/<slug>")
    admin_door(desk)
    for resource in RESOURCES:
        desk.register_blueprint(resource.bp)
    app.register_blueprint(desk)
