"""The session cookie and who is signed in by it.

Public pages have neither: for the doors in PUBLIC nothing is saved and nothing is said about cookies, so
their answers are the same for everybody and may be cached.
"""

from __future__ import annotations

from flask import Flask, Response, g, redirect, request, session, url_for
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user, login_user, logout_user
from flask_wtf import CSRFProtect

from storefront.blueprints.common.origin import SAFE, door
from storefront.domain.accounts import devices
from storefront.infra import clock
from storefront.infra.db import db
from storefront.models.user import User

SECOND_STEP = "second_step"
SECOND_STEP_SECONDS = 600
PUBLIC = frozenset({"shopper", "hooks", "media", "static", "api"})


class SessionInterface(SecureCookieSessionInterface):
    """Signed cookies named `__Host-session` on https; on plain http the same without prefix and Secure."""

    def get_cookie_name(self, app: Flask) -> str:
        """The name for this request's scheme."""
        return "__Host-session" if request.is_secure else "session"

    def get_cookie_secure(self, app: Flask) -> bool:
        """Secure on https only, else nobody signs in on a workshop's Wi-Fi."""
        return request.is_secure

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        """When it changed; its life is renewed as the device's is, by what is sent.

        Renewed by every answer, an open page's own questions would bring an older session back, and what was
        to be said on the next page would be lost or said twice.
        """
        renewed = request.method not in SAFE and super().should_set_cookie(app, session)
        return session.modified or renewed

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Save, except at the public doors."""
        if door() in PUBLIC:
            return
        super().save_session(app, session, response)


def init_app(app: Flask) -> None:
    """Sessions, sign-in and form tokens for the whole app."""
    app.session_interface = SessionInterface()
    app.config["PERMANENT_SESSION_LIFETIME"] = devices.LIFE
    # The origin check protects every request; tokens are checked by the forms that carry them.
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    CSRFProtect(app)
    manager = LoginManager()
    manager.session_protection = None
    manager.user_loader(load_user)
    manager.init_app(app, add_context_processor=False)
    # A proxy, not a context processor: only a template that names the user has one loaded.
    app.jinja_env.globals["current_user"] = current_user
    app.after_request(note_use)


def load_user(token: str) -> User | None:
    """The user signed in on the device that holds this token."""
    device = devices.device_of(token)
    if device is None:
        return None
    user: User = device.user
    user.session_token = token
    return user


def me() -> User:
    """The signed-in user itself, not Flask-Login's proxy; for views behind a guard."""
    user: User = current_user._get_current_object()
    return user


def begin(user: User) -> None:
    """Sign the user in on this device, in a session of its own."""
    user.session_token = devices.open_device(user, agent=request.user_agent.string, address=client_address())
    session.clear()
    session.permanent = True
    login_user(user)


def end() -> None:
    """Sign out this device."""
    if current_user.is_authenticated:
        devices.sign_out_here(me())
    logout_user()
    session.clear()


def client_address() -> str:
    """Where the request comes from, behind as many proxies as the settings trust."""
    return request.remote_addr or ""


def note_use(response: Response) -> Response:
    """Note that the device is in use: on answered POSTs only, as GET writes nothing."""
    user = g.get("_login_user")
    if request.method not in SAFE and response.status_code < 400 and user and user.is_authenticated:
        devices.seen(user.session_token)
    return response


def ask_second_step(user: User, onward: str) -> ResponseReturnValue:
    """Half signed in: ask for the authenticator app's code, then go on."""
    session[SECOND_STEP] = [user.id, int(clock.now().timestamp())]
    return redirect(url_for("portal.sign_in.second", next=onward), 303)


def second_step_user() -> User | None:
    """Who gave the right password or code a moment ago and owes the second step."""
    user_id, at = session.get(SECOND_STEP, (0, 0))
    if clock.now().timestamp() - at > SECOND_STEP_SECONDS:
        return None
    user = db.session.get(User, user_id)
    return user if user and user.is_active else None
