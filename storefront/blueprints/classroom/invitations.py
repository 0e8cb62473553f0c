"""Invitations by list: pasted or uploaded, looked through row by row, sent, sent again, withdrawn."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext
from wtforms import FileField, TextAreaField

from storefront.blueprints.classroom.door import need_trainer
from storefront.blueprints.common.forms import BaseForm, optional
from storefront.blueprints.common.respond import invalid, page, see_other
from storefront.blueprints.common.session import me
from storefront.blueprints.portal.accounts import PlainForm
from storefront.domain.accounts.names import masked
from storefront.domain.workshops import attend, invitations
from storefront.domain.workshops.invitations import Row
from storefront.infra.db import db
from storefront.infra.errors import Invalid
from storefront.infra.events import acting_user
from storefront.infra.paging import desc, paginate
from storefront.models.workshop import WorkshopInvitation

bp = Blueprint("invitations", __name__, url_prefix="/trainer/workshops/<int:workshop_id>/invitations")
LIST = "classroom/invitations.html"
LARGEST = 2 << 20


class ListForm(BaseForm):
    """A list, as text or as a file."""

    rows = TextAreaField(lazy_gettext("Names with phone or e-mail, one person a line"), [optional()])
    file = FileField(lazy_gettext("or a file (CSV or Excel)"), [optional()])

    def table(self) -> list[list[str]]:
        """The rows of the file if there is one, else of the text. Raises Invalid."""
        sent = request.files.get("file")
        if sent and sent.filename:
            return invitations.read_table(sent.read(LARGEST))
        if not self.rows.data:
            raise Invalid.field("rows", lazy_gettext("Paste a list or choose a file."))
        # as typed: tabs between the columns of a pasted table would be tidied away
        return invitations.read_text(request.form.get("rows", ""))


@bp.get("/")
@need_trainer
def index() -> ResponseReturnValue:
    """Who was invited and who joined, and the form for a list."""
    return page(LIST, **_things(ListForm(formdata=None)))


@bp.post("/check")
@need_trainer
def check() -> ResponseReturnValue:
    """Show what each row says, or take the rows back into the form to be corrected; nothing is sent yet."""
    form = ListForm()
    if "correct" in request.form:
        return page(LIST, **_things(form))
    rows = _rows(form)
    if rows is None:
        return invalid(LIST, **_things(form))
    good = [row for row in rows if row.address]
    return page(
        "classroom/invitations_check.html",
        rows=rows,
        good=good,
        good_text=invitations.as_text(good),
        text=invitations.as_text(rows),
        free=g.workshop.capacity - g.workshop.joined,
        masked=masked,
        plain=PlainForm(formdata=None),
    )


@bp.post("/")
@need_trainer
def create() -> ResponseReturnValue:
    """Send the good rows of a list that was looked through."""
    form = ListForm()
    rows = _rows(form)
    if rows is None:
        return invalid(LIST, **_things(form))
    sent = invitations.invite(g.workshop, rows, inviter=me().name, locale=_language(), by=acting_user())
    flash(
        ngettext("%(num)s invitation is on its way.", "%(num)s invitations are on their way.", sent), "good"
    )
    return _to_list()


@bp.post("/<int:invitation_id>/another-sending")
@need_trainer
def send_again(invitation_id: int) -> ResponseReturnValue:
    """A fresh link for one."""
    PlainForm().check_token()
    invitation = invitations.of_workshop(g.workshop, invitation_id)
    invitations.send_again(invitation, inviter=me().name, locale=_language(), by=acting_user())
    flash(_("Sent again to %(name)s; the former link has ended.", name=invitation.name), "good")
    return _to_list()


@bp.post("/<int:invitation_id>/revocation")
@need_trainer
def revoke(invitation_id: int) -> ResponseReturnValue:
    """End one link."""
    PlainForm().check_token()
    invitation = invitations.of_workshop(g.workshop, invitation_id)
    invitations.revoke(invitation, by=acting_user())
    flash(_("The invitation of %(name)s has ended.", name=invitation.name), "good")
    return _to_list()


def _rows(form: ListForm) -> list[Row] | None:
    """What each row of the list says; nothing where the form itself says what is wrong."""
    try:
        if not form.validate():
            raise Invalid({})
        return invitations.check(g.workshop, form.table())
    except Invalid as wrong:
        form.add_errors(wrong.errors)
        return None


def _things(form: ListForm) -> dict[str, Any]:
    text = request.args.get("q", "")
    found = paginate(
        db.session(),
        invitations.find(g.workshop.id, text),
        desc(WorkshopInvitation.id),
        cursor=request.args.get("cursor"),
        limit=50,
    )
    return {
        "form": form,
        "found": found,
        "came": invitations.who_came(found.items),
        "counts": invitations.counts(g.workshop.id),
        "text": text,
        "waiting": attend.waiting(g.workshop),
        "masked": masked,
        "plain": PlainForm(formdata=None),
    }


def _language() -> str:
    """Messages speak the first language of the class."""
    return (g.workshop.languages or ["vi"])[0]


def _to_list() -> ResponseReturnValue:
    return see_other(url_for(".index", workshop_id=g.workshop.id))
