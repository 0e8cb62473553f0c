"""A month of one shop as it truly was, and the rows that tell of it; faults change rows, never the truth.

Plain values with nothing of the matcher's. Dong; times as aware moments.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

VN = ZoneInfo("Asia/Ho_Chi_Minh")
ACCOUNT, OLD_ACCOUNT = "0011004000123", "0011004999888"
MERCHANTS = {"vnpay": "TMNHTX01", "momo": "MOMOHTX01"}
RATES = {"vnpay": 110, "momo": 150, "GHN": 80}
"""Ten-thousandths that each company takes."""


class NoRoom(Exception):
    """No row is left that this fault fits on."""


@dataclass(frozen=True, order=True)
class Answer:
    """What must be found: the cause, what it is about, and the sum at stake."""

    cause: str
    subject: str
    amount: int


@dataclass
class Row:
    """A row of a gateway's or courier's file; `pays` is what it adds to the transfer of its batch."""

    file: str
    source: str
    kind: str
    reference: str
    provider_ref: str
    amount: int
    fee: int
    net: int
    at: dt.datetime
    batch: str
    merchant: str
    pays: int
    currency: str = "VND"
    written: bool = True


@dataclass
class Entry:
    """A movement of an account; a lost one moved the balance and stands in no file."""

    at: dt.datetime
    amount: int
    memo: str
    reference: str
    account: str = ACCOUNT
    written: bool = True
    lost: bool = False
    twice: bool = False
    balance_off: int = 0


@dataclass
class Refund:
    """Money given back."""

    key: str
    amount: int
    at: dt.datetime
    reference: str
    done: bool = True
    row: Row | None = None
    entry: Entry | None = None


@dataclass
class Sale:
    """An order and how it was paid. `spoiled` names the parts of it that faults took."""

    number: str
    total: int
    road: str
    source: str
    reference: str
    code: str
    at: dt.datetime
    fact_ref: str
    facts: list[dict[str, object]] = field(default_factory=list)
    refund: Refund | None = None
    row: Row | None = None
    entry: Entry | None = None
    tracking: str = ""
    delivered_at: dt.datetime | None = None
    returned_at: dt.datetime | None = None
    cancelled_at: dt.datetime | None = None
    paid_off: int = 0
    spoiled: set[str] = field(default_factory=set)

    def charge(self, amount: int, reference: str = "", at: dt.datetime | None = None) -> None:
        """Our own record of money that came."""
        self.facts.append(self.fact("charged", amount, reference or self.fact_ref, at or self.at))

    def fact(self, kind: str, amount: int, reference: str, at: dt.datetime) -> dict[str, object]:
        """One fact of this payment."""
        by_hand = reference.startswith("manual:")
        return {
            "payment": self.number,
            "kind": kind,
            "reference": reference,
            "amount": amount,
            "at": at,
            "by_hand": by_hand,
        }


@dataclass
class Month:
    """Everything of the month, and which batches' transfers a fault took.

    `afterwards` is done when the transfers' sums are known.
    """

    chance: random.Random
    first: dt.date
    sales: list[Sale] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    payouts: dict[tuple[str, str], Entry] = field(default_factory=dict)
    taken_batches: set[str] = field(default_factory=set)
    truthful: dict[str, int] = field(default_factory=dict)
    repeated_file: str = ""
    opening_off: int = 0
    afterwards: list[Callable[[], None]] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)

    @property
    def name(self) -> str:
        """2026-10."""
        return f"{self.first:%Y-%m}"

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.after - self.first).days

    @property
    def after(self) -> dt.date:
        """The first day after it."""
        return (self.first + dt.timedelta(days=32)).replace(day=1)

    def moment(self, day: int, hour: int, minute: int = 0, second: int = 0) -> dt.datetime:
        """A moment of the month's nth day, from nought; days go on after its end."""
        when = self.first + dt.timedelta(days=day)
        return dt.datetime(when.year, when.month, when.day, hour, minute, second, tzinfo=VN)

    def take(self, road: str, *parts: str, having: str = "", without: str = "") -> Sale:
        """A sale whose `parts` no fault took; now and then one that bears another fault already."""
        free = [
            sale
            for sale in self.sales
            if sale.road == road
            and not sale.spoiled & set(parts)
            and (not having or getattr(sale, having))
            and not (without and getattr(sale, without))
        ]
        worn = [sale for sale in free if sale.spoiled]
        pool = worn if worn and self.chance.random() < 0.35 else free
        if not pool:
            raise NoRoom(parts)
        sale = self.chance.choice(pool)
        sale.spoiled |= set(parts)
        return sale

    def note(self, cause: str, subject: str, amount: int) -> None:
        """Write down what must be found."""
        self.answers.append(Answer(cause, subject, amount))

    def follows_truth(self, batch: str) -> bool:
        """Whether the company pays this batch by the truth where its file is wrong."""
        if batch in self.taken_batches or self.truthful.get(batch, 0) >= 2:
            return False
        truth = self.chance.random() < 0.5
        self.truthful[batch] = self.truthful.get(batch, 0) + truth
        return truth

    def number(self, digits: int) -> str:
        """A number as companies give them."""
        return str(self.chance.randrange(10 ** (digits - 1), 10**digits))


def fee_of(source: str, amount: int) -> int:
    """What a company takes, rounded half up."""
    return (amount * RATES[source] + 5_000) // 10_000
