"""The notification to the Ministry of Industry and Trade: its file to print, and how far it has come."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, flash, g, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, StringField, TextAreaField
from wtforms.validators import Length

from storefront.blueprints.common.forms import BaseForm, required
from storefront.blueprints.common.guards import need_permission
from storefront.blueprints.common.respond import invalid, page, see_other
from storefront.domain.onboarding.dossier import dossier, lacking, prepare, unanswered
from storefront.domain.shops import notification
from storefront.domain.shops.notification import NEXT, STATES, FileState, file_of_shop, state_of
from storefront.infra import clock, pdf
from storefront.infra.errors import Invalid
from storefront.infra.events import acting_user

bp = Blueprint("notification", __name__, url_prefix="/notification")
PAGE = "admin/notification.html"


class PreparedForm(BaseForm):
    """A button."""


class SubmittedForm(BaseForm):
    """What online.gov.vn gave back when the file was sent."""

    file_code = StringField(_l("File code"), validators=[required(), Length(max=60)])
    submitted_on = DateField(_l("Sent on"), validators=[required()])


class RemarkForm(BaseForm):
    """What the authority said."""

    remark = TextAreaField(_l("What they said"), validators=[required(), Length(max=500)])


class ConfirmedForm(BaseForm):
    """The confirmation."""

    number = StringField(_l("Number of the confirmation"), validators=[required(), Length(max=60)])
    url = StringField(_l("Address of the confirmation"), validators=[required(), Length(max=300)])
    confirmed_on = DateField(_l("Confirmed on"), validators=[required()])


@bp.get("/")
@need_permission("settings.view")
def show() -> ResponseReturnValue:
    """Where the file stands and what comes next."""
    return page(PAGE, **_face())


@bp.get("/ho-so.pdf")
@need_permission("settings.view")
def show_dossier() -> ResponseReturnValue:
    """The file, filled in, to print or to copy from."""
    headers = {
        "Content-Disposition": f'inline; filename="ho-so-{g.shop.slug}.pdf"',
        "Cache-Control": "private, no-store",
    }
    return Response(pdf.draw(dossier(g.shop)), mimetype="application/pdf", headers=headers)


@bp.post("/preparation")
@need_permission("settings.edit")
def create_preparation() -> ResponseReturnValue:
    """The file is ready."""
    form = PreparedForm()
    return _step("prepared", form, lambda: prepare(g.shop, by=acting_user()))


@bp.post("/submission")
@need_permission("settings.edit")
def create_submission() -> ResponseReturnValue:
    """It was sent in."""
    form = SubmittedForm()
    return _step(
        "submitted",
        form,
        lambda: notification.submit(form.file_code.data or "", form.submitted_on.data, by=acting_user()),
    )


@bp.post("/question")
@need_permission("settings.edit")
def create_question() -> ResponseReturnValue:
    """They ask for more."""
    form = RemarkForm()
    return _step("remark", form, lambda: notification.need_more(form.remark.data or "", by=acting_user()))


@bp.post("/confirmation")
@need_permission("settings.edit")
def create_confirmation() -> ResponseReturnValue:
    """They confirmed."""
    form = ConfirmedForm()
    return _step(
        "confirmed",
        form,
        lambda: notification.confirm(
            form.number.data or "", form.url.data or "", form.confirmed_on.data, by=acting_user()
        ),
    )


@bp.post("/refusal")
@need_permission("settings.edit")
def create_refusal() -> ResponseReturnValue:
    """They said no."""
    form = RemarkForm()
    return _step("refused", form, lambda: notification.refuse(form.remark.data or "", by=acting_user()))


def _step(name: str, form: BaseForm, verb: Callable[[], None]) -> ResponseReturnValue:
    if not form.validate():
        return invalid(PAGE, **_face(**{name: form}))
    try:
        verb()
    except Invalid as wrong:
        form.add_errors(wrong.errors)
        return invalid(PAGE, **_face(**{name: form}))
    flash(_("Noted."), "good")
    return see_other(url_for("admin.notification.show"))


def _face(**sent: BaseForm) -> dict[str, Any]:
    mine, today = file_of_shop(), clock.today_vn()
    state = state_of(mine)
    forms = {
        "prepared": PreparedForm(formdata=None),
        "submitted": SubmittedForm(formdata=None, submitted_on=today),
        "remark": RemarkForm(formdata=None),
        "refused": RemarkForm(formdata=None),
        "confirmed": ConfirmedForm(formdata=None, confirmed_on=today),
        **sent,
    }
    for name, form in forms.items():
        for field in form:
            # several forms of the page have a field of one name; a label must find its own
            field.id = f"{name}-{field.short_name}"
    return {
        "nav": "settings",
        "mine": mine,
        "state": state.value,
        "state_name": STATES[state],
        "next": {each.value for each in NEXT[state]},
        "forms_of": forms,
        "lacking": lacking(g.shop) if FileState.PREPARED in NEXT[state] else [],
        "gaps": unanswered(),
        "may_edit": "settings.edit" in g.permissions,
    }
