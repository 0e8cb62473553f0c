"""Which payment a movement of the shop's account pays: by code, by a code that is nearly right, by amount.

One matcher for feeds and uploaded statements. It reads only; `settlement.bank_lines` acts on what it says.
Source: reference rules for transfers, section 5.
"""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA
from sqlalchemy import select

from storefront.adapters.gateways import gateway, gateway_codes
from storefront.infra.db import db
from storefront.infra.text import ascii_upper
from storefront.infra.tokens import find_payment_codes
from storefront.models.order import Mode
from storefront.models.payment import Payment, PaymentState

OPEN = (PaymentState.CREATED, PaymentState.PENDING)
BEFORE = dt.timedelta(days=14)
"""How long before a movement the payment was begun that it may be meant for, when only the amount says so."""
AFTER = dt.timedelta(hours=12)
"""A statement may name the day only, which stands for its noon; the order may be of that evening."""
SUGGESTED = 5
CHUNK = 500
_LIKE_A_CODE = re.compile(r"\bDH ?[0-9A-Z]{4,9}\b")


class Verdict(enum.Enum):
    """What a movement turned out to be. The first two are matched by themselves, the rest by a person."""

    CODE = "code"
    NEAR_CODE = "near_code"
    TWO_CODES = "two_codes"
    WRONG_CODE = "wrong_code"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Candidate:
    """What the matcher needs to know of a payment; `due` in minor units is what it still waits for."""

    id: int
    code: str
    due: int
    open: bool
    created_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Told:
    """What a movement says: amount in minor units, memo and time."""

    amount: int
    memo: str
    happened_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Match:
    """The verdict, with the payment it means or those a person may choose from, the likeliest first."""

    verdict: Verdict
    payment_id: int | None = None
    suggestions: tuple[int, ...] = ()


class Book:
    """The payments some movements may mean, read in a few queries however many movements there are."""

    def __init__(self, found: Iterable[Candidate]) -> None:
        rows = {row.id: row for row in found}
        self._by_code = {row.code: row for row in rows.values()}
        self._by_due: dict[int, list[Candidate]] = {}
        for row in rows.values():
            if row.open:
                self._by_due.setdefault(row.due, []).append(row)
        self._paid: set[int] = set()

    @classmethod
    def load(cls, mode: Mode, told: Sequence[Told]) -> Book:
        """Payments of one mode whose code or open sum is among what was told."""
        codes = sorted({code for one in told for code in find_payment_codes(one.memo)})
        amounts = sorted({one.amount for one in told})
        return cls([*_with_codes(mode, codes), *_with_sums(mode, amounts)])

    def with_code(self, code: str) -> Candidate | None:
        """The payment with this code, open or closed."""
        return self._by_code.get(code)

    def waiting_for(self, amount: int) -> list[Candidate]:
        """Open payments that wait for exactly this sum."""
        return [row for row in self._by_due.get(amount, ()) if row.id not in self._paid]

    def has_paid(self, payment_id: int) -> None:
        """Another movement was matched to it meanwhile."""
        self._paid.add(payment_id)


def match(told: Told, book: Book) -> Match:
    """What one movement means."""
    codes = find_payment_codes(told.memo)
    known = [row for code in codes if (row := book.with_code(code))]
    if len(codes) > 1:
        return Match(Verdict.TWO_CODES, suggestions=tuple(row.id for row in known))
    if known:
        return Match(Verdict.CODE, known[0].id)
    waiting = book.waiting_for(told.amount)
    if codes:
        return Match(Verdict.WRONG_CODE, suggestions=_likeliest(told, waiting))
    return _by_looks(told, waiting)


def _by_looks(told: Told, waiting: list[Candidate]) -> Match:
    """No right code: one wrong, swapped or added character is forgiven when the sum fits one payment only."""
    squeezed = ascii_upper(told.memo).replace(" ", "")
    like = [row for row in waiting if row.code and any(_windows_like(row.code, squeezed))]
    near = [
        row for row in like if any(_ends_alike(row.code, one) for one in _windows_like(row.code, squeezed))
    ]
    if len(near) == 1:
        return Match(Verdict.NEAR_CODE, near[0].id)
    looks = bool(like or _LIKE_A_CODE.search(ascii_upper(told.memo)))
    first = tuple(row.id for row in like)
    rest = tuple(one for one in _likeliest(told, waiting) if one not in first)
    verdict = Verdict.WRONG_CODE if looks else Verdict.UNKNOWN
    return Match(verdict, suggestions=(first + rest)[:SUGGESTED])


def _windows_like(code: str, squeezed: str) -> Iterator[str]:
    """Parts of a memo that are the code but for one character."""
    for length in (len(code) - 1, len(code), len(code) + 1):
        for window in _windows(squeezed, length):
            if OSA.distance(window, code, score_cutoff=1) <= 1:
                yield window


def _ends_alike(code: str, window: str) -> bool:
    """A code cut short runs into the next word and looks as if its end were wrong: that is not forgiven."""
    if len(window) < len(code):
        return False
    return window[-1] == code[-1] or window[-2:] == code[-1] + code[-2]


def _windows(text: str, length: int) -> Iterator[str]:
    return (text[start : start + length] for start in range(len(text) - length + 1))


def _likeliest(told: Told, waiting: list[Candidate]) -> tuple[int, ...]:
    """Payments that wait for the sum and were begun not long before, the nearest in time first."""
    in_time = [
        row for row in waiting if told.happened_at - BEFORE <= row.created_at <= told.happened_at + AFTER
    ]
    in_time.sort(key=lambda row: abs(told.happened_at - row.created_at))
    return tuple(row.id for row in in_time[:SUGGESTED])


def transfer_gateways() -> tuple[str, ...]:
    """Codes of the gateways whose money arrives on the shop's account with nobody else to tell of it."""
    return tuple(code for code in gateway_codes() if gateway(code).capabilities.unaddressed_transfers)


def _with_codes(mode: Mode, codes: Sequence[str]) -> Iterator[Candidate]:
    for part in _chunks(codes):
        yield from _candidates(Payment.mode == mode, Payment.memo_code.in_(part))


def _with_sums(mode: Mode, amounts: Sequence[int]) -> Iterator[Candidate]:
    due = Payment.amount - Payment.captured
    wanted = (Payment.mode == mode, Payment.state.in_(OPEN), Payment.gateway.in_(transfer_gateways()))
    for part in _chunks(amounts):
        yield from _candidates(*wanted, due.in_(part))


def _candidates(*conditions: object) -> Iterator[Candidate]:
    rows = db.session.execute(
        select(
            Payment.id,
            Payment.memo_code,
            Payment.amount,
            Payment.captured,
            Payment.state,
            Payment.gateway,
            Payment.created_at,
        ).where(*conditions)  # type: ignore[arg-type]
    )
    addressed = transfer_gateways()
    for row in rows:
        waits = row.state in OPEN and row.gateway in addressed
        yield Candidate(row.id, row.memo_code or "", row.amount - row.captured, waits, row.created_at)


def _chunks(values: Sequence[object]) -> Iterator[Sequence[object]]:
    return (values[start : start + CHUNK] for start in range(0, len(values), CHUNK))
