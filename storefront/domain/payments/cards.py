"""Gift cards and prepaid cards of a shop: issued, found by their code, blocked, bounded, written off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext
from sqlalchemy import ColumnElement, Select, or_, select

from storefront.domain.accounts.passwords import hash_password, is_right
from storefront.domain.payments import stored_value
from storefront.infra import clock, events, limits, tokens
from storefront.infra.db import db, locked
from storefront.infra.errors import Conflict, Invalid, NotFound
from storefront.infra.tenancy import current_shop_id
from storefront.infra.text import clean
from storefront.models.order import Mode
from storefront.models.shop import Shop
from storefront.models.stored_value import CardEntry, CardEntryKind, StoredCard, StoredCardKind

HOUR = 3600
A_CARD, AN_ADDRESS, A_SHOP = 10, 60, 1000
"""Tries with one code, from one address and in one shop within an hour."""
MOST_AT_ONCE = 50
PIN_DIGITS = 6


class NoSuchCard(NotFound):
    """The shop has no such card."""

    code = "no_such_card"


class IssuedBefore(Conflict):
    """The same form was sent twice; codes are shown once."""

    code = "cards_issued_before"
    message = lazy_gettext(
        "These cards were issued already, and codes are shown only once. Block them if the codes are lost."
    )


class TooManyCardTries(Invalid):
    """Codes or PINs were tried too often."""

    code = "too_many_card_tries"


@dataclass(frozen=True, slots=True)
class CardTerms:
    """What cards are issued with. Amounts in minor units; a PIN is drawn by us where one is wanted."""

    kind: StoredCardKind
    amount: int = 0
    holder: str = ""
    plate: str = ""
    fleet_id: int | None = None
    daily_limit: int | None = None
    single_limit: int | None = None
    expires_at: dt.datetime | None = None
    with_pin: bool = False


@dataclass(frozen=True, slots=True)
class IssuedCard:
    """A new card with what is shown once and kept nowhere."""

    card: StoredCard
    code: str
    pin: str = ""


def issue(
    shop: Shop, terms: CardTerms, *, key: str, by: events.Actor, count: int = 1, note: str = ""
) -> list[IssuedCard]:
    """Issue cards of this shop: practice cards in a practice shop. The same key issues once.

    Raises Invalid, IssuedBefore.
    """
    _check(terms, count)
    if db.session.scalar(select(CardEntry.id).where(CardEntry.key == _issue_key(key, 0))) is not None:
        raise IssuedBefore
    secrets = [_Secret.drawn(terms.with_pin) for _ in range(count)]
    return [
        _issued(shop, terms, secret, key=_issue_key(key, place), by=by, note=note)
        for place, secret in enumerate(secrets)
    ]


def find_card(code: str, pin: str, *, mode: Mode, address: str) -> StoredCard:
    """The shop's card behind a code as typed. `address` is who asks, against guessing.

    Raises Invalid beside `code` or `pin`, TooManyCardTries.
    """
    read = tokens.read_card_code(code)
    if read is None:
        raise Invalid.field("code", lazy_gettext("This code is not complete or has a typing mistake."))
    mark = _code_hash(read)
    _count_try(mark, address)
    card = db.session.scalar(select(StoredCard).where(StoredCard.code_hash == mark, StoredCard.mode == mode))
    if card is None:
        raise Invalid.field("code", lazy_gettext("This shop has no card with this code."))
    if card.pin_hash and not is_right(card.pin_hash, pin.strip()):
        raise Invalid.field("pin", lazy_gettext("This card needs its PIN, and this one is not right."))
    return card


def codes_of_this_shop(codes: Sequence[str]) -> list[tuple[StoredCard, str]]:
    """Those of the codes that are cards of the shop in force, in their order."""
    read = [code for code in map(tokens.read_card_code, codes) if code]
    rows = db.session.scalars(select(StoredCard).where(StoredCard.code_hash.in_(map(_code_hash, read))))
    by_hash = {card.code_hash: card for card in rows}
    return [(by_hash[_code_hash(code)], code) for code in read if _code_hash(code) in by_hash]


def card_by_id(card_id: int) -> StoredCard:
    """A card of the shop in force. Raises NoSuchCard."""
    card = db.session.scalar(select(StoredCard).where(StoredCard.id == card_id))
    if card is None:
        raise NoSuchCard
    return card


def cards(
    *, text: str = "", kind: StoredCardKind | None = None, state: str = "", fleet_id: int | None = None
) -> Select[StoredCard]:
    """The shop's cards; `text` is the end of a code, a holder or a plate.

    `state` is active, blocked or expired, or empty for all.
    """
    conditions: list[ColumnElement[bool]] = []
    if text.strip():
        conditions.append(_fits(text))
    if kind is not None:
        conditions.append(StoredCard.kind == kind)
    if fleet_id is not None:
        conditions.append(StoredCard.fleet_account_id == fleet_id)
    return select(StoredCard).where(*conditions, *_in_state(state))


def block(card: StoredCard, *, by: events.Actor) -> None:
    """Let nothing be paid with the card; what it holds for orders stays held."""
    card = locked(card)
    card.blocked_at = card.blocked_at or clock.now()
    events.record("card.blocked", card, by=by)


def unblock(card: StoredCard, *, by: events.Actor) -> None:
    """Let the card be used again."""
    card = locked(card)
    card.blocked_at = None
    events.record("card.unblocked", card, by=by)


def change(card: StoredCard, terms: CardTerms, *, by: events.Actor) -> None:
    """Change holder, plate, fleet, limits and end of a card; its kind and money stay. Raises Invalid."""
    _check(CardTerms(card.kind, single_limit=terms.single_limit, daily_limit=terms.daily_limit), 1)
    card = locked(card)
    card.holder, card.plate = clean(terms.holder), clean(terms.plate).upper()
    card.fleet_account_id, card.expires_at = terms.fleet_id, terms.expires_at
    card.daily_limit, card.single_limit = terms.daily_limit, terms.single_limit
    events.record("card.changed", card, by=by)


def write_off(card: StoredCard, *, reason: str, by: events.Actor) -> CardEntry:
    """Take what is left on an expired card and not held off the books; asked twice it is done once.

    Raises Invalid without a reason or while the card is good.
    """
    card = locked(card)
    if not stored_value.is_expired(card):
        raise Invalid.field("reason", lazy_gettext("Only what an expired card holds can be written off."))
    mark = clock.now().date().isoformat()
    left = card.balance - card.held
    return stored_value.correct(card, -left, reason=reason, key=f"expiry:{card.id}:{mark}", by=by)


@dataclass(frozen=True, slots=True)
class _Secret:
    code: str
    pin: str
    pin_hash: str | None

    @classmethod
    def drawn(cls, with_pin: bool) -> _Secret:
        pin = tokens.new_digits(PIN_DIGITS) if with_pin else ""
        return cls(tokens.card_code(), pin, hash_password(pin) if pin else None)


def _issued(
    shop: Shop, terms: CardTerms, secret: _Secret, *, key: str, by: events.Actor, note: str
) -> IssuedCard:
    card = StoredCard(
        kind=terms.kind,
        mode=Mode.TEST if shop.is_practice else Mode.LIVE,
        code_hash=_code_hash(secret.code),
        last_four=secret.code[-4:],
        pin_hash=secret.pin_hash,
        holder=clean(terms.holder),
        plate=clean(terms.plate).upper(),
        fleet_account_id=terms.fleet_id,
        balance=terms.amount,
        held=0,
        daily_limit=terms.daily_limit,
        single_limit=terms.single_limit,
        expires_at=terms.expires_at,
    )
    db.session.add(card)
    db.session.flush()
    entry = CardEntry(
        card_id=card.id,
        kind=CardEntryKind.TOP_UP,
        amount=terms.amount,
        balance_after=terms.amount,
        key=key,
        note=clean(note),
    )
    db.session.add(entry)
    db.session.flush()
    events.record("card.issued", card, by=by, kind=terms.kind.value, amount=terms.amount)
    return IssuedCard(card, secret.code, secret.pin)


def _check(terms: CardTerms, count: int) -> None:
    if not 1 <= count <= MOST_AT_ONCE:
        raise Invalid.field("count", lazy_gettext("Issue between 1 and 50 cards at once."))
    if not 0 <= terms.amount <= stored_value.MOST:
        raise Invalid.field("amount", lazy_gettext("Enter an amount above zero."))
    for field in ("single_limit", "daily_limit"):
        limit = getattr(terms, field)
        if limit is not None and limit <= 0:
            raise Invalid.field(field, lazy_gettext("A limit is above zero; leave it empty for none."))


def _count_try(mark: str, address: str) -> None:
    shop = str(current_shop_id())
    allowed = (
        limits.allow("card-code", A_CARD, HOUR, shop, mark)
        and limits.allow("card-address", AN_ADDRESS, HOUR, address)
        and limits.allow("card-shop", A_SHOP, HOUR, shop)
    )
    if not allowed:
        raise TooManyCardTries.field(
            "code", lazy_gettext("Too many attempts. Wait an hour, or ask the shop to look at the card.")
        )


def _code_hash(code: str) -> str:
    """Of the shop and the code: the same code is nothing in another shop."""
    return tokens.token_hash(f"{current_shop_id()}:{code}")


def _issue_key(key: str, place: int) -> str:
    return f"issue:{key}:{place}"


def _fits(text: str) -> ColumnElement[bool]:
    typed = clean(text)
    end = typed.upper().replace("-", "").replace(" ", "")[-4:]
    return or_(
        StoredCard.last_four == end,
        StoredCard.plate.contains(typed.upper(), autoescape=True),
        StoredCard.holder.contains(typed, autoescape=True),
    )


def _in_state(state: str) -> list[ColumnElement[bool]]:
    over = StoredCard.expires_at.is_not(None) & (StoredCard.expires_at <= clock.now())
    if state == "blocked":
        return [StoredCard.blocked_at.is_not(None)]
    if state == "expired":
        return [over]
    return [StoredCard.blocked_at.is_(None), ~over] if state == "active" else []
