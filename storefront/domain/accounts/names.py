"""What a person types to say who they are: a phone number or an e-mail address."""

from __future__ import annotations

import re
from typing import NamedTuple

from flask_babel import lazy_gettext

from storefront.infra.errors import Invalid
from storefront.infra.phone import format_phone, mask_phone, parse_phone
from storefront.infra.text import clean
from storefront.models.user import IdentityKind

_EMAIL = re.compile(r"[^@\s\"'<>,;:\\()\[\]]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")


class Name(NamedTuple):
    """A phone as E.164 or an e-mail in lower case: the form identities are kept and compared in."""

    kind: IdentityKind
    value: str


def parse_name(typed: str, field: str = "name") -> Name:
    """Read a phone number or an e-mail address. Raises Invalid on the field."""
    text = clean(typed)
    if "@" in text:
        return Name(IdentityKind.EMAIL, parse_email(text, field))
    return Name(IdentityKind.PHONE, parse_phone(text, field))


def parse_email(typed: str, field: str = "email") -> str:
    """An e-mail address in lower case. Raises Invalid on the field."""
    value = clean(typed).lower()
    if len(value) > 254 or not _EMAIL.fullmatch(value):
        sentence = lazy_gettext("This is not an e-mail address. Enter it like lan@example.com.")
        raise Invalid.field(field, sentence)
    return value


def shown(kind: IdentityKind, value: str) -> str:
    """The name as its owner writes it; a class sign-in has none that is written."""
    if kind is IdentityKind.CLASS:
        return str(lazy_gettext("Class sign-in"))
    return format_phone(value) if kind is IdentityKind.PHONE else value


def masked(kind: IdentityKind, value: str) -> str:
    """Enough of the name to recognise it by, for pages others may look over."""
    if kind is IdentityKind.PHONE:
        return mask_phone(value)
    if kind is IdentityKind.CLASS:
        return str(lazy_gettext("Class sign-in"))
    local, _, host = value.partition("@")
    return f"{local[:1]}•••@{host}"
