"""One finding: what it is, what to do next, and what was done."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from storefront.blueprints.admin.reconciliation.faces import face_of, month_name, question
from storefront.blueprints.admin.reconciliation.forms import SettlingForm
from storefront.blueprints.common.guards import need_permission
from storefront.blueprints.common.respond import invalid, page, see_other
from storefront.domain.reconciliation import month
from storefront.infra.events import acting_user
from storefront.models.payment import Review

bp = Blueprint("findings", __name__, url_prefix="/findings")


@bp.get("/<int:finding_id>")
@need_permission("payments.view")
def show(finding_id: int) -> ResponseReturnValue:
    """The finding with its next step."""
    review = month.finding_by_id(finding_id)
    return page("admin/reconciliation/finding.html", **_face(review, SettlingForm(formdata=None)))


@bp.post("/<int:finding_id>/settling")
@need_permission("orders.mark_paid")
def create_settling(finding_id: int) -> ResponseReturnValue:
    """Put it away with what was done."""
    review = month.finding_by_id(finding_id)
    form = SettlingForm()
    if not form.validate():
        return invalid("admin/reconciliation/finding.html", **_face(review, form))
    month.settle(review, form.reason.data or "", by=acting_user())
    flash(_("The finding is settled."), "good")
    return see_other(url_for("admin.reconciliation.months.show", month_of=review.month))


def _face(review: Review, form: SettlingForm) -> dict[str, Any]:
    return {
        "nav": "payments",
        "finding": face_of(review),
        "source": review.facts.get("source", ""),
        "since": review.created_at,
        "month": review.month,
        "month_name": month_name(review.month or ""),
        "question": question(review),
        "form": form,
        "may_act": "orders.mark_paid" in g.permissions and review.resolved_at is None,
    }
