"""What about money needs a look: each finding with its cause in words and its buttons."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from storefront.blueprints.admin.payments.buttons import buttons
from storefront.blueprints.admin.payments.forms import ButtonForm
from storefront.blueprints.common.guards import need_permission
from storefront.blueprints.common.respond import page, see_other
from storefront.domain.payments.reviews import open_reviews, resolve, review_by_id
from storefront.domain.payments.words import REVIEWS
from storefront.infra.db import db
from storefront.infra.events import acting_user
from storefront.infra.i18n import current_locale
from storefront.infra.money import Money, format_money
from storefront.models.order import Order
from storefront.models.payment import Review

bp = Blueprint("reviews", __name__, url_prefix="/reviews")

SUMS = ("amount", "paid", "total", "first", "second")


@bp.get("")
@need_permission("payments.view")
def index() -> ResponseReturnValue:
    """What needs a look, oldest first."""
    return page(
        "admin/payments/reviews.html",
        nav="payments",
        reviews=[_review(review) for review in open_reviews()],
        form=ButtonForm(formdata=None),
    )


@bp.post("/<int:review_id>/resolution")
@need_permission("orders.mark_paid")
def create_resolution(review_id: int) -> ResponseReturnValue:
    """A person has looked."""
    resolve(review_by_id(review_id), "seen", by=acting_user())
    flash(_("Marked as looked at."))
    return see_other(url_for("admin.payments.reviews.index"))


def _review(review: Review) -> dict[str, Any]:
    order = db.session.scalar(select(Order).where(Order.id == review.order_id)) if review.order_id else None
    return {
        "id": str(review.id),
        "words": REVIEWS[review.cause],
        "order": order.number if order else "",
        "since": review.created_at,
        "sums": _sums(review.facts),
        "memo": review.facts.get("memo", ""),
        "buttons": buttons(review, order),
    }


def _sums(facts: dict[str, Any]) -> str:
    said = {key: format_money(Money(int(facts[key])), current_locale()) for key in SUMS if key in facts}
    if "total" in said:
        return str(_("%(paid)s came in, the order is %(total)s", paid=said["paid"], total=said["total"]))
    return " / ".join(said.values())
