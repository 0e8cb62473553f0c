"""What keeps robots out of the forms that write to the owner; people never notice it."""

from __future__ import annotations

from flask import current_app, g, request
from flask_babel import gettext as _
from itsdangerous import BadSignature, Signer

from storefront.infra import clock, limits
from storefront.infra.errors import Invalid

FASTEST = 2
LONGEST = 12 * 3600
PER_HOUR = 10
TRAP = "website"
OPENED = "opened"


def hidden_fields() -> tuple[tuple[str, str], ...]:
    """A field that only robots fill in, and when the form was opened."""
    return ((TRAP, ""), (OPENED, _signer().sign(str(_now())).decode()))


def sender() -> str:
    """By whom what is written is counted: the address; a class behind one router for each practice shop."""
    address = request.remote_addr or ""
    return f"{g.shop.id} {address}" if g.shop.is_practice else address


def is_robot() -> bool:
    """Whether the field was filled in that nobody sees."""
    return bool(request.form.get(TRAP))


def check_age() -> None:
    """Raise Invalid when the form was filled in faster than a person can, or long ago."""
    try:
        opened = int(_signer().unsign(request.form.get(OPENED, "")))
    except BadSignature:
        opened = 0
    age = _now() - opened
    if age > LONGEST:
        raise Invalid({"": [_("This form was open for too long. Please send it again.")]})
    if age < FASTEST:
        raise Invalid({"": [_("That was very quick. Please check your question and send it again.")]})


def check_often(what: str) -> None:
    """Raise Invalid for whoever sends too many of `what` in an hour; the form keeps what was typed."""
    if not limits.allow(what, PER_HOUR, 3600, sender()):
        raise Invalid({"": [_("A lot was sent from here within an hour. Send it later, or call the shop.")]})


def _now() -> int:
    return int(clock.now().timestamp())


def _signer() -> Signer:
    return Signer(str(current_app.secret_key), salt="contact")
