"""Money as whole minor units and a currency; the dong has no decimals, and a float is never money."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from babel.numbers import format_currency, get_currency_precision
from flask_babel import lazy_gettext

from storefront.infra.errors import Invalid
from storefront.infra.text import fold

_LARGEST = 999_999_999_999
_THOUSANDS = re.compile(r"\d{1,3}([. ,])\d{3}(?:\1\d{3})*")
_SHORT = re.compile(r"(\d+)(?:[.,](\d+))?(k|nghin|ngan|tr|trieu)(\d)?")
_MULTIPLIERS = {"k": 1_000, "nghin": 1_000, "ngan": 1_000, "tr": 1_000_000, "trieu": 1_000_000}


class CurrencyMismatch(ValueError):
    """Two currencies met in one sum or comparison: a mistake in the program."""


@dataclass(frozen=True, slots=True)
class Money:
    """A sum in minor units of one currency. Raises TypeError for anything but whole numbers."""

    amount: int
    currency: str = "VND"

    def __post_init__(self) -> None:
        _whole(self.amount)

    def __add__(self, other: "Money") -> "Money":
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.amount - self._same(other), self.currency)

    def __mul__(self, times: int) -> "Money":
        return Money(self.amount * _whole(times), self.currency)

    __rmul__ = __mul__

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

    def __bool__(self) -> bool:
        return self.amount != 0

    def __lt__(self, other: "Money") -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.amount <= self._same(other)

    def __gt__(self, other: "Money") -> bool:
        return self.amount > self._same(other)

    def __ge__(self, other: "Money") -> bool:
        return self.amount >= self._same(other)

    def _same(self, other: "Money") -> int:
        if not isinstance(other, Money):
            raise TypeError(f"{other!r} is not money")
        if other.currency != self.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency} do not mix")
        return other.amount


@lru_cache(maxsize=8192)
def format_money(money: Money, locale: str = "vi") -> str:
    """The sum as people write it: `125.000 ₫` (with a no-break space), `₫125,000` in English."""
    major_units = Decimal(money.amount).scaleb(-get_currency_precision(money.currency))
    return format_currency(major_units, money.currency, locale=locale)


def parse_money(text: str, field: str = "amount") -> Money:
    """Dong as people type them: 125000, 125.000 đ, 125k, 1,2tr, 1tr2. Raises Invalid on the field."""
    amount = _amount_of(_bare(text))
    if amount is None:
        raise Invalid.field(field, lazy_gettext("Enter the amount in dong, for example 125.000."))
    if amount > _LARGEST:
        raise Invalid.field(field, lazy_gettext("This amount is too large."))
    return Money(amount)


def share(money: Money, weights: Sequence[int]) -> list[Money]:
    """Split by weight so that the parts add up exactly; the largest remainders get the odd units.

    All weights zero share equally. Raises ValueError for no weights or a negative one.
    """
    if not weights or min(weights) < 0:
        raise ValueError("weights must be given and not negative")
    scale = list(weights) if any(weights) else [1] * len(weights)
    total, units = sum(scale), abs(money.amount)
    parts = [units * weight // total for weight in scale]
    by_remainder = sorted(range(len(scale)), key=lambda index: (-(units * scale[index] % total), index))
    for index in by_remainder[: units - sum(parts)]:
        parts[index] += 1
    sign = -1 if money.amount < 0 else 1
    return [Money(sign * part, money.currency) for part in parts]


def _whole(number: int) -> int:
    if type(number) is not int:
        raise TypeError(f"{number!r} is not a whole number")
    return number


def _bare(text: str) -> str:
    return re.sub(r"(?<=[\da-z])\s*(?:dong|vnd|d|₫)$", "", fold(text)).strip()


def _amount_of(bare: str) -> int | None:
    if bare.isascii() and bare.isdigit():
        return int(bare)
    if _THOUSANDS.fullmatch(bare):
        return int(re.sub(r"\D", "", bare))
    short = _SHORT.fullmatch(bare.replace(" ", ""))
    return _short_amount(*short.groups()) if short else None


def _short_amount(whole: str, decimals: str | None, unit: str, tail: str | None) -> int | None:
    if decimals and tail:
        return None
    exact = Fraction(f"{whole}.{decimals or tail or 0}") * _MULTIPLIERS[unit]
    return exact.numerator if exact.denominator == 1 else None
