"""Tax codes: ten digits, ten plus branch, or since 1 July 2025 a person's twelve (Circular 86/2024/TT-BTC).

The form is checked, not whether the code exists: there is no public register to ask.
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from flask_babel import lazy_gettext
from stdnum.exceptions import ValidationError
from stdnum.vn import mst

from storefront.infra.clock import today_vn
from storefront.infra.errors import Invalid, Sentence

# Birth registration codes of the 63 provinces before July 2025; those numbers are never given anew.
_BIRTH_PROVINCES = (
    "001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 "
    "037 038 040 042 044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 "
    "077 079 080 082 083 084 086 087 089 091 092 093 094 095 096"
)


class TaxIdKind(StrEnum):
    """Which of the three forms a tax code has."""

    ORGANISATION = "organisation10"
    BRANCH = "branch13"
    PERSONAL = "personal12"


@dataclass(frozen=True, slots=True)
class TaxId:
    """A well-formed tax code; a branch is kept with its dash. The value stays out of logs."""

    kind: TaxIdKind
    value: str = field(repr=False)


def parse_tax_id(text: str, field: str = "tax_id") -> TaxId:
    """The tax code in a text, with or without spaces, dots and dash. Raises Invalid on the field."""
    digits = re.sub(r"[\s.\-–]", "", text)
    if not (digits.isascii() and digits.isdigit() and len(digits) in (10, 12, 13)):
        raise Invalid.field(
            field,
            lazy_gettext("A tax code has 10 digits, 13 for a branch, or the 12 of a personal number."),
        )
    return _personal(digits, field) if len(digits) == 12 else _organisation(digits, field)


def mask(tax_id: TaxId) -> str:
    """As shown on screen: a person's number keeps its first and last three digits, a firm's is public."""
    if tax_id.kind is not TaxIdKind.PERSONAL:
        return tax_id.value
    return f"{tax_id.value[:3]}••••••{tax_id.value[-3:]}"


def _organisation(digits: str, field: str) -> TaxId:
    try:
        mst.validate(digits)
    except ValidationError:
        raise Invalid.field(field, _mistyped()) from None
    kind = TaxIdKind.ORGANISATION if len(digits) == 10 else TaxIdKind.BRANCH
    return TaxId(kind, mst.format(digits))


def _personal(digits: str, field: str) -> TaxId:
    century = 1900 + 100 * (int(digits[3]) // 2)
    born = century + int(digits[4:6])
    if digits[:3] not in _BIRTH_PROVINCES or born > today_vn().year:
        raise Invalid.field(
            field,
            lazy_gettext("This personal number is not right. Check the 12 digits on your identity card."),
        )
    return TaxId(TaxIdKind.PERSONAL, digits)


def _mistyped() -> Sentence:
    return lazy_gettext("This tax code has a wrong digit. Check it against your registration certificate.")
