"""People with an account, as platform staff see them: found, closed and opened again."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from storefront.blueprints.common import respond
from storefront.blueprints.portal.accounts import PlainForm
from storefront.domain.accounts import memberships, staff
from storefront.domain.accounts.names import masked
from storefront.domain.accounts.permissions import ROLE_NAMES
from storefront.infra import events
from storefront.infra.db import db
from storefront.infra.errors import Conflict, NotFound
from storefront.infra.paging import desc, paginate
from storefront.models.user import User

bp = Blueprint("users", __name__, url_prefix="/users")


@bp.get("")
def index() -> ResponseReturnValue:
    """All users, newest first; names are shown in part."""
    text = request.args.get("q", "")
    found = paginate(db.session(), staff.find_users(text), desc(User.id), cursor=request.args.get("cursor"))
    return respond.page("programme/users.html", nav="users", users=found, text=text, masked=masked)


@bp.get("/<int:user_id>")
def show(user_id: int) -> ResponseReturnValue:
    """One user and the shops they work in."""
    user = _user(user_id)
    return respond.page(
        "programme/user.html",
        nav="users",
        one=user,
        shops=memberships.shops_of(user),
        role_names=ROLE_NAMES,
        masked=masked,
        plain=PlainForm(),
    )


@bp.post("/<int:user_id>/closing")
def disable(user_id: int) -> ResponseReturnValue:
    """Close the account."""
    user = _user(user_id)
    if user.id == current_user.id:
        raise Conflict(_("You cannot close your own account here."))
    staff.disable(user, by=events.acting_user())
    flash(_("The account of %(name)s is closed.", name=user.name), "good")
    return redirect(url_for(".show", user_id=user_id), 303)


@bp.post("/<int:user_id>/opening")
def enable(user_id: int) -> ResponseReturnValue:
    """Open it again."""
    user = _user(user_id)
    staff.enable(user, by=events.acting_user())
    flash(_("The account of %(name)s is open again.", name=user.name), "good")
    return redirect(url_for(".show", user_id=user_id), 303)


def _user(user_id: int) -> User:
    user = db.session.get(User, user_id)
    if user is None:
        raise NotFound
    return user
