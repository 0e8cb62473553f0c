"""An invitation to a shop's team: the link shows it, a button accepts it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from storefront.blueprints.common import respond
from storefront.blueprints.common.guards import need_sign_in, open_to_all
from storefront.blueprints.common.session import me
from storefront.blueprints.portal.accounts import PlainForm
from storefront.domain.accounts import invitations
from storefront.domain.accounts.permissions import PART_NAMES, ROLE_NAMES
from storefront.infra.tenancy import enter_shop

bp = Blueprint("invitations", __name__, url_prefix="/invitations")


@bp.get("/<token>")
@open_to_all
def show(token: str) -> ResponseReturnValue:
    """What one is invited to; who is not signed in is asked to, and comes back."""
    invitation, shop = invitations.read_invitation(token)
    return respond.page(
        "portal/accounts/invitation.html",
        invitation=invitation,
        inviting=shop,
        role=ROLE_NAMES[invitation.role],
        looks_after=[PART_NAMES[part] for part in invitation.parts],
        signed_in=current_user.is_authenticated,
        back=request.script_root + request.path,
        form=PlainForm(),
    )


@bp.post("/<token>/acceptance")
@need_sign_in
def accept(token: str) -> ResponseReturnValue:
    """Join the shop."""
    PlainForm().check_token()
    _invitation, shop = invitations.read_invitation(token)
    with enter_shop(shop.id):
        invitations.accept(token, me())
    flash(_("You now work in %(shop)s.", shop=shop.name), "good")
    return redirect(url_for("portal.account.shops"), 303)
