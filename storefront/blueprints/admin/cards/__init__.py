"""Gift cards, prepaid cards and fleets on the desk: the list, issuing, one card, accounts and statements."""

from __future__ import annotations

from flask import Blueprint

from storefront.blueprints.admin.cards import changes, fleets, issuing, listing, statements

bp = Blueprint("cards", __name__, url_prefix="/cards")
for part in (listing, issuing, changes, fleets, statements):
    bp.register_blueprint(part.bp)
