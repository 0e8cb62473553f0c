"""Statements of stored cards: a month of one card or of a whole fleet, to look at and to take away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import ColumnElement, func, select

from storefront.infra import clock
from storefront.infra.dates import format_datetime
from storefront.infra.db import db
from storefront.infra.errors import Sentence
from storefront.infra.i18n import current_locale
from storefront.models.order import Order
from storefront.models.payment import Payment
from storefront.models.stored_value import CardEntry, CardEntryKind, StoredCard

KINDS: dict[CardEntryKind, Sentence] = {
    CardEntryKind.TOP_UP: lazy_gettext("Money put on"),
    CardEntryKind.HOLD: lazy_gettext("Held for an order"),
    CardEntryKind.RELEASE: lazy_gettext("Let go again"),
    CardEntryKind.CAPTURE: lazy_gettext("Paid"),
    CardEntryKind.REFUND: lazy_gettext("Given back"),
    CardEntryKind.CORRECTION: lazy_gettext("Correction"),
}
ONLY_HELD = (CardEntryKind.HOLD, CardEntryKind.RELEASE)


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One movement of a card; amounts in minor units, `balance` is the card's own after it."""

    card: StoredCard
    entry: CardEntry
    order_number: str

    @property
    def words(self) -> str:
        """What happened."""
        return str(KINDS[self.entry.kind])


@dataclass(frozen=True, slots=True)
class Statement:
    """A month of some cards: what they held before, what moved, what they hold after, in minor units."""

    month: dt.date
    opening: int
    lines: tuple[StatementLine, ...]

    @property
    def closing(self) -> int:
        """What the cards held at the month's end."""
        return self.opening + sum(line.entry.amount for line in self.lines)

    @property
    def came_in(self) -> int:
        """What was put on and given back."""
        return sum(line.entry.amount for line in self.lines if line.entry.amount > 0)

    @property
    def went_out(self) -> int:
        """What was paid or taken off."""
        return -sum(line.entry.amount for line in self.lines if line.entry.amount < 0)


def statement(cards: Sequence[StoredCard], month: dt.date) -> Statement:
    """The movements of the cards' money in the month that has this day, oldest first; holds are none."""
    begin, end = month_bounds(month)
    ids = [card.id for card in cards]
    mine: list[ColumnElement[bool]] = [CardEntry.card_id.in_(ids), CardEntry.kind.not_in(ONLY_HELD)]
    opening = db.session.scalar(
        select(func.coalesce(func.sum(CardEntry.amount), 0)).where(*mine, CardEntry.created_at < begin)
    )
    found = _lines([*mine, CardEntry.created_at >= begin, CardEntry.created_at < end])
    return Statement(month.replace(day=1), int(opening or 0), found)


def history(card: StoredCard, limit: int = 100) -> tuple[StatementLine, ...]:
    """The latest movements of one card, holds included, newest first."""
    newest = select(CardEntry.id).where(CardEntry.card_id == card.id).order_by(CardEntry.id.desc())
    return _lines([CardEntry.id.in_(newest.limit(limit))])[::-1]


def month_bounds(month: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """The first moment of a month in Vietnam and that of the next one."""
    first = month.replace(day=1)
    following = (first + dt.timedelta(days=32)).replace(day=1)
    return clock.vn_day_bounds(first)[0], clock.vn_day_bounds(following)[0]


def table(told: Statement) -> list[list[str | int]]:
    """The statement as rows for a file: a heading, the opening balance, each movement, the closing one."""
    blank: list[str | int] = ["", "", "", ""]
    heading = (
        _("When"),
        _("Card"),
        _("Number plate"),
        _("Holder"),
        _("What happened"),
        _("Order"),
        _("Sum of money"),
        _("Card's balance"),
        _("Note"),
    )
    return [
        list(heading),
        [*blank, _("Held before"), "", "", told.opening, ""],
        *[_row(line) for line in told.lines],
        [*blank, _("Held after"), "", "", told.closing, ""],
    ]


def _row(line: StatementLine) -> list[str | int]:
    entry, card = line.entry, line.card
    return [
        format_datetime(entry.created_at, current_locale()),
        f"…{card.last_four}",
        card.plate,
        card.holder,
        line.words,
        line.order_number,
        entry.amount,
        entry.balance_after,
        entry.note,
    ]


def _lines(conditions: Sequence[ColumnElement[bool]]) -> tuple[StatementLine, ...]:
    rows = db.session.execute(
        select(StoredCard, CardEntry, Order.number)
        .join(StoredCard, (StoredCard.shop_id == CardEntry.shop_id) & (StoredCard.id == CardEntry.card_id))
        .outerjoin(Payment, (Payment.shop_id == CardEntry.shop_id) & (Payment.id == CardEntry.payment_id))
        .outerjoin(Order, (Order.shop_id == Payment.shop_id) & (Order.id == Payment.order_id))
        .where(*conditions)
        .order_by(CardEntry.created_at, CardEntry.id)
    )
    return tuple(StatementLine(card, entry, number or "") for card, entry, number in rows)
