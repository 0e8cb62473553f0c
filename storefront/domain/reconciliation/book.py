"""A month's values by the keys the other side uses, and repeated lines told apart from new ones."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from storefront.domain.reconciliation.values import (
    FactValue,
    Finding,
    MonthValues,
    OrderValue,
    PaymentValue,
)

KeyT = TypeVar("KeyT", bound=Hashable)
RowT = TypeVar("RowT")


class Line(Protocol):
    """What a row of any file has."""

    @property
    def key(self) -> str:
        """Its place in the files."""

    @property
    def file(self) -> str:
        """The file it stands in."""


LineT = TypeVar("LineT", bound=Line)


@dataclass(frozen=True, slots=True)
class Distinct(Generic[LineT]):
    """Lines without what other files told already; `doubled` stand twice in one file."""

    lines: list[LineT]
    doubled: list[LineT]
    repeated_files: list[str]


def distinct(lines: Sequence[LineT], identity: Callable[[LineT], Hashable | None]) -> Distinct[LineT]:
    """Count every line once. Exports overlap, so of other files only one with nothing new is worth a word.

    `identity` is None for a line that nothing tells apart from another like it.
    """
    told_by: dict[Hashable, str] = {}
    kept: list[LineT] = []
    doubled: list[LineT] = []
    for line in lines:
        name = identity(line)
        if name is None or name not in told_by:
            kept.append(line)
        elif told_by[name] == line.file:
            doubled.append(line)
        if name is not None:
            told_by.setdefault(name, line.file)
    news = Counter(line.file for line in (*kept, *doubled))
    return Distinct(kept, doubled, [file for file in Counter(line.file for line in lines) if not news[file]])


def repeated(files: Iterable[str]) -> list[Finding]:
    """Files that tell nothing new."""
    return [Finding("statement_repeated", file) for file in files]


def grouped(rows: Iterable[RowT], key: Callable[[RowT], KeyT]) -> dict[KeyT, list[RowT]]:
    """Rows by key, in their order."""
    groups: dict[KeyT, list[RowT]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return dict(groups)


class Book:
    """The shop's own side of a month."""

    def __init__(self, month: MonthValues) -> None:
        self.month = month
        self.orders: dict[str, OrderValue] = {order.number: order for order in month.orders}
        self.payments: dict[str, PaymentValue] = {payment.key: payment for payment in month.payments}
        self.by_reference = {(one.source, one.reference): one for one in month.payments}
        self.by_code = {one.code: one for one in month.payments if one.code}
        self.facts_of = grouped(month.facts, lambda fact: fact.payment)
        self.by_fact = {
            (self.payments[fact.payment].source, fact.kind, fact.reference): fact
            for fact in month.facts
            if fact.payment in self.payments
        }

    def charged(self, payment: PaymentValue) -> list[FactValue]:
        """What we hold to have come in for a payment."""
        return [fact for fact in self.facts_of.get(payment.key, ()) if fact.kind == "charged"]

    def is_cancelled(self, payment: PaymentValue) -> bool:
        """Whether the payment's order was called off."""
        order = self.orders.get(payment.order)
        return order is not None and order.cancelled_at is not None
