"""Joining a class by the link of an invitation."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_login import current_user
from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice

from storefront.blueprints.common import session as sessions
from storefront.blueprints.common.forms import BaseForm, required
from storefront.blueprints.common.guards import open_to_all
from storefront.blueprints.common.respond import page
from storefront.blueprints.common.session import me
from storefront.domain.workshops import attend, codes, invitations, nicknames, poster
from storefront.domain.workshops.kits import kits_for
from storefront.infra.errors import Conflict, Invalid
from storefront.infra.i18n import current_locale
from storefront.models.workshop import Workshop, WorkshopInvitation

bp = Blueprint("invited", __name__, url_prefix="/join/invitation")


class InvitedForm(BaseForm):
    """What the class calls the person, and what the shop sells."""

    nickname = StringField(lazy_gettext("Your nickname"), [required()])
    kit = RadioField(lazy_gettext("What your practice shop sells"), [required()])

    def offer(self, workshop: Workshop) -> None:
        """The kits of the class; the first is chosen."""
        self.kit.choices = [
            SelectChoice(each.key, each.name(current_locale())) for each in kits_for(workshop)
        ]
        self.kit.data = self.kit.data or self.kit.choices[0].value


@bp.get("/<token>")
@open_to_all
def show(token: str) -> ResponseReturnValue:
    """The class and the name, to be confirmed."""
    invitation, workshop = invitations.by_token(token)
    if _came_before(invitation):
        return _to_class(workshop)
    form = InvitedForm(formdata=None, nickname=invitation.name[: nicknames.LONGEST])
    form.offer(workshop)
    return _drawn(invitation, workshop, form)


@bp.post("/<token>")
@open_to_all
def join(token: str) -> ResponseReturnValue:
    """Take the place, or stand in the waiting list."""
    invitation, workshop = invitations.by_token(token)
    form = InvitedForm()
    form.offer(workshop)
    if _came_before(invitation):
        return _to_class(workshop)
    if invitation.learner_id:
        return _drawn(invitation, workshop, form), 409
    try:
        if not form.validate():
            raise Invalid({})
        _join(invitation, workshop, form)
    except Invalid as wrong:
        form.add_errors(wrong.errors)
        return _drawn(invitation, workshop, form), 422
    except Conflict as full:
        form.form_errors.append(str(full.message))
        return _drawn(invitation, workshop, form), 409
    return _to_class(workshop)


def _join(invitation: WorkshopInvitation, workshop: Workshop, form: InvitedForm) -> None:
    user = me() if current_user.is_authenticated else None
    learner = attend.join(
        workshop,
        nickname=form.nickname.data or "",
        kit=form.kit.data or "",
        user=user,
        locale=current_locale(),
    )
    invitations.note_joined(invitation, learner)
    codes.remember_place(workshop, address=sessions.client_address())
    if user is None:
        sessions.begin(learner.user)


def _came_before(invitation: WorkshopInvitation) -> bool:
    """Whether the link is opened again on the phone that joined with it."""
    return current_user.is_authenticated and invitations.is_of(invitation, me().id)


def _to_class(workshop: Workshop) -> ResponseReturnValue:
    return redirect(url_for("classroom.classes.show", workshop_id=workshop.id), 303)


def _drawn(invitation: WorkshopInvitation, workshop: Workshop, form: InvitedForm) -> str:
    return page(
        "classroom/invited.html",
        invitation=invitation,
        workshop=workshop,
        form=form,
        full=_full(workshop),
        poster=poster,
    )


def _full(workshop: Workshop) -> str:
    if workshop.joined < workshop.capacity:
        return ""
    waiting = attend.waiting(workshop)
    return _("Every place is taken; %(number)s people wait already. You can wait too.", number=waiting)
