"""Who works in which shop, and how that ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from flask_babel import lazy_gettext
from sqlalchemy import ColumnElement, func, or_, select

from storefront.domain.accounts.permissions import may
from storefront.infra import clock, events
from storefront.infra.db import db, locked
from storefront.infra.errors import Conflict
from storefront.models.shop import Shop
from storefront.models.user import Membership, Role, User


class LastOwner(Conflict):
    """A shop keeps at least one owner."""

    code = "last_owner"
    message = lazy_gettext("This is the shop's only owner. Make somebody else an owner first.")


def membership_of(user: User, shop_id: int) -> Membership | None:
    """The user's live membership in a shop."""
    return db.session.scalar(
        select(Membership).where(
            Membership.shop_id == shop_id, Membership.user_id == user.id, *_live(clock.now())
        )
    )


def shops_of(user: User) -> Sequence[tuple[Shop, Membership]]:
    """The shops a user works in, each with the role there, by name."""
    rows = db.session.execute(
        select(Shop, Membership)
        .join(Membership, Membership.shop_id == Shop.id)
        .where(Membership.user_id == user.id, *_live(clock.now()))
        .order_by(Shop.name, Shop.id)
    )
    return [(shop, membership) for shop, membership in rows]


def members(shop_id: int) -> Sequence[Membership]:
    """The live members of a shop, owners first as they joined."""
    return db.session.scalars(
        select(Membership)
        .where(Membership.shop_id == shop_id, *_live(clock.now()))
        .order_by(Membership.created_at, Membership.id)
    ).all()


def members_who_may(shop_id: int, permission: str) -> list[User]:
    """The users to tell about something only those with this permission can act on."""
    return [one.user for one in members(shop_id) if may(one, permission) and one.user.is_active]


def owner_id(shop_id: int) -> int | None:
    """The first owner's user id: on whose behalf helpers and staff act."""
    return db.session.scalar(
        select(Membership.user_id)
        .where(Membership.shop_id == shop_id, Membership.role == Role.OWNER, *_live(clock.now()))
        .order_by(Membership.id)
        .limit(1)
    )


def join(
    user: User, *, shop_id: int, role: Role, parts: Sequence[str] = (), ends_at: dt.datetime | None = None
) -> Membership:
    """Give the user a role in a shop; a former membership comes back to life with the new role."""
    membership = db.session.scalar(
        select(Membership).where(Membership.shop_id == shop_id, Membership.user_id == user.id)
    )
    if membership is None:
        membership = Membership(shop_id=shop_id, user_id=user.id, role=role)
        db.session.add(membership)
    membership.role = role
    membership.parts = list(parts)
    membership.ends_at = ends_at
    membership.ended_at = None
    db.session.flush()
    return membership


def end(membership: Membership, *, by: events.Actor) -> None:
    """Take a member out of the shop at once. Raises LastOwner."""
    membership = _alone(membership)
    if membership.role is Role.OWNER and _owners(membership.shop_id) <= 1:
        raise LastOwner
    membership.ended_at = clock.now()
    events.record("member.left", membership, by=by, role=membership.role.value)


def change_role(membership: Membership, role: Role, *, by: events.Actor) -> None:
    """Give a member another role, for good: what a helper was held to ends. Raises LastOwner."""
    membership = _alone(membership)
    if membership.role is Role.OWNER and role is not Role.OWNER and _owners(membership.shop_id) <= 1:
        raise LastOwner
    membership.role, membership.parts, membership.ends_at = role, [], None
    events.record("member.role_changed", membership, by=by, role=role.value)


def _alone(membership: Membership) -> Membership:
    """The membership, locked behind its shop: two owners cannot take each other out at once."""
    locked(db.session.get_one(Shop, membership.shop_id))
    return locked(membership)


def _owners(shop_id: int) -> int:
    count = select(func.count()).where(
        Membership.shop_id == shop_id, Membership.role == Role.OWNER, *_live(clock.now())
    )
    return db.session.scalar(count) or 0


def _live(now: dt.datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return (
        Membership.ended_at.is_(None),
        or_(Membership.ends_at.is_(None), Membership.ends_at > now),
    )
