"""Signing in by password or code, the second step, a forgotten password, and signing out."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from storefront.blueprints.common import respond
from storefront.blueprints.common import session as sessions
from storefront.blueprints.common.guards import open_to_all
from storefront.blueprints.portal.accounts import CodeForm, NamedForm, NewPasswordForm, PlainForm, SignInForm
from storefront.domain.accounts import second_step
from storefront.domain.accounts import sign_in as verbs
from storefront.domain.accounts.names import Name, shown
from storefront.infra.errors import Invalid
from storefront.infra.i18n import current_locale
from storefront.models.user import IdentityKind, User

bp = Blueprint("sign_in", __name__)
ASKED = "code_asked"


@bp.get("/sign-in")
@open_to_all
def show() -> ResponseReturnValue:
    """The form; who is signed in already goes on."""
    if current_user.is_authenticated:
        return redirect(respond.safe_next(url_for("portal.account.shops")), 303)
    return respond.page("portal/accounts/sign_in.html", form=SignInForm(next=respond.safe_next("")))


@bp.post("/sign-in")
@open_to_all
def create() -> ResponseReturnValue:
    """Sign in with a password."""
    form = SignInForm()
    try:
        if not form.validate():
            raise Invalid({})
        user = verbs.sign_in_with_password(form.typed, form.password.data, address=sessions.client_address())
    except Invalid as error:
        form.add_errors(error.errors)
        return respond.invalid("portal/accounts/sign_in.html", form=form)
    return _enter(user)


@bp.get("/sign-in/code")
@open_to_all
def by_code() -> ResponseReturnValue:
    """Ask for a code to sign in with."""
    return respond.page(
        "portal/accounts/ask_code.html", form=NamedForm(next=respond.safe_next("")), reset=False
    )


@bp.post("/sign-in/code")
@open_to_all
def send_code() -> ResponseReturnValue:
    """Send it, if somebody has that name."""
    return _send(verbs.SIGN_IN, "portal.sign_in.enter_code")


@bp.get("/sign-in/code/enter")
@open_to_all
def enter_code() -> ResponseReturnValue:
    """The form for the code."""
    return _code_page("portal/accounts/enter_code.html", CodeForm, verbs.SIGN_IN)


@bp.post("/sign-in/code/enter")
@open_to_all
def finish_code() -> ResponseReturnValue:
    """Sign in with the code."""
    name = _asked(verbs.SIGN_IN)
    form = CodeForm()
    if name is None:
        return redirect(url_for(".by_code"), 303)
    try:
        if not form.validate():
            raise Invalid({})
        user = verbs.sign_in_with_code(name, form.code.data, address=sessions.client_address())
    except Invalid as error:
        form.add_errors(error.errors)
        return respond.invalid("portal/accounts/enter_code.html", form=form, sent_to=shown(*name))
    return _enter(user)


@bp.get("/forgotten-password")
@open_to_all
def forgotten() -> ResponseReturnValue:
    """Ask for a code to set a new password with."""
    return respond.page(
        "portal/accounts/ask_code.html", form=NamedForm(next=respond.safe_next("")), reset=True
    )


@bp.post("/forgotten-password")
@open_to_all
def send_reset() -> ResponseReturnValue:
    """Send it, if somebody has that name."""
    return _send(verbs.RESET, "portal.sign_in.new_password")


@bp.get("/forgotten-password/new")
@open_to_all
def new_password() -> ResponseReturnValue:
    """The form for the code and the new password."""
    return _code_page("portal/accounts/new_password.html", NewPasswordForm, verbs.RESET)


@bp.post("/forgotten-password/new")
@open_to_all
def set_password() -> ResponseReturnValue:
    """Set it, sign out everywhere, and sign in here."""
    name = _asked(verbs.RESET)
    form = NewPasswordForm()
    if name is None:
        return redirect(url_for(".forgotten"), 303)
    try:
        if not form.validate():
            raise Invalid({})
        user = verbs.reset_password(name, form.code.data, form.password.data)
    except Invalid as error:
        form.add_errors(error.errors)
        return respond.invalid("portal/accounts/new_password.html", form=form, sent_to=shown(*name))
    flash(_("Your new password is set. All other devices are signed out."), "good")
    return _enter(user)


@bp.get("/sign-in/app")
@open_to_all
def second() -> ResponseReturnValue:
    """Ask for the authenticator app's code."""
    if sessions.second_step_user() is None:
        return redirect(url_for(".show"), 303)
    return respond.page("portal/accounts/second_step.html", form=CodeForm(next=respond.safe_next("")))


@bp.post("/sign-in/app")
@open_to_all
def finish_second() -> ResponseReturnValue:
    """Sign in with it."""
    user = sessions.second_step_user()
    form = CodeForm()
    if user is None:
        return redirect(url_for(".show"), 303)
    try:
        if not form.validate():
            raise Invalid({})
        second_step.check(user, form.code.data, address=sessions.client_address())
    except Invalid as error:
        form.add_errors(error.errors)
        return respond.invalid("portal/accounts/second_step.html", form=form)
    sessions.begin(user)
    return respond.back_or(url_for("portal.account.shops"))


@bp.post("/sign-out")
@open_to_all
def sign_out() -> ResponseReturnValue:
    """Sign this device out, and go where the form says."""
    if PlainForm().validate():
        sessions.end()
        flash(_("You are signed out."), "good")
    return respond.back_or(url_for(".show"))


def _enter(user: User) -> ResponseReturnValue:
    home = url_for("portal.account.shops")
    if user.has_totp:
        return sessions.ask_second_step(user, respond.safe_next(home))
    sessions.begin(user)
    return respond.back_or(home)


def _send(purpose: str, onward: str) -> ResponseReturnValue:
    form = NamedForm()
    reset = purpose == verbs.RESET
    try:
        if not form.validate():
            raise Invalid({})
        verbs.ask_for_code(form.typed, purpose, address=sessions.client_address(), locale=current_locale())
    except Invalid as error:
        form.add_errors(error.errors)
        return respond.invalid("portal/accounts/ask_code.html", form=form, reset=reset)
    session[ASKED] = [purpose, form.typed.kind.value, form.typed.value]
    return redirect(url_for(onward, next=respond.safe_next("") or None), 303)


def _code_page(template: str, form: type[CodeForm], purpose: str) -> ResponseReturnValue:
    name = _asked(purpose)
    if name is None:
        return redirect(url_for(".show"), 303)
    return respond.page(template, form=form(next=respond.safe_next("")), sent_to=shown(*name))


def _asked(purpose: str) -> Name | None:
    held = session.get(ASKED)
    return Name(IdentityKind(held[1]), held[2]) if held and held[0] == purpose else None
