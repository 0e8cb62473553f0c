"""Signing up: an account with a claimed phone or e-mail, alive once a code sent there comes back."""

from __future__ import annotations

from storefront.domain.accounts import codes, identities
from storefront.domain.accounts.names import Name
from storefront.domain.accounts.passwords import check_password, hash_password
from storefront.infra import events
from storefront.infra.db import begin_write, db
from storefront.models.user import User

SIGN_UP = "sign_up"


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
