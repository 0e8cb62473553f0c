"""Collections on the desk: the list in order, one collection's form, and its products in order."""

from __future__ import annotations

from flask import Blueprint

from storefront.blueprints.admin.collections import editor, members

bp = Blueprint("collections", __name__, url_prefix="/collections")
for part in (editor, members):
    bp.register_blueprint(part.bp)
