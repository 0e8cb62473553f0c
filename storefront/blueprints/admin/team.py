"""The team: who works in the shop and as what, and who is invited."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, flash, g, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy import select
from wtforms import DateField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from storefront.blueprints.common.forms import BaseForm, choices_of, optional, required
from storefront.blueprints.common.guards import need_permission
from storefront.blueprints.common.respond import invalid, page, see_other
from storefront.domain.accounts.invitations import invite, open_invitations, revoke
from storefront.domain.accounts.memberships import change_role, end, members
from storefront.domain.accounts.names import parse_name, shown
from storefront.domain.accounts.permissions import PART_NAMES, ROLE_NAMES
from storefront.infra import clock
from storefront.infra.db import db
from storefront.infra.errors import Invalid, NotFound
from storefront.infra.events import acting_user
from storefront.infra.i18n import current_locale
from storefront.models.user import Invitation, Membership, Role

bp = Blueprint("team", __name__, url_prefix="/team")


def _roles() -> list[SelectChoice]:
    return choices_of(_role_names())


def _role_names() -> dict[Role, str]:
    """As words of their own, not inside a sentence."""
    return {role: str(name)[:1].upper() + str(name)[1:] for role, name in ROLE_NAMES.items()}


class InvitationForm(BaseForm):
    """Whom to invite, as what; a helper also to which parts and until when."""

    name = StringField(_l("Phone or e-mail"), validators=[required()])
    role = SelectField(_l("Role"), choices=_roles, default=Role.ORDER_CLERK.value)
    parts = SelectMultipleField(
        _l("What a helper may see"),
        choices=choices_of(PART_NAMES),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[optional()],
    )
    until = DateField(_l("Last day of a helper"), validators=[optional()])


class RoleForm(BaseForm):
    """Another role."""

    role = SelectField(_l("Role"), choices=_roles)


@bp.get("/")
@need_permission("members.view")
def index() -> ResponseReturnValue:
    """Members and open invitations."""
    return page("admin/team/index.html", **_face(InvitationForm(formdata=None)))


@bp.post("/invitations")
@need_permission("members.edit")
def create_invitation() -> ResponseReturnValue:
    """Invite somebody."""
    form = InvitationForm()
    if not form.validate():
        return invalid("admin/team/index.html", **_face(form))
    try:
        invite(
            g.shop,
            parse_name(form.name.data or "", "name"),
            role=Role(form.role.data),
            by=current_user,
            locale=current_locale(),
            parts=form.parts.data or (),
            ends_at=_end_of(form.until.data),
        )
    except Invalid as wrong:
        form.add_errors({"until" if name == "ends_at" else name: text for name, text in wrong.errors.items()})
        return invalid("admin/team/index.html", **_face(form))
    flash(_("The invitation is on its way."))
    return see_other(url_for("admin.team.index"))


@bp.post("/invitations/<int:invitation_id>/withdrawal")
@need_permission("members.edit")
def withdraw_invitation(invitation_id: int) -> ResponseReturnValue:
    """Withdraw an invitation."""
    invitation = db.session.scalar(
        select(Invitation).where(Invitation.id == invitation_id, Invitation.shop_id == g.shop.id)
    )
    if invitation is None:
        raise NotFound
    revoke(invitation, by=acting_user())
    flash(_("The invitation is withdrawn."))
    return see_other(url_for("admin.team.index"))


@bp.post("/<int:membership_id>/role")
@need_permission("members.edit")
def create_role(membership_id: int) -> ResponseReturnValue:
    """Give a member another role."""
    form = RoleForm()
    if not form.validate() or form.role.data == Role.HELPER.value:
        return invalid("admin/team/index.html", **_face(InvitationForm(formdata=None)))
    change_role(_member(membership_id), Role(form.role.data), by=acting_user())
    flash(_("The role is changed."))
    return see_other(url_for("admin.team.index"))


@bp.post("/<int:membership_id>/removal")
@need_permission("members.edit")
def remove(membership_id: int) -> ResponseReturnValue:
    """Take a member out of the shop."""
    end(_member(membership_id), by=acting_user())
    flash(_("They no longer have access to this shop."))
    return see_other(url_for("admin.team.index"))


def _member(membership_id: int) -> Membership:
    member = db.session.scalar(
        select(Membership).where(Membership.id == membership_id, Membership.shop_id == g.shop.id)
    )
    if member is None:
        raise NotFound
    return member


def _end_of(day: dt.date | None) -> dt.datetime | None:
    return clock.vn_day_bounds(day)[1] if day else None


def _face(form: InvitationForm) -> dict[str, object]:
    return {
        "nav": "team",
        "form": form,
        "role_form": RoleForm(formdata=None),
        "members": members(g.shop.id),
        "invitations": open_invitations(g.shop.id),
        "role_names": _role_names(),
        "shown": shown,
        "me": current_user.id,
    }
