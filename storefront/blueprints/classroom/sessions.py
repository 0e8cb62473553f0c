"""A class's meetings and who was there."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Blueprint, flash, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext
from wtforms import StringField, TimeField, ValidationError

from storefront.blueprints.classroom.door import need_trainer
from storefront.blueprints.classroom.downloads import PDF_TYPE, download
from storefront.blueprints.common.forms import BaseForm, VietnamTimeField, optional, required
from storefront.blueprints.common.respond import invalid, page, see_other
from storefront.domain.workshops import attendance, sessions
from storefront.domain.workshops.sessions import Hours, SessionData
from storefront.infra import pdf
from storefront.infra.errors import Invalid
from storefront.infra.events import acting_user
from storefront.models.workshop import ClassSession

bp = Blueprint("sessions", __name__, url_prefix="/trainer/workshops/<int:workshop_id>/sessions")


class HoursForm(BaseForm):
    """The hours of each day."""

    starts = TimeField(lazy_gettext("From"), [required()])
    ends = TimeField(lazy_gettext("To"), [required()])
    later_starts = TimeField(lazy_gettext("Second meeting of the day, from"), [optional()])
    later_ends = TimeField(lazy_gettext("To"), [optional()])

    def hours(self) -> list[Hours]:
        """One or two pairs."""
        pairs = [(self.starts.data, self.ends.data), (self.later_starts.data, self.later_ends.data)]
        return [(start, end) for start, end in pairs if start and end]

    def validate_ends(self, field: TimeField) -> None:
        """Not before it begins."""
        _check_order(self.starts.data, field.data)

    def validate_later_starts(self, field: TimeField) -> None:
        """After the first meeting of the day, and with an end."""
        _check_pair(field.data, self.later_ends.data)
        if field.data and self.ends.data and field.data < self.ends.data:
            raise ValidationError(_("The second meeting begins after the first one has ended."))

    def validate_later_ends(self, field: TimeField) -> None:
        """With a beginning, and after it."""
        _check_pair(self.later_starts.data, field.data)
        _check_order(self.later_starts.data, field.data)


def _check_pair(starts: dt.time | None, ends: dt.time | None) -> None:
    if (starts is None) != (ends is None):
        raise ValidationError(_("Enter both hours of the second meeting, or leave both empty."))


def _check_order(starts: dt.time | None, ends: dt.time | None) -> None:
    if starts and ends and ends <= starts:
        raise ValidationError(_("A meeting ends after it begins, on the same day."))


class SessionForm(BaseForm):
    """One meeting."""

    title = StringField(lazy_gettext("What it is about"), [optional()])
    starts_at = VietnamTimeField(lazy_gettext("Begins"), [required()])
    ends_at = VietnamTimeField(lazy_gettext("Ends"), [required()])

    def typed(self) -> SessionData:
        """As the domain takes it."""
        assert self.starts_at.data and self.ends_at.data
        return SessionData(self.starts_at.data, self.ends_at.data, self.title.data or "")


@bp.get("/")
@need_trainer
def index() -> ResponseReturnValue:
    """The meetings, and the forms for more."""
    return page("classroom/sessions.html", **_list())


@bp.post("/")
@need_trainer
def create() -> ResponseReturnValue:
    """One more meeting."""
    form = SessionForm()
    if not form.validate():
        return invalid("classroom/sessions.html", **_list(one=form))
    try:
        sessions.add_session(g.workshop, form.typed(), by=acting_user())
    except Invalid as wrong:
        form.add_errors(wrong.errors)
        return invalid("classroom/sessions.html", **_list(one=form))
    flash(_("The meeting is in the plan."), "good")
    return _to_list()


@bp.post("/days")
@need_trainer
def create_days() -> ResponseReturnValue:
    """Meetings for each day of the class."""
    form = HoursForm()
    if not form.validate():
        return invalid("classroom/sessions.html", **_list(days=form))
    made = sessions.make_from_dates(g.workshop, form.hours(), by=acting_user())
    flash(ngettext("%(num)s meeting was made.", "%(num)s meetings were made.", made), "good")
    return _to_list()


@bp.get("/<int:session_id>")
@need_trainer
def show(session_id: int) -> ResponseReturnValue:
    """One meeting: its hours, and the list to tick."""
    session = sessions.session_of(g.workshop, session_id)
    form = SessionForm(formdata=None, obj=session)
    return page("classroom/session.html", **_one(session, form))


@bp.post("/<int:session_id>")
@need_trainer
def edit(session_id: int) -> ResponseReturnValue:
    """Other hours or another title."""
    session, form = sessions.session_of(g.workshop, session_id), SessionForm()
    if not form.validate():
        return invalid("classroom/session.html", **_one(session, form))
    try:
        sessions.edit_session(session, form.typed(), by=acting_user())
    except Invalid as wrong:
        form.add_errors(wrong.errors)
        return invalid("classroom/session.html", **_one(session, form))
    flash(_("Saved."), "good")
    return see_other(url_for(".show", workshop_id=g.workshop.id, session_id=session_id))


@bp.post("/<int:session_id>/attendance")
@need_trainer
def note(session_id: int) -> ResponseReturnValue:
    """Keep who was there."""
    session = sessions.session_of(g.workshop, session_id)
    attendance.note(session, _learners("present"), shown=_learners("shown"), by=acting_user())
    flash(_("The list is saved."), "good")
    return see_other(url_for(".show", workshop_id=g.workshop.id, session_id=session_id))


@bp.post("/<int:session_id>/deletion")
@need_trainer
def delete(session_id: int) -> ResponseReturnValue:
    """Take the meeting away."""
    sessions.delete_session(sessions.session_of(g.workshop, session_id), by=acting_user())
    flash(_("The meeting is gone from the plan."), "good")
    return _to_list()


@bp.get("/<int:session_id>/sheet.pdf")
@need_trainer
def sheet(session_id: int) -> ResponseReturnValue:
    """The list to sign on paper."""
    session = sessions.session_of(g.workshop, session_id)
    drawn = pdf.draw(attendance.sheet(g.workshop, session))
    return download(drawn, PDF_TYPE, f"diem-danh-{session.number}.pdf")


def _learners(field: str) -> set[int]:
    return {int(value) for value in request.form.getlist(field) if value.isdecimal()}


def _list(**forms: BaseForm) -> dict[str, Any]:
    return {
        "sessions": sessions.sessions_of(g.workshop.id),
        "attended": sessions.attended(g.workshop.id),
        "days": forms.get("days") or HoursForm(formdata=None, starts=dt.time(8), ends=dt.time(11, 30)),
        "one": forms.get("one") or SessionForm(formdata=None),
    }


def _one(session: ClassSession, form: SessionForm) -> dict[str, Any]:
    return {"session": session, "form": form, "seats": attendance.seats(session)}


def _to_list() -> ResponseReturnValue:
    return see_other(url_for(".index", workshop_id=g.workshop.id))
