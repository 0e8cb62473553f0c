"""Fleet accounts: firms whose drivers hold cards of this shop, each with one statement a month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext
from sqlalchemy import func, select

from storefront.infra import clock, events
from storefront.infra.db import db, locked
from storefront.infra.errors import Invalid, NotFound
from storefront.infra.text import clean
from storefront.models.stored_value import FleetAccount, StoredCard


class NoSuchFleet(NotFound):
    """The shop has no such fleet account."""

    code = "no_such_fleet"


@dataclass(frozen=True, slots=True)
class FleetData:
    """What is known of a firm."""

    name: str
    tax_code: str = ""
    contact: str = ""
    phone: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class FleetRow:
    """One line of the list: how many cards, and what they hold together in minor units."""

    fleet: FleetAccount
    cards: int
    balance: int


def fleets() -> list[FleetRow]:
    """The shop's fleet accounts by name. One statement."""
    rows = db.session.execute(
        select(FleetAccount, func.count(StoredCard.id), func.coalesce(func.sum(StoredCard.balance), 0))
        .outerjoin(
            StoredCard,
            (StoredCard.shop_id == FleetAccount.shop_id) & (StoredCard.fleet_account_id == FleetAccount.id),
        )
        .group_by(FleetAccount.shop_id, FleetAccount.id)
        .order_by(FleetAccount.name)
    )
    return [FleetRow(fleet, int(count), int(balance)) for fleet, count, balance in rows]


def fleet_by_id(fleet_id: int) -> FleetAccount:
    """A fleet account of the shop in force. Raises NoSuchFleet."""
    fleet = db.session.scalar(select(FleetAccount).where(FleetAccount.id == fleet_id))
    if fleet is None:
        raise NoSuchFleet
    return fleet


def cards_of(fleet: FleetAccount) -> Sequence[StoredCard]:
    """The fleet's cards by plate."""
    mine = select(StoredCard).where(StoredCard.fleet_account_id == fleet.id)
    return db.session.scalars(mine.order_by(StoredCard.plate, StoredCard.id)).all()


def open_fleet(data: FleetData, *, by: events.Actor) -> FleetAccount:
    """Open an account for a firm. Raises Invalid."""
    fleet = FleetAccount(name=_free_name(data.name))
    _fill(fleet, data)
    db.session.add(fleet)
    db.session.flush()
    events.record("fleet.opened", fleet, by=by)
    return fleet


def change_fleet(fleet: FleetAccount, data: FleetData, *, by: events.Actor) -> None:
    """Change what is known of a firm. Raises Invalid."""
    fleet = locked(fleet)
    fleet.name = _free_name(data.name, besides=fleet)
    _fill(fleet, data)
    events.record("fleet.changed", fleet, by=by)


def close_fleet(fleet: FleetAccount, *, by: events.Actor) -> None:
    """Let none of its cards pay any more."""
    fleet = locked(fleet)
    fleet.closed_at = fleet.closed_at or clock.now()
    events.record("fleet.closed", fleet, by=by)


def reopen_fleet(fleet: FleetAccount, *, by: events.Actor) -> None:
    """Let its cards pay again."""
    fleet = locked(fleet)
    fleet.closed_at = None
    events.record("fleet.reopened", fleet, by=by)


def _fill(fleet: FleetAccount, data: FleetData) -> None:
    fleet.tax_code, fleet.contact = clean(data.tax_code), clean(data.contact)
    fleet.phone, fleet.email = data.phone or None, data.email or None


def _free_name(name: str, *, besides: FleetAccount | None = None) -> str:
    wanted = clean(name)
    if not wanted:
        raise Invalid.field("name", lazy_gettext("Enter the firm's name."))
    taken = db.session.scalar(select(FleetAccount.id).where(FleetAccount.name == wanted))
    if taken is not None and (besides is None or besides.id != taken):
        raise Invalid.field("name", lazy_gettext("A fleet account of this name stands already."))
    return wanted
