"""Signing up: who you are, then the code that was sent to you."""

from __future__ import annotations

from flask import Blueprint, redirect, session, url_for
from flask.typing import ResponseReturnValue

from storefront.blueprints.common import respond
from storefront.blueprints.common import session as sessions
from storefront.blueprints.common.guards import open_to_all
from storefront.blueprints.portal.accounts import CodeForm, SignUpForm
from storefront.domain.accounts import identities, throttle
from storefront.domain.accounts import sign_up as verbs
from storefront.domain.accounts.names import Name, shown
from storefront.infra.db import db
from storefront.infra.errors import Invalid
from storefront.infra.i18n import current_locale
from storefront.models.user import IdentityKind, User

bp = Blueprint("sign_up", __name__, url_prefix="/sign-up")
PENDING = "sign_up"


@bp.get("")
@open_to_all
def show() -> ResponseReturnValue:
    """The form."""
    return respond.page("portal/accounts/sign_up.html", form=SignUpForm(next=respond.safe_next("")))


@bp.post("")
@open_to_all
def create() -> ResponseReturnValue:
    """Make the account and send the code."""
    form = SignUpForm()
    if not form.validate():
        return respond.invalid("portal/accounts/sign_up.html", form=form)
    try:
        name = form.typed
        throttle.count_try(f"sign up {name.value}", sessions.client_address())
        user = verbs.sign_up(
            name, called=form.called.data, password=form.password.data or None, locale=current_locale()
        )
    except Invalid as error:
        form.add_errors(error.errors)
        return respond.invalid("portal/accounts/sign_up.html", form=form)
    session[PENDING] = [user.id, name.kind.value, name.value]
    return redirect(url_for(".code", next=respond.safe_next("") or None), 303)


@bp.get("/code")
@open_to_all
def code() -> ResponseReturnValue:
    """The form for the code."""
    pending = _pending()
    if pending is None:
        return redirect(url_for(".show"), 303)
    form = CodeForm(next=respond.safe_next(""))
    return respond.page("portal/accounts/sign_up_code.html", form=form, sent_to=shown(*pending[1]))


@bp.post("/code")
@open_to_all
def finish() -> ResponseReturnValue:
    """Prove the name and sign in."""
    pending = _pending()
    if pending is None:
        return redirect(url_for(".show"), 303)
    user, name = pending
    form = CodeForm()
    try:
        if not form.validate():
            raise Invalid({})
        opened = verbs.finish_sign_up(user, name, code=form.code.data)
    except Invalid as error:
        form.add_errors(error.errors)
        return respond.invalid("portal/accounts/sign_up_code.html", form=form, sent_to=shown(*name))
    if opened.has_totp:
        return sessions.ask_second_step(opened, respond.safe_next(url_for("portal.account.shops")))
    sessions.begin(opened)
    first = "portal.open_shop.show" if opened.id == user.id else "portal.account.shops"
    return respond.back_or(url_for(first))


@bp.post("/another-code")
@open_to_all
def another_code() -> ResponseReturnValue:
    """Send a fresh code."""
    pending = _pending()
    if pending is None:
        return redirect(url_for(".show"), 303)
    user, name = pending
    identities.send_code(name, verbs.SIGN_UP, locale=current_locale(), reader=user.name)
    return redirect(url_for(".code", next=respond.safe_next("") or None), 303)


def _pending() -> tuple[User, Name] | None:
    held = session.get(PENDING)
    user = db.session.get(User, held[0]) if held else None
    return (user, Name(IdentityKind(held[1]), held[2])) if user else None
