"""Getting paid: the ways switched on, and what about money needs a look. Settings are the wizard's step."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from storefront.adapters.gateways import gateway
from storefront.blueprints.common.forms import BaseForm
from storefront.blueprints.common.guards import need_permission
from storefront.blueprints.common.respond import page, see_other
from storefront.domain.payments.methods import method_by_id, switch_back_on, switch_off
from storefront.domain.payments.reviews import open_reviews, resolve, review_by_id
from storefront.domain.payments.words import REVIEWS
from storefront.infra.db import db
from storefront.infra.events import acting_user
from storefront.infra.i18n import current_locale
from storefront.infra.money import Money, format_money
from storefront.models.order import Order
from storefront.models.payment import PaymentMethod, Review

bp = Blueprint("payments", __name__, url_prefix="/payments")

SUMS = ("amount", "paid", "total", "first", "second")


class ButtonForm(BaseForm):
    """A button with its token."""


@bp.get("/")
@need_permission("payments.view")
def index() -> ResponseReturnValue:
    """The ways of being paid."""
    methods = db.session.scalars(select(PaymentMethod).order_by(PaymentMethod.position, PaymentMethod.id))
    return page(
        "admin/payments/index.html",
        nav="payments",
        methods=[(method, gateway(method.gateway).name, _account(method)) for method in methods],
        waiting=len(open_reviews()),
        form=ButtonForm(formdata=None),
    )


@bp.post("/<int:method_id>/switching-off")
@need_permission("payments.edit")
def create_switching_off(method_id: int) -> ResponseReturnValue:
    """Offer it no more."""
    method = method_by_id(method_id)
    switch_off(method, by=acting_user())
    flash(_("This way of paying is no longer offered. Payments under way go on."))
    return see_other(url_for("admin.payments.index"))


@bp.post("/<int:method_id>/switching-on")
@need_permission("payments.edit")
def create_switching_on(method_id: int) -> ResponseReturnValue:
    """Offer it again, with the settings it had."""
    switch_back_on(method_by_id(method_id), by=acting_user())
    flash(_("This way of paying is offered again."))
    return see_other(url_for("admin.payments.index"))


@bp.get("/reviews")
@need_permission("payments.view")
def reviews() -> ResponseReturnValue:
    """What needs a look, oldest first."""
    return page(
        "admin/payments/reviews.html",
        nav="payments",
        reviews=[_review(review) for review in open_reviews()],
        form=ButtonForm(formdata=None),
    )


@bp.post("/reviews/<int:review_id>/resolution")
@need_permission("orders.mark_paid")
def create_resolution(review_id: int) -> ResponseReturnValue:
    """A person has looked."""
    resolve(review_by_id(review_id), "seen", by=acting_user())
    flash(_("Marked as looked at."))
    return see_other(url_for("admin.payments.reviews"))


def _account(method: PaymentMethod) -> str:
    return " · ".join(str(method.options[key]) for key in ("account", "holder") if method.options.get(key))


def _review(review: Review) -> dict[str, Any]:
    order = db.session.scalar(select(Order).where(Order.id == review.order_id)) if review.order_id else None
    return {
        "id": str(review.id),
        "words": REVIEWS[review.cause],
        "order": order.number if order else "",
        "since": review.created_at,
        "sums": _sums(review.facts),
        "memo": review.facts.get("memo", ""),
    }


def _sums(facts: dict[str, Any]) -> str:
    said = {key: format_money(Money(int(facts[key])), current_locale()) for key in SUMS if key in facts}
    if "total" in said:
        return str(_("%(paid)s came in, the order is %(total)s", paid=said["paid"], total=said["total"]))
    return " / ".join(said.values())
