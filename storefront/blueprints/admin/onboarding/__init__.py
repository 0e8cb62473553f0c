"""The wizard at /admin/<slug>/setup: each step at its own address."""

from __future__ import annotations

from flask import Blueprint

from storefront.blueprints.admin.onboarding import (
    address,
    delivery,
    done,
    goods,
    look,
    pages,
    payment,
    review,
    trade,
    who,
)

bp = Blueprint("setup", __name__, url_prefix="/setup")
for part in (who, trade, address, look, goods, delivery, payment, pages, review, done):
    bp.register_blueprint(part.bp)
