"""What a bank's statement says: which row is the heading, which column is what, each row as a movement."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext

from storefront.adapters.bank_feeds.base import Movement
from storefront.infra.clock import VN
from storefront.infra.errors import Sentence
from storefront.infra.money import Money
from storefront.infra.text import clean, words

DATE, TIME, MEMO, CREDIT, DEBIT, AMOUNT = "date", "time", "memo", "credit", "debit", "amount"
BALANCE, REFERENCE, COUNTERPARTY = "balance", "reference", "counterparty"

COLUMNS: Mapping[str, Sentence] = {
    DATE: lazy_gettext("Date"),
    TIME: lazy_gettext("Time"),
    MEMO: lazy_gettext("Message"),
    CREDIT: lazy_gettext("Money in"),
    DEBIT: lazy_gettext("Money out"),
    AMOUNT: lazy_gettext("Sum (negative for money out)"),
    BALANCE: lazy_gettext("Balance"),
    REFERENCE: lazy_gettext("Bank's reference"),
    COUNTERPARTY: lazy_gettext("Who sent it"),
}
"""What a column may be, in the order the owner is asked."""

_PHRASES: Mapping[str, tuple[str, ...]] = {
    DATE: ("ngay giao dich", "ngay gd", "transaction date", "tnx date", "trans date", "ngay", "date"),
    TIME: ("gio giao dich", "gio", "time"),
    MEMO: (
        "noi dung chi tiet",
        "noi dung giao dich",
        "noi dung",
        "dien giai",
        "mo ta",
        "transactions in detail",
        "description",
        "details",
        "remarks",
    ),
    CREDIT: ("so tien ghi co", "phat sinh co", "ghi co", "credit", "tien vao"),
    DEBIT: ("so tien ghi no", "phat sinh no", "ghi no", "debit", "tien ra"),
    AMOUNT: ("so tien giao dich", "so tien", "amount"),
    BALANCE: ("so du", "balance"),
    REFERENCE: (
        "so tham chieu",
        "so but toan",
        "so chung tu",
        "ma giao dich",
        "transaction no",
        "reference",
        "so ct",
        "doc no",
    ),
    COUNTERPARTY: ("ten doi tac", "doi tac", "nguoi chuyen", "remitter"),
}
_MARKED = {"nợ": DEBIT, "có": CREDIT}
"""Whole headings whose marks matter: `No.` is a number, `Nợ` a debit."""
_HEADING_WITHIN = 60
_DATES = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d", "%Y/%m/%d", "%d/%m/%y")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")
_SUM = re.compile(r"([+-]?)(\d{1,3}(?:[.,]\d{3})+|\d+)(?:[.,](0{1,2}))?")
_ACCOUNT = re.compile(r"\d[\d ]{4,22}\d")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the table begins (`start` counts from nought) and what its heading says."""

    start: int
    heading: tuple[str, ...]

    @property
    def hash(self) -> str:
        """The same for every file of this layout."""
        said = "|".join(" ".join(words(cell)) for cell in self.heading)
        return hashlib.sha256(said.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the file by its number there, from 1: a movement, or what is wrong with it."""

    number: int
    movement: Movement | None = None
    problem: Sentence = ""


def find_layout(table: Sequence[Sequence[str]]) -> Layout | None:
    """The heading: the first row that names a date, a message and a sum; else the first wide one."""
    for start, cells in enumerate(table[:_HEADING_WITHIN]):
        found = guess(cells)
        if DATE in found and MEMO in found and (CREDIT in found or AMOUNT in found):
            return Layout(start, tuple(cells))
    wide = (at for at, cells in enumerate(table[:_HEADING_WITHIN]) if sum(map(bool, cells)) > 2)
    start = next(wide, -1)
    return Layout(start, tuple(table[start])) if start >= 0 else None


def guess(heading: Sequence[str]) -> dict[str, int]:
    """Which column is what, by the words of its heading; the longest phrase wins."""
    fits = [
        (score, -at, name)
        for at, cell in enumerate(heading)
        for name in COLUMNS
        if (score := _score(name, cell))
    ]
    found: dict[str, int] = {}
    for _, at, name in sorted(fits, reverse=True):
        if name not in found and -at not in found.values():
            found[name] = -at
    if CREDIT in found:
        found.pop(AMOUNT, None)
    return found


def guess_account(table: Sequence[Sequence[str]], layout: Layout) -> str:
    """The account's number among what stands above the table; empty when there is none."""
    for cells in table[: layout.start]:
        line = " ".join(cells)
        said = " ".join(words(line))
        if "tai khoan" in said or "account" in said:
            found = _ACCOUNT.search(line)
            if found:
                return found[0].replace(" ", "")
    return ""


def missing(columns: Mapping[str, int]) -> list[str]:
    """What has to be told before a statement can be read."""
    needed = [name for name in (DATE, MEMO) if name not in columns]
    return needed if CREDIT in columns or AMOUNT in columns else [*needed, CREDIT]


def read_rows(
    table: Sequence[Sequence[str]], layout: Layout, columns: Mapping[str, int], account: str
) -> list[Row]:
    """Every row below the heading that is a movement or should be one; totals and empty rows are neither."""
    rows = []
    for number, cells in enumerate(table[layout.start + 1 :], start=layout.start + 2):
        said = {name: cells[at] if at < len(cells) else "" for name, at in columns.items()}
        if _is_line(said):
            rows.append(_row(number, said, account))
    return rows


def _score(name: str, cell: str) -> int:
    if _MARKED.get(clean(cell).lower()) == name:
        return 100
    marked = any(_MARKED.get(part) == name for part in re.split(r"[/\s]+", clean(cell).lower()))
    said = f" {' '.join(words(cell))} "
    fitting = [len(phrase) for phrase in _PHRASES[name] if f" {phrase} " in said]
    return max(fitting, default=2 if marked else 0)


def _is_line(said: Mapping[str, str]) -> bool:
    """A date with digits, or a sum beside a message: what lies between tables has neither."""
    dated = bool(re.search(r"\d", said.get(DATE, "")))
    summed = any(re.search(r"[1-9]", said.get(name, "")) for name in (CREDIT, DEBIT, AMOUNT))
    return dated and (summed or bool(said.get(MEMO)))


def _row(number: int, said: Mapping[str, str], account: str) -> Row:
    happened_at = read_moment(said[DATE], said.get(TIME, ""))
    if happened_at is None:
        return Row(number, problem=lazy_gettext("The date cannot be read: %(text)s", text=said[DATE][:40]))
    amount = _amount(said)
    if amount is None:
        return Row(number, problem=lazy_gettext("The sum cannot be read."))
    if not amount:
        return Row(number, problem=lazy_gettext("The row has no sum."))
    movement = Movement(
        provider_id="",
        account=account,
        money=Money(amount),
        happened_at=happened_at,
        memo=said.get(MEMO, ""),
        reference=said.get(REFERENCE, ""),
        balance=read_sum(said.get(BALANCE, "")),
        counterparty=said.get(COUNTERPARTY, ""),
    )
    return Row(number, movement)


def _amount(said: Mapping[str, str]) -> int | None:
    if CREDIT not in said:
        return read_sum(said[AMOUNT])
    credit, debit = (read_sum(said.get(name, "") or "0") for name in (CREDIT, DEBIT))
    return None if credit is None or debit is None else abs(credit) - abs(debit)


def read_sum(text: str) -> int | None:
    """Whole dong as banks print them: `1.250.000`, `1,250,000.00`, `+180000 VND`; None when it is no sum."""
    bare = re.sub(r"(?i)\s|vn[dđ]|₫|đ$", "", text).replace("−", "-")
    if bare in ("-", "--"):
        return 0
    found = _SUM.fullmatch(bare)
    if found is None:
        return None
    whole = int(re.sub(r"\D", "", found[2]))
    return -whole if found[1] == "-" else whole


def read_moment(date: str, time: str = "") -> dt.datetime | None:
    """A local date, with the time beside or behind it if there is one; None when it is no date."""
    day_text = re.split(r"[ T]", date.strip(), maxsplit=1)[0]
    clock = _TIME.search(time) or _TIME.search(date)
    for form in _DATES:
        try:
            day = dt.datetime.strptime(day_text, form)
            hour, minute, second = (int(part or 0) for part in clock.groups()) if clock else (12, 0, 0)
            return day.replace(hour=hour, minute=minute, second=second, tzinfo=VN).astimezone(dt.UTC)
        except ValueError:
            continue
    return None
