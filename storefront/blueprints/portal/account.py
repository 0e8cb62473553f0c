"""A person's own pages: their shops, their name, phones and e-mails, password, app and devices."""

from __future__ import annotations

import io
from typing import Any

import segno
from flask import Blueprint, Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from storefront.blueprints.common import respond
from storefront.blueprints.common import session as sessions
from storefront.blueprints.common.forms import BaseForm
from storefront.blueprints.common.guards import need_sign_in
from storefront.blueprints.common.session import me
from storefront.blueprints.portal.accounts import (
    ChangePasswordForm,
    CodeForm,
    NamedForm,
    PlainForm,
    ProfileForm,
)
from storefront.blueprints.portal.practice_phone import practise
from storefront.blueprints.portal.trail import follow_learner
from storefront.domain.accounts import codes, devices, identities, memberships, second_step, sign_in, throttle
from storefront.domain.accounts.names import shown
from storefront.domain.accounts.permissions import ROLE_NAMES
from storefront.domain.notifications.letters import site_name
from storefront.domain.workshops import practice_phone
from storefront.domain.workshops.people import classes_of
from storefront.infra import events
from storefront.infra.db import db
from storefront.infra.errors import Invalid, NotFound, TooOften
from storefront.models.user import Identity

bp = Blueprint("account", __name__)
bp.before_request(follow_learner)


@bp.get("/my-shops")
@need_sign_in
def shops() -> ResponseReturnValue:
    """The shops one works in, and the way to a new one."""
    return respond.page(
        "portal/accounts/shops.html",
        shops=memberships.shops_of(me()),
        role_names=ROLE_NAMES,
        classes=classes_of(me()),
        form=PlainForm(),
    )


@bp.get("/account")
@need_sign_in
def show() -> ResponseReturnValue:
    """Everything about the account on one page."""
    profile = ProfileForm(obj=me())
    return _page(profile=profile)


@bp.post("/account/profile")
@need_sign_in
def edit_profile() -> ResponseReturnValue:
    """Save the name and the language of messages."""
    form = ProfileForm()
    if not form.validate():
        return _page(profile=form), 422
    me().name, me().locale = form.name.data[:120], form.locale.data
    flash(_("Saved."), "good")
    return redirect(url_for(".show"), 303)


@bp.post("/account/password")
@need_sign_in
def change_password() -> ResponseReturnValue:
    """Change the password."""
    form = ChangePasswordForm()
    try:
        if not form.validate():
            raise Invalid({})
        sign_in.change_password(
            me(), old=form.old.data or "", new=form.new.data, address=sessions.client_address()
        )
    except Invalid as error:
        form.add_errors(error.errors)
        return _page(password=form), 422
    flash(_("Your password is changed. Your other devices are signed out."), "good")
    return redirect(url_for(".show"), 303)


@bp.post("/account/identities")
@need_sign_in
def add_identity() -> ResponseReturnValue:
    """Claim another phone or e-mail and send it a code; a learner's lands on the practice phone."""
    form = NamedForm()
    try:
        if not form.validate():
            raise Invalid({})
        learner = practice_phone.practising(me())
        if learner:
            return practise(learner, form.typed)
        throttle.count_try(
            f"claims of {me().id}", sessions.client_address(), per_account=sign_in.CODES_PER_WINDOW
        )
        identities.send_code(form.typed, identities.VERIFY, locale=me().locale, reader=me().name)
    except Invalid as error:
        form.add_errors(error.errors)
        return _page(identity=form), 422
    except TooOften as error:
        form.add_errors({"name": [str(error.message)]})
        return _page(identity=form), 429
    identity = identities.claim(me(), form.typed)
    return redirect(url_for(".verify_identity", identity_id=identity.id), 303)


@bp.get("/account/identities/<int:identity_id>")
@need_sign_in
def verify_identity(identity_id: int) -> ResponseReturnValue:
    """The form for the code."""
    return _verify_page(_identity(identity_id), CodeForm())


@bp.post("/account/identities/<int:identity_id>")
@need_sign_in
def prove_identity(identity_id: int) -> ResponseReturnValue:
    """Prove it."""
    identity, form = _identity(identity_id), CodeForm()
    name = identities.Name(identity.kind, identity.value)
    try:
        if not form.validate():
            raise Invalid({})
        codes.use_code(name, identities.VERIFY, form.code.data)
    except Invalid as error:
        form.add_errors(error.errors)
        return _verify_page(identity, form), 422
    identities.prove(identity, by=events.acting_user())
    flash(_("You can now sign in with %(name)s.", name=shown(*name)), "good")
    return redirect(url_for(".show"), 303)


@bp.post("/account/identities/<int:identity_id>/removal")
@need_sign_in
def remove_identity(identity_id: int) -> ResponseReturnValue:
    """Take it away."""
    identities.remove(_identity(identity_id), by=events.acting_user())
    flash(_("Removed."), "good")
    return redirect(url_for(".show"), 303)


@bp.post("/account/devices/<int:device_id>/sign-out")
@need_sign_in
def sign_out_device(device_id: int) -> ResponseReturnValue:
    """Sign one device out."""
    if not devices.sign_out(me(), device_id=device_id):
        raise NotFound
    flash(_("That device is signed out."), "good")
    return redirect(url_for(".show"), 303)


@bp.post("/account/devices/sign-out")
@need_sign_in
def sign_out_everywhere() -> ResponseReturnValue:
    """Sign every other device out."""
    devices.sign_out_everywhere(me(), but_here=True)
    flash(_("All other devices are signed out."), "good")
    return redirect(url_for(".show"), 303)


@bp.post("/account/app")
@need_sign_in
def start_app() -> ResponseReturnValue:
    """Begin with an authenticator app."""
    second_step.start_enrolment(me())
    return redirect(url_for(".enrol_app"), 303)


@bp.get("/account/app")
@need_sign_in
def enrol_app() -> ResponseReturnValue:
    """The code to scan."""
    if me().has_totp or not me().totp_secret:
        return redirect(url_for(".show"), 303)
    return _app_page(CodeForm())


@bp.get("/account/app/qr.svg")
@need_sign_in
def app_qr() -> ResponseReturnValue:
    """The picture an authenticator app scans."""
    if me().has_totp or not me().totp_secret:
        raise NotFound
    picture = io.BytesIO()
    segno.make(second_step.enrolment_address(me(), site_name()), error="m").save(
        picture, kind="svg", scale=6, border=4, light="#fff"
    )
    return Response(picture.getvalue(), mimetype="image/svg+xml", headers={"Cache-Control": "no-store"})


@bp.post("/account/app/confirmation")
@need_sign_in
def confirm_app() -> ResponseReturnValue:
    """Turn it on with its first code."""
    form = CodeForm()
    try:
        if not form.validate():
            raise Invalid({})
        made = second_step.confirm(me(), form.code.data)
    except Invalid as error:
        form.add_errors(error.errors)
        return _app_page(form), 422
    return respond.page("portal/accounts/recovery_codes.html", codes=made)


@bp.post("/account/app/removal")
@need_sign_in
def remove_app() -> ResponseReturnValue:
    """Turn it off."""
    form = CodeForm()
    try:
        if not form.validate():
            raise Invalid({})
        second_step.turn_off(me(), form.code.data, address=sessions.client_address())
    except Invalid as error:
        form.add_errors(error.errors)
        return _page(app=form), 422
    flash(_("The authenticator app is off."), "good")
    return redirect(url_for(".show"), 303)


def _page(**forms: BaseForm) -> str:
    """The account page; a form that failed comes back as it was typed."""
    given: dict[str, Any] = {
        "profile": ProfileForm(formdata=None, obj=me()),
        "password": ChangePasswordForm(formdata=None),
        "identity": NamedForm(formdata=None),
        "app": CodeForm(formdata=None),
        **forms,
    }
    given["password"].old.flags.required = bool(me().password_hash)
    return respond.page(
        "portal/accounts/account.html",
        devices=devices.devices(me()),
        here=devices.device_of(me().session_token),
        shown=shown,
        plain=PlainForm(formdata=None),
        practising=practice_phone.practising(me()),
        practised=practice_phone.practised(me()),
        **given,
    )


def _verify_page(identity: Identity, form: CodeForm) -> str:
    sent_to = shown(identity.kind, identity.value)
    return respond.page("portal/accounts/verify_identity.html", form=form, sent_to=sent_to)


def _app_page(form: CodeForm) -> str:
    return respond.page("portal/accounts/enrol_app.html", form=form, secret=me().totp_secret)


def _identity(identity_id: int) -> Identity:
    identity = db.session.get(Identity, identity_id)
    if identity is None or identity.user_id != me().id:
        raise NotFound
    return identity
