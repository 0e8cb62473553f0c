"""Complaints at the desk: what is due, and what the shop answers and does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from wtforms import TextAreaField
from wtforms.validators import Length

from storefront.blueprints.common.forms import BaseForm, required
from storefront.blueprints.common.guards import need_permission
from storefront.blueprints.common.respond import invalid, page, see_other
from storefront.domain.support import complaints
from storefront.domain.support.complaints import KINDS, STATES, ComplaintClosed
from storefront.infra import clock
from storefront.infra.dates import format_datetime
from storefront.infra.db import db
from storefront.infra.errors import Invalid, Sentence
from storefront.infra.events import Event, acting_user
from storefront.infra.i18n import current_locale
from storefront.infra.paging import Page, desc, paginate
from storefront.infra.phone import format_phone
from storefront.models.complaint import Complaint, ComplaintState
from storefront.models.order import Order

bp = Blueprint("complaints", __name__, url_prefix="/complaints")
PAGE = "admin/complaints/show.html"
TONES = {
    ComplaintState.RECEIVED: "warn",
    ComplaintState.ANSWERED: "info",
    ComplaintState.RESOLVED: "good",
    ComplaintState.REJECTED: "quiet",
}
HAPPENED: dict[str, Sentence] = {
    "complaint.received": _l("Complaint received"),
    "complaint.answered": _l("Answered"),
    "complaint.resolved": _l("Resolved"),
    "complaint.rejected": _l("Rejected"),
}


class AnswerForm(BaseForm):
    """The first answer."""

    answer = TextAreaField(_l("Your answer"), validators=[required(), Length(max=4000)])


class ResolveForm(BaseForm):
    """What was done."""

    resolution = TextAreaField(_l("What was done about it"), validators=[required(), Length(max=4000)])


class RejectForm(BaseForm):
    """Why nothing is done."""

    resolution = TextAreaField(_l("Why, told to the shopper"), validators=[required(), Length(max=4000)])


@bp.get("/")
@need_permission("inbox.view")
def index() -> ResponseReturnValue:
    """What is open, the next due first; closed ones when asked for, the latest first."""
    closed, kind = request.args.get("closed") == "1", request.args.get("kind", "")
    kind = kind if kind in KINDS else ""
    found = _closed(kind) if closed else None
    return page(
        "admin/complaints/index.html",
        nav="inbox",
        closed=closed,
        kind=kind,
        kinds=KINDS,
        waiting=complaints.open_count(),
        found=found,
        rows=[_row(each) for each in (found.items if found else complaints.open_complaints(kind))],
    )


def _closed(kind: str) -> Page[Complaint]:
    wanted = complaints.complaints(closed=True, kind=kind)
    return paginate(db.session(), wanted, desc(Complaint.id), cursor=request.args.get("cursor"))


@bp.get("/<int:complaint_id>")
@need_permission("inbox.view")
def show(complaint_id: int) -> ResponseReturnValue:
    """One complaint, and what can be done."""
    return page(PAGE, **_face(complaints.complaint_by_id(complaint_id)))


@bp.post("/<int:complaint_id>/answer")
@need_permission("inbox.answer")
def create_answer(complaint_id: int) -> ResponseReturnValue:
    """Answer; the shopper is told."""
    complaint, form = complaints.complaint_by_id(complaint_id), AnswerForm()
    return _do(
        complaint,
        "answer",
        form,
        lambda: complaints.answer(complaint, form.answer.data or "", by=acting_user()),
    )


@bp.post("/<int:complaint_id>/resolution")
@need_permission("inbox.answer")
def create_resolution(complaint_id: int) -> ResponseReturnValue:
    """Settle it."""
    complaint, form = complaints.complaint_by_id(complaint_id), ResolveForm()
    return _do(
        complaint,
        "resolve",
        form,
        lambda: complaints.resolve(complaint, form.resolution.data or "", by=acting_user()),
    )


@bp.post("/<int:complaint_id>/rejection")
@need_permission("inbox.answer")
def create_rejection(complaint_id: int) -> ResponseReturnValue:
    """Say no, with the reason."""
    complaint, form = complaints.complaint_by_id(complaint_id), RejectForm()
    return _do(
        complaint,
        "reject",
        form,
        lambda: complaints.reject(complaint, form.resolution.data or "", by=acting_user()),
    )


def _do(complaint: Complaint, name: str, form: BaseForm, verb: Callable[[], None]) -> ResponseReturnValue:
    if not form.validate():
        return invalid(PAGE, **_face(complaint, **{name: form}))
    try:
        verb()
    except Invalid as wrong:
        form.add_errors(wrong.errors)
        return invalid(PAGE, **_face(complaint, **{name: form}))
    except ComplaintClosed as late:
        words = next(field.data for field in form if field.type == "TextAreaField")
        return page(PAGE, **_face(complaint), late_words=words, problem=late.message), 409
    flash(_("Noted. The shopper is told."), "good")
    return see_other(url_for("admin.complaints.show", complaint_id=complaint.id))


def _row(complaint: Complaint) -> dict[str, Any]:
    return {
        "complaint": complaint,
        "kind": KINDS[complaint.kind],
        "state": STATES[complaint.state],
        "tone": TONES[complaint.state],
        "late": complaint.is_open and complaint.due < clock.now(),
    }


def _face(complaint: Complaint, **sent: BaseForm) -> dict[str, Any]:
    forms = {
        "answer": AnswerForm(formdata=None),
        "resolve": ResolveForm(formdata=None),
        "reject": RejectForm(formdata=None),
        **sent,
    }
    for name, form in forms.items():
        for field in form:
            # two forms of the page have a field of one name; a label must find its own
            field.id = f"{name}-{field.short_name}"
    return {
        **_row(complaint),
        "nav": "inbox",
        "phone": format_phone(complaint.phone) if complaint.phone else "",
        "order_number": _order_number(complaint),
        "entries": [_entry(event) for event in reversed(complaints.history(complaint))],
        "forms_of": forms,
        "may_answer": "inbox.answer" in g.permissions,
    }


def _order_number(complaint: Complaint) -> str | None:
    if complaint.order_id is None:
        return None
    return db.session.scalar(select(Order.number).where(Order.id == complaint.order_id))


def _entry(event: Event) -> dict[str, str]:
    late = _("later than promised") if event.facts.get("in_time") is False else ""
    return {
        "title": str(HAPPENED.get(event.topic, event.topic)),
        "when": format_datetime(event.at, current_locale()),
        "iso": event.at.isoformat(),
        "note": late,
    }
