"""Whether an account's statements add up: row by row by the balances, and from file to file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from storefront.domain.reconciliation.book import grouped
from storefront.domain.reconciliation.values import Balance, BankValue, FileValue, Finding


@dataclass(frozen=True, slots=True)
class Jump:
    """A row whose balance is not the one before plus its movement, by `off`; `amount` is what to tell."""

    off: int
    row: BankValue
    amount: int


def look(files: Sequence[FileValue], lines: Sequence[BankValue], missing: Sequence[Finding]) -> list[Finding]:
    """What does not add up. Of the `missing` transfers those that a jump proves were lost from the file."""
    by_file = grouped(lines, lambda line: line.file)
    found: list[Finding] = []
    for file in files:
        if file.opening is None or file.closing is None:
            continue
        for jump in _jumps(file.opening, by_file.get(file.key, [])):
            lost = next((one for one in missing if _is_lost(one, jump.off)), None)
            if lost is not None:
                lost.cause = "transfer_line_lost"
            else:
                lost = Finding("bank_balance_jump", jump.row.reference, jump.amount, lines=(jump.row.key,))
                found.append(lost)
            lost.explains(Balance.ACCOUNT, -jump.off)
    return found + _between(files)


def _is_lost(finding: Finding, off: int) -> bool:
    return finding.cause == "transfer_missing" and finding.amount == off


def _jumps(opening: int, rows: Sequence[BankValue]) -> list[Jump]:
    """Jumps of a file's balances; a wrong balance in one row jumps there and back, and is told once."""
    standing = opening
    jumps: list[Jump] = []
    for row in rows:
        expected = standing + row.amount
        standing = expected if row.balance is None else row.balance
        off = standing - expected
        if off and jumps and jumps[-1].off == -off:
            jumps.append(Jump(0, jumps[-1].row, jumps.pop().amount))
        elif off:
            jumps.append(Jump(off, row, abs(off)))
    return jumps


def _between(files: Sequence[FileValue]) -> list[Finding]:
    """A statement that does not begin where the account's last one ended: days are missing between them."""
    found = []
    for rows in grouped(files, lambda file: file.account).values():
        for before, after in pairwise(rows):
            if before.closing is not None and after.opening is not None and before.closing != after.opening:
                gap = abs(after.opening - before.closing)
                found.append(Finding("bank_opening_gap", after.key, gap))
    return found
