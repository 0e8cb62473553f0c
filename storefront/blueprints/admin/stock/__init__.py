"""Stock on the desk: the list, one variant's ledger, counts, receipts, and orders that give goods free."""

from __future__ import annotations

from flask import Blueprint

from storefront.blueprints.admin.stock import changes, listing

bp = Blueprint("stock", __name__, url_prefix="/stock")
for part in (listing, changes):
    bp.register_blueprint(part.bp)
