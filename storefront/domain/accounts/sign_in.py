"""Signing in, by password or code: counted before it is judged, with the same work for any name."""

from __future__ import annotations

from flask_babel import lazy_gettext

from storefront.domain.accounts import codes, identities, throttle
from storefront.domain.accounts.devices import sign_out_everywhere
from storefront.domain.accounts.names import Name
from storefront.domain.accounts.passwords import (
    check_password,
    hash_password,
    is_outdated,
    is_right,
)
from storefront.domain.notifications.messages import can_reach
from storefront.infra import events
from storefront.infra.db import locked
from storefront.infra.errors import Invalid
from storefront.models.user import User

SIGN_IN = "sign_in"
RESET = "reset"
CODES_PER_WINDOW = 10


class WrongCredentials(Invalid):
    """The name and the password do not belong together; which of the two is wrong is not said."""

    code = "wrong_credentials"

    def __init__(self) -> None:
        sentence = lazy_gettext(
            "The phone number, e-mail or password is not right. Check them, or sign in with a code."
        )
        super().__init__({"": [sentence]}, sentence)


def sign_in_with_password(name: Name, password: str, *, address: str) -> User:
    """The user, not yet signed in anywhere. Raises WrongCredentials, TooManyTries."""
    attempt = throttle.count_try(name.value, address)
    user = identities.user_of(name)
    stored = user.password_hash if user else None
    if not is_right(stored, password) or user is None or stored is None:
        raise WrongCredentials
    renewed = hash_password(password) if is_outdated(stored) else None
    throttle.succeeded(attempt)
    if renewed:
        user.password_hash = renewed
    return user


def ask_for_code(name: Name, purpose: str, *, address: str, locale: str) -> None:
    """Send a code to the account's owner; a name that nobody has gets none, and nobody is told.

    `purpose` is SIGN_IN or RESET. Raises TooManyTries.
    """
    throttle.count_try(f"code {name.value}", address, per_account=CODES_PER_WINDOW)
    user = identities.user_of(name)
    if user and can_reach(name.kind):
        identities.send_code(name, purpose, locale=user.locale or locale, reader=user.name)
    else:
        codes.new_code(name, purpose)


def sign_in_with_code(name: Name, code: str, *, address: str) -> User:
    """The user, not yet signed in anywhere. Raises WrongCode, TooManyTries."""
    attempt = throttle.count_try(name.value, address)
    codes.use_code(name, SIGN_IN, code)
    user = identities.user_of(name)
    if user is None:
        raise codes.WrongCode
    throttle.succeeded(attempt)
    return user


def reset_password(name: Name, code: str, password: str) -> User:
    """Set a new password with a code, and sign out every device. Raises Invalid, WrongCode."""
    check_password(password)
    new_hash = hash_password(password)
    codes.use_code(name, RESET, code)
    user = identities.user_of(name)
    if user is None:
        raise codes.WrongCode
    _set_hash(user, new_hash)
    sign_out_everywhere(user, but_here=False)
    return user


def change_password(user: User, *, old: str, new: str, address: str) -> None:
    """Change a signed-in user's password and sign out the other devices. Raises Invalid, TooManyTries."""
    attempt = throttle.count_try(f"password of {user.id}", address)
    if user.password_hash and not is_right(user.password_hash, old):
        raise Invalid.field("old", lazy_gettext("The present password is not right."))
    check_password(new, "new")
    new_hash = hash_password(new)
    throttle.succeeded(attempt)
    _set_hash(user, new_hash)
    sign_out_everywhere(user, but_here=True)


def _set_hash(user: User, new_hash: str) -> None:
    user = locked(user)
    user.password_hash = new_hash
    events.record_platform("user.password_changed", user, by=events.Actor(events.ActorKind.USER, user.id))
