"""Signing up: an account with a claimed phone or e-mail, alive once a code sent there comes back."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete, select

from storefront.domain.accounts import codes, identities
from storefront.domain.accounts.names import Name
from storefront.domain.accounts.passwords import check_password, hash_password
from storefront.infra import clock, events
from storefront.infra.db import begin_write, db
from storefront.models.user import Identity, Membership, RecoveryCode, SignIn, User

SIGN_UP = "sign_up"
KEEP_UNPROVED = dt.timedelta(days=30)
BATCH = 500


def sign_up(name: Name, *, called: str, password: str | None, locale: str) -> User:
    """Make an account and send a code to the name; without a password it is entered by codes.

    A claim somebody else made and never proved stands in nobody's way. Raises Invalid, TooManyTries.
    """
    if password:
        check_password(password)
    password_hash = hash_password(password) if password else None
    begin_write()
    user = User(name=called, password_hash=password_hash, locale=locale)
    db.session.add(user)
    identities.claim(user, name)
    identities.send_code(name, SIGN_UP, locale=locale, reader=called)
    return user


def finish_sign_up(user: User, name: Name, *, code: str) -> User:
    """Prove the name with its code; returns the account it opens.

    Whoever proves a name that has an account already is its owner come back: they get that account.
    Raises WrongCode.
    """
    codes.use_code(name, SIGN_UP, code)
    owner = identities.user_of(name)
    if owner is not None:
        return owner
    by = events.Actor(events.ActorKind.USER, user.id)
    identities.prove(identities.claim(user, name), by=by)
    events.record_platform("user.signed_up", user, by=by)
    return user


def forget_unproved() -> None:
    """Delete accounts whose name nobody proved in a month: it may be somebody else's phone."""
    proved = select(Identity.user_id).where(Identity.verified_at.is_not(None))
    unproved = db.session.scalars(
        select(User.id)
        .where(User.created_at < clock.now() - KEEP_UNPROVED, User.id.not_in(proved))
        .where(User.id.not_in(select(Membership.user_id)), User.id.not_in(select(SignIn.user_id)))
        .where(User.is_staff.is_(False))
        .order_by(User.id)
        .limit(BATCH)
    ).all()
    begin_write()
    for table in (Identity, RecoveryCode):
        db.session.execute(delete(table).where(table.user_id.in_(unproved)))
    db.session.execute(delete(User).where(User.id.in_(unproved)))
