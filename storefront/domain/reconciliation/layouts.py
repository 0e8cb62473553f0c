"""Settlement and remittance files: which column is what, and each row as a plain value.

Sums, times and the mark of a layout are read as in bank statements (`payments.statements`).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext

from storefront.domain.payments.statements import Layout, read_moment, read_sum
from storefront.domain.reconciliation.values import CHARGE, CHARGEBACK, FEE, REFUND
from storefront.infra.errors import Sentence
from storefront.infra.text import words

REFERENCE, THEIRS, KIND, DATE, AMOUNT = "reference", "provider_ref", "kind", "date", "amount"
FEES, NET, BATCH, MERCHANT, CURRENCY = "fee", "net", "batch", "merchant", "currency"

COLUMNS: Mapping[str, Sentence] = {
    THEIRS: lazy_gettext("Their transaction or parcel"),
    REFERENCE: lazy_gettext("Our order or payment"),
    DATE: lazy_gettext("Date"),
    AMOUNT: lazy_gettext("Sum"),
    FEES: lazy_gettext("Fee"),
    NET: lazy_gettext("Sum that reaches you"),
    KIND: lazy_gettext("Kind of row"),
    BATCH: lazy_gettext("Settlement it is paid out with"),
    MERCHANT: lazy_gettext("Your code with them"),
    CURRENCY: lazy_gettext("Currency"),
}
"""What a column may be, in the order the owner is asked."""
NEEDED = (THEIRS, DATE, AMOUNT)

_PHRASES: Mapping[str, tuple[str, ...]] = {
    THEIRS: ("ma giao dich", "ma van don", "transaction id", "transaction no", "trans id", "tracking"),
    REFERENCE: ("ma don hang", "ma don khach hang", "ma tham chieu", "order id", "txnref", "client order"),
    DATE: (
        "thoi gian giao dich",
        "ngay giao dich",
        "ngay giao thanh cong",
        "transaction date",
        "ngay",
        "date",
    ),
    AMOUNT: ("so tien giao dich", "tien thu ho", "so tien", "cod", "amount"),
    FEES: ("phi thu ho", "phi giao dich", "phi", "fee"),
    NET: ("thuc nhan", "tien chuyen shop", "so tien thanh toan", "net amount", "net"),
    KIND: ("loai giao dich", "loai gd", "type"),
    BATCH: ("ma phien doi soat", "ma doi soat", "ma bang ke", "settlement code", "settlement"),
    MERCHANT: ("ma website", "ma doi tac", "tmn code", "partner code", "merchant"),
    CURRENCY: ("loai tien", "tien te", "currency"),
}
_KINDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (CHARGEBACK, ("khieu nai", "boi hoan", "chargeback", "dispute")),
    (REFUND, ("hoan tien", "hoan", "refund")),
    (FEE, ("phi", "fee")),
)
_HEADING_WITHIN = 60
_ENOUGH = 4


@dataclass(frozen=True, slots=True)
class Told:
    """One row as the file tells it; refunds positive, `net` negative where money is taken back."""

    kind: str
    reference: str
    provider_ref: str
    amount: int
    fee: int
    net: int | None
    happened_at: dt.datetime
    batch: str
    merchant: str
    currency: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the file by its number there, from 1, or what is wrong with it."""

    number: int
    told: Told | None = None
    problem: Sentence = ""


def find_layout(table: Sequence[Sequence[str]]) -> Layout | None:
    """The heading: the row most of whose cells we know; else the first wide one."""
    known = [(len(guess(cells)), -start) for start, cells in enumerate(table[:_HEADING_WITHIN])]
    best, place = max(known, default=(0, 0))
    if best >= _ENOUGH:
        return Layout(-place, tuple(table[-place]))
    wide = next((at for at, cells in enumerate(table[:_HEADING_WITHIN]) if sum(map(bool, cells)) > 2), None)
    return None if wide is None else Layout(wide, tuple(table[wide]))


def guess(heading: Sequence[str]) -> dict[str, int]:
    """Which column is what, by the words of its heading; the longest phrase wins."""
    said = [f" {' '.join(words(cell))} " for cell in heading]
    fits = sorted(
        (
            (len(phrase), -at, name)
            for at, cell in enumerate(said)
            for name, phrases in _PHRASES.items()
            for phrase in phrases
            if f" {phrase} " in cell
        ),
        reverse=True,
    )
    found: dict[str, int] = {}
    for _, at, name in fits:
        if name not in found and -at not in found.values():
            found[name] = -at
    return found


def missing(columns: Mapping[str, int]) -> list[str]:
    """What has to be told before a file can be read."""
    return [name for name in NEEDED if name not in columns]


def read_rows(table: Sequence[Sequence[str]], layout: Layout, columns: Mapping[str, int]) -> list[Row]:
    """Every row below the heading that names something; totals and empty rows are none."""
    rows = []
    for number, cells in enumerate(table[layout.start + 1 :], start=layout.start + 2):
        said = {name: cells[at] if at < len(cells) else "" for name, at in columns.items()}
        if said.get(THEIRS) or said.get(REFERENCE):
            rows.append(_row(number, said))
    return rows


def _row(number: int, said: Mapping[str, str]) -> Row:
    happened_at = read_moment(said[DATE])
    if happened_at is None:
        return Row(number, problem=lazy_gettext("The date cannot be read: %(text)s", text=said[DATE][:40]))
    amount = read_sum(said[AMOUNT])
    fee, net = (read_sum(said.get(name) or "0") for name in (FEES, NET))
    if amount is None or fee is None or net is None:
        return Row(number, problem=lazy_gettext("The sum cannot be read."))
    kind = _kind(said.get(KIND, ""))
    told = Told(
        kind=kind,
        reference=said.get(REFERENCE, ""),
        provider_ref=said[THEIRS],
        amount=amount if kind == CHARGE else abs(amount),
        fee=abs(fee),
        net=_net(kind, net) if said.get(NET) else None,
        happened_at=happened_at,
        batch=said.get(BATCH, ""),
        merchant=said.get(MERCHANT, ""),
        currency=re.sub(r"[^A-Z]", "", said.get(CURRENCY, "").upper())[:3] or "VND",
    )
    return Row(number, told)


def _net(kind: str, net: int) -> int:
    """Some files write money taken back without its sign."""
    return net if kind == CHARGE else -abs(net)


def _kind(text: str) -> str:
    said = f" {' '.join(words(text))} "
    return next(
        (kind for kind, phrases in _KINDS if any(f" {phrase} " in said for phrase in phrases)), CHARGE
    )
