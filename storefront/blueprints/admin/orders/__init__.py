"""Orders on the desk: lists, one order, and each action on it as a resource of its own."""

from __future__ import annotations

from flask import Blueprint

from storefront.blueprints.admin.orders import actions, listing, money, papers, payments

bp = Blueprint("orders", __name__, url_prefix="/orders")
for part in (listing, actions, money, payments, papers):
    bp.register_blueprint(part.bp)
