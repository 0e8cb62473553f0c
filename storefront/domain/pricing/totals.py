"""What an order comes to: prices include VAT, which is worked out exactly and rounded once per rate."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from math import floor

from storefront.domain.pricing.tax import rate
from storefront.infra.quantity import line_amount


class TaxMethod(StrEnum):
    """How the seller pays VAT: by deduction (shown to buyers) or directly on revenue (not shown)."""

    DEDUCTION = "deduction"
    DIRECT = "direct"


@dataclass(frozen=True, slots=True)
class Line:
    """Goods at a price per unit, VAT included; quantity in thousandths; discount is this line's share."""

    price: int
    quantity: int
    tax_class: str
    discount: int = 0

    @property
    def gross(self) -> int:
        """Price × quantity, rounded half up, before the discount."""
        return line_amount(self.price, self.quantity)

    @property
    def total(self) -> int:
        """What the buyer pays for this line."""
        return self.gross - self.discount


@dataclass(frozen=True, slots=True)
class Shipping:
    """The delivery fee, VAT included."""

    amount: int
    tax_class: str


@dataclass(frozen=True, slots=True)
class VatRow:
    """The VAT inside all sums of one rate; net + vat = gross."""

    percent: int
    gross: int
    vat: int

    @property
    def net(self) -> int:
        """The sum before tax."""
        return self.gross - self.vat


@dataclass(frozen=True, slots=True)
class Totals:
    """An order's sums in minor units; `total` is what the buyer pays."""

    lines: tuple[int, ...]
    subtotal: int
    discount: int
    shipping: int
    total: int
    vat: tuple[VatRow, ...]

    @property
    def vat_total(self) -> int:
        """All VAT included in the total."""
        return sum(row.vat for row in self.vat)


def totals(lines: Sequence[Line], shipping: Shipping | None, on: date, method: TaxMethod) -> Totals:
    """Add up an order as taxed on a day in Vietnam.

    `lines` of the answer are after, `subtotal` is before discounts. A discount on the whole order comes in
    already shared over the lines (`infra.money.share`).
    """
    fee = shipping.amount if shipping else 0
    line_totals = tuple(line.total for line in lines)
    charged = [(line.tax_class, line.total) for line in lines]
    if shipping:
        charged.append((shipping.tax_class, shipping.amount))
    return Totals(
        lines=line_totals,
        subtotal=sum(line.gross for line in lines),
        discount=sum(line.discount for line in lines),
        shipping=fee,
        total=sum(line_totals) + fee,
        vat=_vat_rows(charged, on) if method is TaxMethod.DEDUCTION else (),
    )


def _vat_rows(charged: Iterable[tuple[str, int]], on: date) -> tuple[VatRow, ...]:
    gross_by_percent: defaultdict[int, int] = defaultdict(int)
    for tax_class, amount in charged:
        percent = rate(tax_class, on)
        if percent is not None:
            gross_by_percent[percent] += amount
    return tuple(
        VatRow(percent, gross, _vat_inside(gross, percent))
        for percent, gross in sorted(gross_by_percent.items())
    )


def _vat_inside(gross: int, percent: int) -> int:
    return floor(Fraction(gross * percent, 100 + percent) + Fraction(1, 2))
