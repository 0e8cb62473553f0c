"""Getting paid: the ways in use, the assistant that adds one, the self-test, and money that needs a look."""

from __future__ import annotations

from flask import Blueprint

from storefront.blueprints.admin.payments import assistant, listing, methods, reviews, self_tests

bp = Blueprint("payments", __name__, url_prefix="/payments")
for part in (listing, methods, assistant, self_tests, reviews):
    bp.register_blueprint(part.bp)
