"""Transfers of gateways and couriers to the shop's bank: what they owe for a batch, and what arrived."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from storefront.domain.reconciliation.book import grouped
from storefront.domain.reconciliation.reported import COURIER, Side
from storefront.domain.reconciliation.values import (
    VND,
    BankValue,
    Finding,
    MonthValues,
    ReportedLine,
    vn_day,
)
from storefront.infra.text import ascii_upper
from storefront.infra.tokens import find_payment_codes

ALLOWED = dt.timedelta(days=5)
ALLOWED_COURIER = dt.timedelta(days=7)
"""How long after its last row a transfer may take, weekends and holidays included."""
RECOGNISED = dt.timedelta(days=20)
"""How long after its last row a transfer without a word in its memo is still taken for it."""
EXPLAINED_BY = 4
"""Of how many wrong rows a difference may be the sum; more fit any sum by chance."""
ABOUT = dt.timedelta(days=7)
"""How far from a batch's rows one that is missing may lie: companies pay out weekly at the latest."""
FEW_ROWS = 24
"""With more wrong rows in a batch only one or two are tried: all sums of four would take too long."""


@dataclass(slots=True)
class Batch:
    """Rows that are paid out together. `owed` by the rows, `paid` on the bank, in minor units."""

    side: Side
    source: str
    code: str
    owed: int
    first: dt.datetime
    last: dt.datetime
    lines: tuple[str, ...]
    paid: int = 0
    paid_by: list[BankValue] = field(default_factory=list)
    waits_for: dt.datetime | None = None

    @property
    def allowed_until(self) -> dt.datetime:
        """When its money has to be there; paid with a later batch it may wait for that one."""
        return (self.waits_for or self.last) + (ALLOWED_COURIER if self.side is COURIER else ALLOWED)


def batches_of(side: Side, lines: Iterable[ReportedLine]) -> list[Batch]:
    """Batches by source and code; rows without one are not paid out through the bank."""
    groups = grouped((line for line in lines if line.batch), lambda line: (line.source, line.batch))
    return [
        Batch(
            side,
            source,
            code,
            sum(line.sum for line in rows if line.currency == VND),
            min(line.at for line in rows),
            max(line.at for line in rows),
            tuple(line.key for line in rows),
        )
        for (source, code), rows in groups.items()
    ]


class Payouts:
    """Gives each batch the bank's lines that pay it, and says what does not fit."""

    def __init__(self, month: MonthValues, batches: Sequence[Batch]) -> None:
        self.month, self.batches = month, list(batches)
        self.found: list[Finding] = []
        self._squeezed = sorted(
            ((ascii_upper(batch.code).replace(" ", ""), batch) for batch in self.batches),
            key=lambda pair: -len(pair[0]),
        )

    def take(self, inflows: Sequence[BankValue]) -> list[BankValue]:
        """Allot the lines that pay batches; returns the others."""
        rest = [line for line in inflows if not self._take_named(line)]
        rest = [line for line in rest if not self._take_by_amount(line)]
        self.reach = max((line.at for line in inflows), default=self.month.starts)
        return rest

    def settle(self, faults: Sequence[Finding]) -> list[Finding]:
        """What is wrong with the month's transfers; wrong rows (`faults`) may explain a difference."""
        for batch in self.of_month():
            self._settle(batch, faults)
        return self.found

    def of_month(self) -> list[Batch]:
        """Batches that end in the month and whose money is or should be there; a debt is carried over."""
        return [
            batch
            for batch in self.batches
            if self.month.holds(batch.last) and (batch.paid_by or self._is_due(batch))
        ]

    def _is_due(self, batch: Batch) -> bool:
        return batch.owed > 0 and batch.allowed_until < self.reach

    def _take_named(self, line: BankValue) -> bool:
        named = list(self._named_in(line.memo))
        if len(named) == 1:
            other = self._merged_with(named[0], line)
            named += [other] if other else []
        if len(named) > 1:
            self._merged(named, line)
        self._allot(named, line)
        return bool(named)

    def _named_in(self, memo: str) -> Iterator[Batch]:
        text = ascii_upper(memo).replace(" ", "") if self._squeezed else ""
        for code, batch in self._squeezed:
            if code in text:
                text = text.replace(code, "/")
                yield batch

    def _merged_with(self, batch: Batch, line: BankValue) -> Batch | None:
        """The batch of the same company that makes up the rest of the sum, without a transfer of its own."""
        rest = line.amount - batch.owed
        return next(
            (
                other
                for other in self.batches
                if other is not batch
                and other.source == batch.source
                and other.owed == rest > 0
                and not other.paid_by
                and abs(other.last - batch.last) <= RECOGNISED
            ),
            None,
        )

    def _merged(self, named: Sequence[Batch], line: BankValue) -> None:
        for batch in named:
            batch.waits_for = max(other.last for other in named)
        inside = [batch for batch in named if self.month.holds(batch.last)]
        if inside:
            subject = "+".join(sorted(batch.code for batch in named))
            self._add("merged", inside[0], line.amount, subject=subject, lines=(line.key,))

    def _take_by_amount(self, line: BankValue) -> bool:
        if find_payment_codes(line.memo):
            return False
        fitting = [
            batch
            for batch in self.batches
            if not batch.paid_by
            and batch.owed == line.amount
            and batch.last - dt.timedelta(days=1) <= line.at <= batch.last + RECOGNISED
        ]
        self._allot(fitting[:1], line)
        return bool(fitting)

    def _allot(self, batches: Sequence[Batch], line: BankValue) -> None:
        left = line.amount
        for place, batch in enumerate(batches):
            part = left if place == len(batches) - 1 else min(left, batch.owed)
            batch.paid += part
            batch.paid_by.append(line)
            left -= part

    def _settle(self, batch: Batch, faults: Sequence[Finding]) -> None:
        if not batch.paid_by:
            wrong = self._add("missing", batch, batch.owed)
            wrong.explains(batch.side.bank, batch.owed)
            return
        if min(line.at for line in batch.paid_by) > batch.allowed_until:
            self._add("late", batch, batch.owed)
        if len(batch.paid_by) > 1:
            self._add("split", batch, batch.owed)
        off = batch.owed - batch.paid
        if not off or _explained(batch, off, faults):
            return
        wrong = self._add("short" if off > 0 else "over", batch, abs(off))
        wrong.explains(batch.side.bank, off)

    def _add(
        self, word: str, batch: Batch, amount: int, *, subject: str = "", lines: tuple[str, ...] = ()
    ) -> Finding:
        paid_by = lines or tuple(line.key for line in batch.paid_by)
        wrong = Finding(f"{batch.side.name}_payout_{word}", subject or batch.code, amount, lines=paid_by)
        wrong.source, wrong.batch = batch.source, batch.code
        self.found.append(wrong)
        return wrong


def _explained(batch: Batch, off: int, faults: Sequence[Finding]) -> bool:
    """Whether the bank was paid by the truth where the file's rows are wrong; those rows then explain it."""
    able = [one for one in faults if one.effect and one.source in ("", batch.source) and _is_near(one, batch)]
    at_most = EXPLAINED_BY if len(able) <= FEW_ROWS else 2
    for many in range(1, at_most + 1):
        for chosen in combinations(able, many):
            if sum(one.effect for one in chosen) == -off:
                for one in chosen:
                    one.explains(batch.side.bank, -one.effect)
                return True
    return False


def _is_near(one: Finding, batch: Batch) -> bool:
    """The row's own batch, or for a row that is not there one of about that day."""
    if one.batch:
        return one.batch == batch.code
    since, until = vn_day(batch.first - ABOUT), vn_day(batch.last + ABOUT)
    return one.day is not None and since <= one.day <= until
