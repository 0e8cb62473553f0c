"""The people who can sign in: platform staff, an owner for each shop, and one shop's whole team."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from storefront.demo import files
from storefront.domain.accounts import memberships
from storefront.domain.accounts.names import parse_name
from storefront.domain.accounts.staff import create_user
from storefront.infra import clock, events
from storefront.infra.db import db
from storefront.infra.tenancy import current_shop_id
from storefront.models.user import Role, User

PASSWORD = "chothanhhoa"
"""Every account of the demo has it: it is no secret, and `serve` without --demo never loads them."""
HELP = dt.timedelta(days=60)


@dataclass(frozen=True, slots=True)
class SignIn:
    """An account to try: who it is in Vietnamese, phone or e-mail, and password."""

    who: str
    name: str
    password: str


def demo_sign_ins() -> list[SignIn]:
    """The accounts shown beside the sign-in form, one a role; every other owner uses the shop's e-mail."""
    return [SignIn(each["who"], each["name"], each["password"]) for each in files.sign_ins()]


def make_staff() -> None:
    """The accounts of platform staff."""
    for person in files.sign_ins():
        if person["role"] == "staff":
            _made(person, staff=True)


def owner_of(firm: Mapping[str, Any]) -> User:
    """The account of a firm's owner: the one that is shown, else one with the firm's own e-mail."""
    for person in files.sign_ins():
        if person["role"] == "owner" and person["shop"] == firm["key"]:
            return _made(person)
    return _made({"called": firm["representative"], "name": firm["email"], "password": PASSWORD})


def hire(firm: Mapping[str, Any], shop_id: int) -> None:
    """Give the firm the rest of its team."""
    for person in files.sign_ins():
        if person.get("shop") == firm["key"] and person["role"] != "owner":
            role = Role(person["role"])
            ends_at = clock.now() + HELP if role is Role.HELPER else None
            parts = person.get("parts", ())
            membership = memberships.join(
                _made(person), shop_id=shop_id, role=role, parts=parts, ends_at=ends_at
            )
            events.record("member.joined", membership, by=events.SYSTEM, role=role.value)


def actor_here(role: Role) -> events.Actor:
    """Whoever does work of this kind in the shop in force: a member with the role, else the owner."""
    ids = {member.role: member.user_id for member in reversed(memberships.members(current_shop_id()))}
    return events.Actor(events.ActorKind.USER, ids.get(role, ids[Role.OWNER]))


def any_account() -> bool:
    """Whether anybody has an account here already."""
    return db.session.scalar(select(User.id).limit(1)) is not None


def _made(person: Mapping[str, Any], *, staff: bool = False) -> User:
    name = parse_name(person["name"])
    return create_user(name, called=person["called"], password=person["password"], staff=staff)
