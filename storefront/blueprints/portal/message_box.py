"""The message box: outside production, every message as its reader sees it."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext

from storefront.blueprints.common import respond
from storefront.blueprints.common import session as sessions
from storefront.blueprints.common.guards import open_to_all
from storefront.blueprints.portal.accounts import CodeForm
from storefront.domain.accounts import throttle
from storefront.domain.accounts.codes import WrongCode
from storefront.domain.notifications.messages import sent_messages
from storefront.infra.crypto import keyed_hash
from storefront.infra.errors import NotFound
from storefront.infra.phone import format_phone
from storefront.infra.tokens import same

bp = Blueprint("message_box", __name__, url_prefix="/message-box")
OPENED = "message_box"
SHOWN = 60
CHANNELS = {
    "email": lazy_gettext("E-mail"),
    "sms": lazy_gettext("SMS"),
    "zalo": lazy_gettext("Zalo"),
}


def message_box_code() -> str:
    """The code that opens the box on a local network; `serve` prints it in the terminal."""
    return f"{int(keyed_hash('message box'), 16) % 1_000_000:06}"


@bp.before_request
def only_outside_production() -> None:
    """In production there is no such page."""
    if current_app.config["SETTINGS"].production:
        raise NotFound


@bp.get("")
@open_to_all
def show() -> ResponseReturnValue:
    """The messages, newest first, all or one person's."""
    if _is_closed():
        return respond.page("portal/accounts/message_box_code.html", form=CodeForm())
    wanted = request.args.get("to", "")
    found = [one for one in sent_messages() if not wanted or one.recipient == wanted][:SHOWN]
    return respond.page(
        "portal/accounts/message_box.html",
        messages=found,
        channels=CHANNELS,
        wanted=wanted,
        format_phone=format_phone,
    )


@bp.post("")
@open_to_all
def open_box() -> ResponseReturnValue:
    """Open it with the code of the terminal."""
    form = CodeForm()
    attempt = throttle.count_try("message box", sessions.client_address())
    if not form.validate() or not same(form.code.data or "", message_box_code()):
        form.add_errors(WrongCode().errors if not form.errors else {})
        return respond.invalid("portal/accounts/message_box_code.html", form=form)
    throttle.succeeded(attempt)
    session[OPENED] = message_box_code()
    return redirect(url_for(".show"), 303)


def _is_closed() -> bool:
    return current_app.config["SETTINGS"].lan and session.get(OPENED) != message_box_code()
