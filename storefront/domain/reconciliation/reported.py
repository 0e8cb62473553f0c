"""What may be wrong with one row of a gateway's or courier's file, whoever wrote it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storefront.domain.reconciliation.amounts import fee_fault, is_transposed
from storefront.domain.reconciliation.values import VND, Balance, FeeTerms, Finding, ReportedLine


@dataclass(frozen=True, slots=True)
class Side:
    """Whose file it is: the first part of its causes, and its balances."""

    name: str
    charges: Balance
    net: Balance
    bank: Balance


GATEWAY = Side("gateway", Balance.GATEWAY_CHARGES, Balance.GATEWAY_NET, Balance.PAYOUTS)
COURIER = Side("courier", Balance.COD, Balance.COURIER_NET, Balance.REMITTANCES)


def name_of(line: ReportedLine) -> tuple[object, ...]:
    """What makes two rows the same one."""
    return (line.source, line.kind, line.provider_ref or line.reference, line.amount, line.at)


def finding(
    side: Side, cause: str, subject: str, line: ReportedLine, amount: int, order: str = ""
) -> Finding:
    """A finding about one row."""
    return Finding(
        f"{side.name}_{cause}",
        subject,
        amount,
        order=order,
        lines=(line.key,),
        source=line.source,
        batch=line.batch,
    )


def faults_of(
    side: Side, line: ReportedLine, due: int, subject: str, order: str, terms: FeeTerms | None
) -> list[Finding]:
    """What is wrong with the currency, sign, amount, fee and net sum of a charge of `due`."""
    if line.currency != VND:
        return [_foreign(side, line, due, subject, order, terms)]
    fee_word, fee_due = fee_fault(line.fee, (due, abs(line.amount)), terms)
    found = []
    if amount_word := _amount_fault(line.amount, due):
        wrong = finding(side, amount_word, subject, line, abs(due - line.amount), order)
        wrong.explains(side.charges, due - line.amount)
        wrong.effect = due - _fee(terms, due) - (line.sum + line.fee - fee_due)
        found.append(wrong)
    if fee_word:
        wrong = finding(side, fee_word, subject, line, abs(line.fee - fee_due), order)
        wrong.effect = line.fee - fee_due
        found.append(wrong)
    _net_fault(side, line, subject, order, found)
    return found


def _fee(terms: FeeTerms | None, amount: int) -> int:
    return terms.fee_of(amount) if terms else 0


def _amount_fault(amount: int, due: int) -> str:
    if amount == due:
        return ""
    if amount == -due:
        return "sign_wrong"
    return "amount_transposed" if is_transposed(amount, due) else "amount_differs"


def _foreign(
    side: Side, line: ReportedLine, due: int, subject: str, order: str, terms: FeeTerms | None
) -> Finding:
    """A row in another currency is in no sum of ours."""
    wrong = finding(side, "currency_differs", subject, line, due, order)
    wrong.explains(side.charges, due)
    wrong.effect = due - _fee(terms, due)
    return wrong


def _net_fault(side: Side, line: ReportedLine, subject: str, order: str, found: list[Finding]) -> None:
    """The row does not add up: by itself a finding, beside a wrong amount or fee only its consequence."""
    off = line.reckoned - line.sum
    if not off:
        return
    if not found:
        wrong = finding(side, "net_differs", subject, line, abs(off), order)
        wrong.effect = off
        found.append(wrong)
    found[0].explains(side.net, off)


def unknown_net(side: Side, line: ReportedLine, found: Sequence[Finding]) -> None:
    """A row that belongs to nothing of ours may still not add up."""
    found[0].explains(side.net, line.reckoned - line.sum if line.currency == VND else 0)


def forget_other_month(side: Side, found: Sequence[Finding], *, told_inside: bool) -> None:
    """A row told for another month: the sums of charges are explained by that alone."""
    for one in found:
        one.gaps.pop(side.charges, None)
        if not told_inside:
            one.gaps.pop(side.net, None)
