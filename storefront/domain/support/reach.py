"""How the shop can answer whoever writes to it: one rule for questions and complaints."""

from __future__ import annotations

from flask_babel import lazy_gettext

from storefront.infra.errors import Sentence
from storefront.infra.phone import parse_phone
from storefront.infra.text import clean

LONGEST_EMAIL = 254


def phone_of(typed: str) -> str | None:
    """The phone as it is kept; None where none was typed. Raises Invalid beside `phone`."""
    return parse_phone(typed) if clean(typed) else None


def email_of(typed: str) -> str | None:
    """The e-mail as it is kept; None where none was typed."""
    return clean(typed)[:LONGEST_EMAIL] or None


def unreachable(phone: str, email: str) -> dict[str, list[Sentence]]:
    """What is wrong with the ways to answer, by field: one is needed, and an e-mail looks like one."""
    if not clean(phone) and not clean(email):
        return {"phone": [lazy_gettext("Leave a phone number or an e-mail so that the shop can answer.")]}
    if clean(email) and "@" not in clean(email)[1:-1]:
        return {"email": [lazy_gettext("Enter an e-mail address like ten@example.com.")]}
    return {}
