"""What about money needs a look: each finding with its cause in words and its buttons."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from storefront.blueprints.admin.payments.buttons import buttons
from storefront.blueprints.admin.payments.forms import ButtonForm, OrderNumberForm
from storefront.blueprints.common.guards import need_permission
from storefront.blueprints.common.respond import invalid, page, see_other
from storefront.domain.payments.reviews import open_reviews, resolve, review_by_id
from storefront.domain.payments.words import REVIEWS
from storefront.domain.settlement.unknown_money import is_unknown_money, put_to_order
from storefront.infra.db import db
from storefront.infra.errors import Invalid
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
    return page("admin/payments/reviews.html", **_face())


@bp.post("/<int:review_id>/resolution")
@need_permission("orders.mark_paid")
def create_resolution(review_id: int) -> ResponseReturnValue:
    """A person has looked."""
    resolve(review_by_id(review_id), "seen", by=acting_user())
    flash(_("Marked as looked at."))
    return see_other(url_for("admin.payments.reviews.index"))


@bp.post("/<int:review_id>/order")
@need_permission("orders.mark_paid")
def create_match(review_id: int) -> ResponseReturnValue:
    """Say which order the money belongs to."""
    review = review_by_id(review_id)
    form = OrderNumberForm()
    if not form.validate():
        return _again(review, form)
    try:
        order = put_to_order(review, form.number.data or "", by=acting_user())
    except Invalid as wrong:
        form.add_errors(wrong.errors)
        return _again(review, form)
    flash(_("The money for order %(number)s is recorded.", number=order.number))
    return see_other(url_for("admin.orders.listing.show", number=order.number))


def _again(review: Review, typed: OrderNumberForm) -> ResponseReturnValue:
    return invalid("admin/payments/reviews.html", **_face(review.id, typed))


def _face(wrong: int = 0, typed: OrderNumberForm | None = None) -> dict[str, Any]:
    """All findings; the one whose form was `wrong` shows what was typed."""
    return {
        "nav": "payments",
        "reviews": [_review(review, typed if review.id == wrong else None) for review in open_reviews()],
        "form": ButtonForm(formdata=None),
    }


def _number_form(review: Review, typed: OrderNumberForm | None) -> OrderNumberForm | None:
    """A form for money of no order; each with an id of its own, as several may stand on the page."""
    if not is_unknown_money(review):
        return None
    form = typed or OrderNumberForm(formdata=None)
    form.number.id = f"number-{review.id}"
    return form


def _review(review: Review, typed: OrderNumberForm | None) -> dict[str, Any]:
    order = db.session.scalar(select(Order).where(Order.id == review.order_id)) if review.order_id else None
    return {
        "id": str(review.id),
        "words": REVIEWS[review.cause],
        "order": order.number if order else "",
        "since": review.created_at,
        "sums": _sums(review.facts),
        "memo": review.facts.get("memo", ""),
        "buttons": buttons(review, order),
        "number": _number_form(review, typed),
    }


def _sums(facts: dict[str, Any]) -> str:
    said = {key: format_money(Money(int(facts[key])), current_locale()) for key in SUMS if key in facts}
    if "total" in said:
        return str(_("%(paid)s came in, the order is %(total)s", paid=said["paid"], total=said["total"]))
    return " / ".join(said.values())
