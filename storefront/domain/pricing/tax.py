"""Value added tax as dated data: which rate a tax class has on a day, by which act."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_VAT_LAW = "Luật Thuế giá trị gia tăng số 48/2024/QH15"
_VAT_CUT = "Nghị quyết số 204/2025/QH15, Nghị định số 174/2025/NĐ-CP"
_VAT_LAW_STARTS = date(2025, 7, 1)


class TaxClass(StrEnum):
    """How a product is taxed; `vat8` names the goods of the full rate that the temporary cut covers."""

    VAT0 = "vat0"
    VAT5 = "vat5"
    VAT8 = "vat8"
    VAT10 = "vat10"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class TaxRate:
    """A class's per cent (None: not subject to VAT) on the days valid_from to valid_to, both included."""

    tax_class: TaxClass
    percent: int | None
    valid_from: date
    valid_to: date | None
    law: str


TAX_RATES = (
    TaxRate(TaxClass.VAT0, 0, _VAT_LAW_STARTS, None, _VAT_LAW),
    TaxRate(TaxClass.VAT5, 5, _VAT_LAW_STARTS, None, _VAT_LAW),
    TaxRate(TaxClass.VAT8, 8, _VAT_LAW_STARTS, date(2026, 12, 31), _VAT_CUT),
    TaxRate(TaxClass.VAT8, 10, date(2027, 1, 1), None, _VAT_LAW),
    TaxRate(TaxClass.VAT10, 10, _VAT_LAW_STARTS, None, _VAT_LAW),
    TaxRate(TaxClass.NONE, None, _VAT_LAW_STARTS, None, _VAT_LAW),
)


def rate(class_code: str, on: date) -> int | None:
    """The rate in per cent on a day in Vietnam, None when not subject to VAT.

    Raises LookupError for an unknown class or a day before the law of 1 July 2025.
    """
    return rate_row(class_code, on).percent


def rate_row(class_code: str, on: date) -> TaxRate:
    """The dated row a rate comes from, with the act to name. Raises LookupError like `rate`."""
    for row in TAX_RATES:
        if row.tax_class == class_code and row.valid_from <= on <= (row.valid_to or date.max):
            return row
    raise LookupError(f"no VAT rate for class {class_code!r} on {on}")
