"""How two amounts that should be one differ, and what a fee should have been. Minor units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from storefront.domain.reconciliation.values import CHARGE, VND, FeeTerms, ReportedLine

ROUNDING = 1
BANK_FEE_STEP = 1_100
BANK_FEE_LIMIT = 33_000
"""What banks in Vietnam take of a transfer: 1.000 ₫ to 30.000 ₫ and a tenth of tax."""


def is_transposed(first: int, second: int) -> bool:
    """Whether two neighbouring digits changed places."""
    one, other = str(first), str(second)
    if len(one) != len(other):
        return False
    wrong = [place for place, (left, right) in enumerate(zip(one, other, strict=True)) if left != right]
    if len(wrong) != 2 or wrong[1] != wrong[0] + 1:
        return False
    left, right = wrong
    return one[left] == other[right] and one[right] == other[left]


def is_bank_fee(lacking: int) -> bool:
    """Whether a sum is lacking that a bank takes of its own accord."""
    return 0 < lacking <= BANK_FEE_LIMIT and lacking % BANK_FEE_STEP == 0


def usual_terms(lines: Sequence[ReportedLine]) -> FeeTerms | None:
    """The terms most charges of one company agree with; None when no terms fit more than half of them."""
    charges = [line for line in lines if line.kind == CHARGE and line.currency == VND and line.amount > 0]
    if not charges:
        return None
    rates = Counter((line.fee * 20_000 // line.amount + 1) // 2 for line in charges)
    fixed = Counter(line.fee for line in charges)
    found = [FeeTerms(rate=rates.most_common(1)[0][0]), FeeTerms(fixed=fixed.most_common(1)[0][0])]
    fitting, terms = max(
        ((sum(fits(line.fee, terms.fee_of(line.amount)) for line in charges), terms) for terms in found),
        key=lambda pair: pair[0],
    )
    return terms if fitting * 2 > len(charges) else None


def fits(fee: int, expected: int) -> bool:
    """Whether a fee is the expected one, however it was rounded."""
    return abs(fee - expected) <= ROUNDING


def fee_fault(fee: int, amounts: Sequence[int], terms: FeeTerms | None) -> tuple[str, int]:
    """What is wrong with a fee ("" when nothing is), and the fee that was due.

    `amounts` are the sums it may rightly have been reckoned of: the true one first, then the reported one.
    """
    if terms is None:
        return "", fee
    due = [terms.fee_of(amount) for amount in amounts]
    for expected in due:
        if fits(fee, expected):
            return "", fee
    for expected in due:
        if fits(fee, 2 * expected):
            return "fee_doubled", expected
    return ("fee_missing" if fee == 0 else "fee_differs"), due[0]
