"""A learner proves a phone in class with the code on the practice phone, as they would a real one."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from storefront.blueprints.common import respond
from storefront.blueprints.common.guards import need_sign_in
from storefront.blueprints.common.session import me
from storefront.blueprints.portal.accounts import CodeForm
from storefront.blueprints.portal.trail import follow_learner
from storefront.domain.accounts.names import Name, shown
from storefront.domain.workshops import practice_phone
from storefront.infra.errors import Invalid
from storefront.models.user import IdentityKind
from storefront.models.workshop import Learner

bp = Blueprint("practice_phone", __name__, url_prefix="/account/practice-phone")
bp.before_request(follow_learner)
ASKED = "practice_name"


def practise(learner: Learner, name: Name) -> Response:
    """Send the code and go on to its form."""
    practice_phone.send_code(learner, name, locale=me().locale)
    session[ASKED] = [name.kind.value, name.value]
    return redirect(url_for("portal.practice_phone.show"), 303)


@bp.get("")
@need_sign_in
def show() -> ResponseReturnValue:
    """The form for the code."""
    learner, name = practice_phone.practising(me()), _asked()
    if learner is None or name is None:
        return _to_account()
    return _page(learner, name, CodeForm())


@bp.post("")
@need_sign_in
def prove() -> ResponseReturnValue:
    """Prove it."""
    learner, name, form = practice_phone.practising(me()), _asked(), CodeForm()
    if learner is None or name is None:
        return _to_account()
    try:
        if not form.validate():
            raise Invalid({})
        practice_phone.prove(learner, name, form.code.data or "")
    except Invalid as error:
        form.add_errors(error.errors)
        return _page(learner, name, form), 422
    session.pop(ASKED)
    flash(
        _("%(name)s is proved in class. It is practice: nobody is written to there.", name=shown(*name)),
        "good",
    )
    return _to_account()


def _page(learner: Learner, name: Name, form: CodeForm) -> str:
    return respond.page(
        "portal/accounts/verify_identity.html", form=form, sent_to=shown(*name), practising=learner
    )


def _to_account() -> Response:
    return redirect(url_for("portal.account.show"), 303)


def _asked() -> Name | None:
    held = session.get(ASKED)
    return Name(IdentityKind(held[0]), held[1]) if held else None
