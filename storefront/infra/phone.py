"""Telephone numbers: kept as E.164, typed and shown the way Vietnam does."""

from functools import lru_cache

import phonenumbers
from flask_babel import lazy_gettext
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat

from storefront.infra.errors import Invalid

_HOME_REGION = "VN"
_HOME_CODE = 84


def parse_phone(text: str, field: str = "phone") -> str:
    """E.164 (`+84912345678`) from a number typed in any usual way. Raises Invalid on the field."""
    try:
        number = phonenumbers.parse(text, _HOME_REGION)
    except NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        raise Invalid.field(
            field, lazy_gettext("This is not a phone number we can call. Enter it like 0912 345 678.")
        )
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


@lru_cache(maxsize=2048)
def format_phone(e164: str) -> str:
    """`0912 345 678` for a Vietnamese number, the international form for any other."""
    number = phonenumbers.parse(e164)
    return phonenumbers.format_number(number, _form_of(number))


def mask_phone(e164: str) -> str:
    """The number as shown to people who need not call it: `09•• ••• 678`."""
    shown = format_phone(e164)
    hidden = "".join("•" if character.isdigit() else character for character in shown[2:-3])
    return shown[:2] + hidden + shown[-3:]


def _form_of(number: PhoneNumber) -> int:
    if number.country_code == _HOME_CODE:
        return PhoneNumberFormat.NATIONAL
    return PhoneNumberFormat.INTERNATIONAL
