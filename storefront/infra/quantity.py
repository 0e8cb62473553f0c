"""Quantities as whole thousandths: 1,5 kg is 1500, three pieces are 3000."""

import re
from decimal import Decimal

from babel.numbers import format_decimal
from flask_babel import lazy_gettext

from storefront.infra.errors import Invalid
from storefront.infra.text import fold

ONE = 1000
_LARGEST = 999_999_999
_NUMBER = re.compile(r"(\d{1,9})(?:([.,])(\d{1,3}))?", re.ASCII)


def format_quantity(quantity: int, locale: str = "vi") -> str:
    """Thousandths as people write them: 1500 is `1,5` in Vietnamese and `1.5` in English."""
    return format_decimal(Decimal(quantity) / ONE, "#,##0.###", locale=locale)


def parse_quantity(text: str, field: str = "quantity") -> int:
    """Thousandths from `1,5`, `1.5` or `3`. Raises Invalid on the field.

    `1.500` is refused: in Vietnamese it is fifteen hundred, in a phone's number field one and a half.
    """
    number = _NUMBER.fullmatch(fold(text))
    if number is None:
        raise Invalid.field(field, lazy_gettext("Enter a quantity, for example 3 or 1,5."))
    whole, point, decimals = number[1], number[2], number[3] or ""
    if point == "." and len(decimals) == 3 and int(whole) > 0:
        raise Invalid.field(
            field, lazy_gettext("Write thousands without a dot and parts with a comma: 1500 or 1,5.")
        )
    quantity = int(whole) * ONE + int(decimals.ljust(3, "0"))
    if quantity > _LARGEST:
        raise Invalid.field(field, lazy_gettext("This quantity is too large."))
    return quantity


def line_amount(price: int, quantity: int) -> int:
    """Price per whole unit × thousandths, rounded half up to the minor unit."""
    return (price * quantity + ONE // 2) // ONE


def fits(quantity: int, step: int, minimum: int, maximum: int | None = None) -> bool:
    """Whether a quantity may be ordered: within the bounds, and whole steps above the minimum."""
    if quantity < minimum or (maximum is not None and quantity > maximum):
        return False
    return (quantity - minimum) % step == 0
