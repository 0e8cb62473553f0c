"""Products on the desk: the list, one product's form, and what is done with products."""

from __future__ import annotations

from flask import Blueprint

from storefront.blueprints.admin.products import actions, editor, listing

bp = Blueprint("products", __name__, url_prefix="/products")
for part in (listing, editor, actions):
    bp.register_blueprint(part.bp)
