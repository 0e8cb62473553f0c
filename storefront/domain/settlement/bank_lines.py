"""Bank lines: every movement of the shop's account is kept once, whoever tells it, and matched to a payment.

A movement may be told by a feed, by a second feed and by an uploaded statement. Each source tells each
movement once, by an id of its own; across sources movements of the same account, sum and code (or memo)
within a few days are the same ones, as many as the source that told most of them. What was told before by
another source is kept as a line that is ignored, `SAME`, so that the source's count stays right.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from storefront.adapters.bank_feeds.base import Movement
from storefront.adapters.gateways.base import Outcome
from storefront.domain.payments.matching import Book, Told
from storefront.domain.payments.reviews import open_review
from storefront.domain.settlement.line_matches import settle_line
from storefront.infra.db import db, locked
from storefront.infra.text import ascii_upper
from storefront.infra.tokens import find_payment_codes
from storefront.models.bank import BankFeed, BankLine, LineState, Statement
from storefront.models.order import Mode
from storefront.models.shop import ShopSettings

STATEMENT = "statement"
SAME = "same"
MONEY_OUT = "money_out"
NEARBY = dt.timedelta(days=3)
"""How far apart two sources may date the same movement: banks book on working days."""
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Source:
    """Who tells: a feed or a statement, of which account, in which kind of money."""

    provider: str
    account: str
    mode: Mode
    feed_id: int | None = None
    statement_id: int | None = None


def receive_movements(feed: BankFeed, movements: Sequence[Movement]) -> list[Outcome]:
    """Keep and match what a feed told; safe to run twice. One outcome for each movement.

    What a disconnected feed still tells is taken politely and forgotten.
    """
    if not feed.enabled:
        return [Outcome.ACCEPTED] * len(movements)
    source = Source(feed.provider, feed.account, feed.mode, feed_id=feed.id)
    taken = _receive(source, movements)
    for line, _ in taken:
        _watch_balance(feed, line)
    db.session.flush()
    return [outcome for _, outcome in taken]


def receive_statement(
    statement: Statement, movements: Sequence[Movement], mode: Mode
) -> list[tuple[BankLine | None, Outcome]]:
    """Keep and match the lines of an uploaded statement; safe to run twice.

    A line that is not of the statement's account, or moved nothing, is no line: None.
    """
    source = Source(STATEMENT, statement.account, mode, statement_id=statement.id)
    return _receive(source, movements)


def _receive(source: Source, movements: Sequence[Movement]) -> list[tuple[BankLine | None, Outcome]]:
    locked(db.session.scalars(select(ShopSettings)).one())
    mine = [movement for movement in movements if _is_ours(source.account, movement)]
    known = _Known(source, mine)
    incoming = [_told(movement) for movement in mine if movement.money.amount > 0]
    book = Book.load(source.mode, incoming)
    taken = [
        _take(source, movement, known, book)
        if _is_ours(source.account, movement)
        else (None, Outcome.ACCEPTED)
        for movement in movements
    ]
    db.session.flush()
    return taken


def _take(source: Source, movement: Movement, known: _Known, book: Book) -> tuple[BankLine | None, Outcome]:
    identity = known.identity(movement)
    standing = known.line(identity)
    if standing is not None:
        known.tell(standing.fingerprint, movement.happened_at)
        return standing, _told_again(standing, movement)
    line = _line(source, movement, identity)
    known_before = known.is_told_elsewhere(line)
    known.tell(line.fingerprint, line.happened_at)
    db.session.add(line)
    known.add(line)
    if known_before:
        line.state, line.verdict = LineState.IGNORED, SAME
    elif line.amount < 0:
        line.state, line.verdict = LineState.IGNORED, MONEY_OUT
    if line.state is LineState.IGNORED:
        return line, Outcome.DUPLICATE if known_before else Outcome.ACCEPTED
    return line, settle_line(line, book, quiet=source.statement_id is not None)


def _told_again(line: BankLine, movement: Movement) -> Outcome:
    if line.amount == movement.money.amount:
        return Outcome.DUPLICATE
    open_review(
        "two_amounts",
        fingerprint=f"line:{line.id}:{movement.money.amount}",
        reference=line.reference or line.provider_id,
        line=str(line.id),
        first=line.amount,
        second=movement.money.amount,
    )
    return Outcome.WRONG_AMOUNT


def _line(source: Source, movement: Movement, identity: str) -> BankLine:
    return BankLine(
        bank_feed_id=source.feed_id,
        statement_id=source.statement_id,
        provider=source.provider,
        provider_id=identity,
        reference=movement.reference[:120],
        fingerprint=_fingerprint(source.account, movement),
        account=source.account,
        mode=source.mode,
        amount=movement.money.amount,
        currency=movement.money.currency,
        balance=movement.balance,
        memo=movement.memo[:1000],
        counterparty=movement.counterparty or None,
        happened_at=movement.happened_at,
        state=LineState.OPEN,
        verdict="",
    )


class _Known:
    """What is known already of the movements of one call or file, read in a few queries."""

    def __init__(self, source: Source, movements: Sequence[Movement]) -> None:
        self._source = source
        self._seen: Counter[str] = Counter()
        self._told: dict[str, list[dt.datetime]] = {}
        self._lines: dict[str, BankLine] = {}
        self._by_print: dict[str, list[BankLine]] = {}
        prints = {_fingerprint(source.account, movement) for movement in movements}
        for line in _lines_with(BankLine.fingerprint, sorted(prints)):
            self.add(line)
        ids = {movement.provider_id for movement in movements if movement.provider_id}
        for line in _lines_with(BankLine.provider_id, sorted(ids)):
            self._remember_id(line)

    def identity(self, movement: Movement) -> str:
        """The source's own id, else one made of what the movement says and how often it was said here."""
        if movement.provider_id:
            return movement.provider_id[:120]
        made = _hash(
            movement.reference,
            str(movement.money.amount),
            self._source.account,
            movement.happened_at.isoformat(),
            movement.memo,
            str(movement.balance),
        )
        self._seen[made] += 1
        return f"{made}:{self._seen[made]}"

    def line(self, identity: str) -> BankLine | None:
        """The line this source told before under this id."""
        return self._lines.get(identity)

    def add(self, line: BankLine) -> None:
        """A line that is known from now on."""
        if line.account == self._source.account:
            self._by_print.setdefault(line.fingerprint, []).append(line)
            self._remember_id(line)

    def tell(self, fingerprint: str, happened_at: dt.datetime) -> None:
        """This call or file has told such a movement, new or known."""
        self._told.setdefault(fingerprint, []).append(happened_at)

    def is_told_elsewhere(self, line: BankLine) -> bool:
        """Whether other sources told more movements like this one than this one; a file is a source."""

        def is_near(moment: dt.datetime) -> bool:
            return abs(moment - line.happened_at) <= NEARBY

        near = [other for other in self._by_print.get(line.fingerprint, ()) if is_near(other.happened_at)]
        real = [other for other in near if other.verdict != SAME]
        if self._source.statement_id is None:
            told_here = sum(other.provider == line.provider for other in near)
        else:
            told_here = sum(map(is_near, self._told.get(line.fingerprint, ())))
        return told_here < len(real)

    def _remember_id(self, line: BankLine) -> None:
        if (line.provider, line.account) == (self._source.provider, self._source.account):
            self._lines[line.provider_id] = line


def _lines_with(column: object, values: Sequence[str]) -> Iterable[BankLine]:
    for start in range(0, len(values), CHUNK):
        part = values[start : start + CHUNK]
        yield from db.session.scalars(select(BankLine).where(column.in_(part)))  # type: ignore[attr-defined]


def _is_ours(account: str, movement: Movement) -> bool:
    """Of the account asked for, and not nought; a movement may name the account it came by as well."""
    named = {_bare(movement.account), _bare(movement.sub_account)} - {""}
    return bool(movement.money.amount) and (_bare(account) in named or not named)


def _fingerprint(account: str, movement: Movement) -> str:
    """The same for the same movement whoever tells it: memos are decorated, a code stays what it is."""
    codes = sorted(set(find_payment_codes(movement.memo)))
    said = "+".join(codes) or ascii_upper(movement.memo).replace(" ", "")
    return _hash(_bare(account), str(movement.money.amount), movement.money.currency, said)


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _bare(account: str) -> str:
    return ascii_upper(account).replace(" ", "").lstrip("0")


def _told(movement: Movement) -> Told:
    return Told(movement.money.amount, movement.memo, movement.happened_at)


def _watch_balance(feed: BankFeed, line: BankLine | None) -> None:
    """More on the account than the last balance and this line explain: a call was lost on the way."""
    if line is None or line.balance is None or line.provider != feed.provider:
        return
    if feed.last_line_at is not None and line.happened_at < feed.last_line_at:
        return
    if feed.balance is not None and feed.last_line_at != line.happened_at:
        missing = line.balance - line.amount - feed.balance
        if missing > 0:
            open_review("lost_lines", fingerprint=f"line:{line.id}", line=str(line.id), amount=missing)
    feed.balance, feed.last_line_at = line.balance, line.happened_at
