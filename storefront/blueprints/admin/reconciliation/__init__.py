"""The month's accounts on the desk: the four-way match, its findings, and files of gateways and couriers."""

from __future__ import annotations

from flask import Blueprint

from storefront.blueprints.admin.reconciliation import files, findings, months

bp = Blueprint("reconciliation", __name__, url_prefix="/reconciliation")
for part in (months, findings, files):
    bp.register_blueprint(part.bp)
