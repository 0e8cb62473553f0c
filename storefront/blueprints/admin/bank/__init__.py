"""The shop's bank account on the desk: its lines, uploaded statements, and who tells of it."""

from __future__ import annotations

from flask import Blueprint

from storefront.blueprints.admin.bank import feeds, lines, statements

bp = Blueprint("bank", __name__, url_prefix="/bank")
for part in (lines, statements, feeds):
    bp.register_blueprint(part.bp)
