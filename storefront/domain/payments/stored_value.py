"""Movements of stored value: each is one entry with a key of its own, and no balance falls below zero.

The value is good in the shop that issued it and nowhere else; a card of practice money pays practice orders.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext
from sqlalchemy import func, select, update

from storefront.infra import clock, events
from storefront.infra.db import db, locked
from storefront.infra.errors import Conflict, Invalid
from storefront.infra.text import clean
from storefront.models.payment import Payment
from storefront.models.stored_value import CardEntry, CardEntryKind, StoredCard

MOST = 2_000_000_000
"""The most one movement may be, in minor units: a slip of the hand is no fortune."""


class NotEnoughOnCard(Conflict):
    """The card holds less than is asked for, or less is held for this payment."""

    code = "not_enough_on_card"
    message = lazy_gettext("There is not enough money on this card.")


class CardBlocked(Conflict):
    """Nothing can be paid with the card until the shop unblocks it."""

    code = "card_blocked"
    message = lazy_gettext("This card is blocked. Please contact the shop.")


class CardExpired(Conflict):
    """The card's time is over."""

    code = "card_expired"
    message = lazy_gettext("This card has expired. Please contact the shop.")


class OverCardLimit(Conflict):
    """More than the card may pay at once or in a day."""

    code = "over_card_limit"
    message = lazy_gettext("This card may not pay so much at once or in one day.")


class EntryContradicted(Conflict):
    """One key, two different movements: somebody sent the same form with other numbers."""

    code = "card_entry_contradicted"
    message = lazy_gettext("This was recorded before with other numbers. Reload the page and look again.")


def top_up(card: StoredCard, amount: int, *, key: str, by: events.Actor, note: str = "") -> CardEntry:
    """Put money on a card (minor units); the same key twice counts once. Raises Invalid, CardExpired."""
    if not 0 < amount <= MOST:
        raise Invalid.field("amount", lazy_gettext("Enter an amount above zero."))
    if is_expired(card):
        raise CardExpired
    entry = _book(card, _Move(CardEntryKind.TOP_UP, key, balance=amount, note=clean(note)))
    events.record("card.topped_up", card, by=by, amount=amount)
    return entry


def correct(card: StoredCard, amount: int, *, reason: str, key: str, by: events.Actor) -> CardEntry:
    """Put right what was booked wrong: `amount` is added, or taken when negative (minor units).

    Raises Invalid without a reason, NotEnoughOnCard.
    """
    if not clean(reason):
        raise Invalid.field("reason", lazy_gettext("Say why, in a few words."))
    if not 0 < abs(amount) <= MOST:
        raise Invalid.field("amount", lazy_gettext("Enter an amount other than zero."))
    entry = _book(card, _Move(CardEntryKind.CORRECTION, key, balance=amount, note=clean(reason)))
    events.record("card.corrected", card, by=by, amount=amount)
    return entry


def hold(card: StoredCard, amount: int, *, payment: Payment) -> CardEntry:
    """Set money aside for a payment (minor units); asked twice it is held once.

    Raises CardBlocked, CardExpired, OverCardLimit, NotEnoughOnCard.
    """
    card, key = locked(card), f"hold:{payment.id}"
    if _standing(key) is None:
        check_usable(card)
        _check_limits(card, amount)
    return _book(card, _Move(CardEntryKind.HOLD, key, held=amount, payment_id=payment.id))


def capture(card: StoredCard, amount: int, *, payment: Payment) -> CardEntry:
    """Take held money, all of it or less (minor units); asked twice it is taken once.

    What was held before the card was blocked is still taken. Raises NotEnoughOnCard.
    """
    card, key = locked(card), f"capture:{payment.id}"
    if _standing(key) is None and not 0 < amount <= held_for(payment):
        raise NotEnoughOnCard(amount=amount)
    return _book(
        card, _Move(CardEntryKind.CAPTURE, key, balance=-amount, held=-amount, payment_id=payment.id)
    )


def release(card: StoredCard, *, payment: Payment) -> CardEntry | None:
    """Let go what is still held for a payment; None when nothing is."""
    card, key = locked(card), f"release:{payment.id}"
    left = held_for(payment)
    if left == 0:
        return _standing(key)
    return _book(card, _Move(CardEntryKind.RELEASE, key, held=-left, payment_id=payment.id))


def refund(card: StoredCard, amount: int, *, payment: Payment, key: str) -> CardEntry:
    """Give money of a payment back to its card (minor units), blocked or expired as it may be."""
    return _book(
        card,
        _Move(CardEntryKind.REFUND, f"refund:{key}", balance=amount, payment_id=payment.id),
    )


def spendable(card: StoredCard) -> int:
    """What the card can pay now, within its limits, in minor units; nothing when blocked or expired."""
    if is_blocked(card) or is_expired(card):
        return 0
    left = card.balance - card.held
    if card.single_limit is not None:
        left = min(left, card.single_limit)
    if card.daily_limit is not None:
        left = min(left, card.daily_limit - spent_today(card))
    return max(left, 0)


def is_expired(card: StoredCard) -> bool:
    """Whether the card's time is over."""
    return card.expires_at is not None and card.expires_at <= clock.now()


def is_blocked(card: StoredCard) -> bool:
    """Whether the shop blocked the card or closed its fleet's account."""
    return card.blocked_at is not None or (card.fleet is not None and card.fleet.closed_at is not None)


def check_usable(card: StoredCard) -> None:
    """Raises CardBlocked, CardExpired."""
    if is_blocked(card):
        raise CardBlocked
    if is_expired(card):
        raise CardExpired


def held_for(payment: Payment) -> int:
    """What a card still holds for a payment, in minor units."""
    total = select(func.coalesce(func.sum(CardEntry.held), 0)).where(CardEntry.payment_id == payment.id)
    return int(db.session.scalar(total) or 0)


def spent_today(card: StoredCard) -> int:
    """What was set aside or taken since midnight in Vietnam and not let go, in minor units."""
    begin, _end = clock.vn_day_bounds(clock.today_vn())
    today = select(CardEntry.payment_id).where(
        CardEntry.card_id == card.id, CardEntry.kind == CardEntryKind.HOLD, CardEntry.created_at >= begin
    )
    total = select(func.coalesce(func.sum(CardEntry.held), 0)).where(
        CardEntry.kind.in_((CardEntryKind.HOLD, CardEntryKind.RELEASE)), CardEntry.payment_id.in_(today)
    )
    return int(db.session.scalar(total) or 0)


@dataclass(frozen=True, slots=True)
class _Move:
    """What is to be booked; both amounts are signed."""

    kind: CardEntryKind
    key: str
    balance: int = 0
    held: int = 0
    payment_id: int | None = None
    note: str = ""


def _check_limits(card: StoredCard, amount: int) -> None:
    if card.single_limit is not None and amount > card.single_limit:
        raise OverCardLimit(limit=card.single_limit)
    if card.daily_limit is not None and amount > card.daily_limit - spent_today(card):
        raise OverCardLimit(limit=card.daily_limit)


def _standing(key: str) -> CardEntry | None:
    return db.session.scalar(select(CardEntry).where(CardEntry.key == key))


def _book(card: StoredCard, move: _Move) -> CardEntry:
    """Write the movement once; the condition stands in the statement that changes the balance."""
    card = locked(card)
    known = _standing(move.key)
    if known is not None:
        if (known.card_id, known.kind, known.amount, known.held) != (
            card.id,
            move.kind,
            move.balance,
            move.held,
        ):
            raise EntryContradicted
        return known
    left = db.session.scalar(
        update(StoredCard)
        .where(
            StoredCard.id == card.id,
            StoredCard.held + move.held >= 0,
            StoredCard.balance + move.balance >= StoredCard.held + move.held,
        )
        .values(balance=StoredCard.balance + move.balance, held=StoredCard.held + move.held)
        .returning(StoredCard.balance)
        .execution_options(synchronize_session=False)
    )
    if left is None:
        raise NotEnoughOnCard
    db.session.expire(card, ["balance", "held"])
    return _written(card, move, balance_after=left)


def _written(card: StoredCard, move: _Move, *, balance_after: int) -> CardEntry:
    entry = CardEntry(
        card_id=card.id,
        payment_id=move.payment_id,
        kind=move.kind,
        amount=move.balance,
        held=move.held,
        balance_after=balance_after,
        key=move.key,
        note=move.note,
    )
    db.session.add(entry)
    db.session.flush()
    return entry
