"""The four-way match of a month: what every side says, what does not fit, and sums that tie to the last đồng.

Pure: plain values in, findings and sums out; the same values give the same findings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storefront.domain.reconciliation import accounts, own_records
from storefront.domain.reconciliation.batches import Payouts, batches_of
from storefront.domain.reconciliation.book import Book, Distinct, distinct, repeated
from storefront.domain.reconciliation.courier_lines import CourierLines
from storefront.domain.reconciliation.gateway_lines import GatewayLines
from storefront.domain.reconciliation.reported import COURIER, GATEWAY
from storefront.domain.reconciliation.totals import Sums, add_up
from storefront.domain.reconciliation.transfers import Transfers
from storefront.domain.reconciliation.values import VND, BankValue, Finding, MonthValues


@dataclass(frozen=True, slots=True)
class Result:
    """What was found, and the sums of the month."""

    findings: list[Finding]
    sums: Sums


def match(month: MonthValues) -> Result:
    """Hold orders, gateways, bank and couriers of one month against one another."""
    book = Book(month)
    gateways, couriers = GatewayLines(book), CourierLines(book)
    rows = [*gateways.look(), *couriers.look()]
    bank = distinct(month.bank_lines, _name_of)
    inflows, outflows, odd = _movements(month, bank)
    payouts = Payouts(
        month,
        [
            *batches_of(GATEWAY, [*gateways.lines, *gateways.doubled]),
            *batches_of(COURIER, [*couriers.lines, *couriers.doubled]),
        ],
    )
    transfers = Transfers(book)
    about_transfers = transfers.look(payouts.take(inflows), outflows)
    files = [file for file in month.files if file.key not in bank.repeated_files]
    findings = [
        *own_records.look(book),
        *rows,
        *odd,
        *payouts.settle(rows),
        *about_transfers,
        *accounts.look(files, bank.lines, about_transfers),
    ]
    return Result(findings, add_up(book, gateways, couriers, payouts, transfers, files, bank.lines, findings))


def _movements(
    month: MonthValues, bank: Distinct[BankValue]
) -> tuple[list[BankValue], list[BankValue], list[Finding]]:
    """Money in, money out, and what no account should show: rows told twice or in another currency."""
    odd: list[Finding] = repeated(bank.repeated_files)
    odd += [_finding("line_doubled", line) for line in bank.doubled if month.holds(line.at)]
    foreign = [line for line in bank.lines if line.currency != VND]
    odd += [_finding("currency_differs", line) for line in foreign if month.holds(line.at)]
    ours: Sequence[BankValue] = [line for line in bank.lines if line.currency == VND]
    return [line for line in ours if line.amount > 0], [line for line in ours if line.amount < 0], odd


def _finding(word: str, line: BankValue) -> Finding:
    return Finding(f"bank_{word}", line.reference or line.key, abs(line.amount), lines=(line.key,))


def _name_of(line: BankValue) -> tuple[object, ...] | None:
    """A bank's reference makes a row itself; without one two alike may be two transfers."""
    return (line.account, line.reference, line.amount, line.at, line.memo) if line.reference else None
