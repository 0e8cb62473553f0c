"""The join code of a class: easy to read from a wall, and slow to guess."""

from __future__ import annotations

import secrets

from flask_babel import lazy_gettext
from sqlalchemy import exists, select

from storefront.domain.accounts import throttle
from storefront.infra.db import db
from storefront.infra.errors import Invalid
from storefront.models.workshop import Workshop, WorkshopState

LETTERS = "34679ACDEFGHJKMNPRTUVWXY"
"""Without the pairs that hands and screens confuse: 0 O Q, 1 I L, 2 Z, 5 S, 8 B."""
LENGTH = 6


class WrongJoinCode(Invalid):
    """No class has this code."""

    code = "wrong_join_code"

    def __init__(self) -> None:
        sentence = lazy_gettext("No class has this code. Look at the screen or the poster and type it again.")
        super().__init__({"code": [sentence]}, sentence)


def new_code() -> str:
    """A join code no class has: six letters and digits."""
    while True:
        code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
        if not db.session.scalar(select(exists().where(Workshop.join_code == code))):
            return code


def read_code(typed: str) -> str:
    """The code as it is kept, from what was typed in any case and with gaps."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())


def workshop_by_code(typed: str, *, address: str) -> Workshop:
    """The class of a code; archived ones are gone. Raises WrongJoinCode, TooManyTries.

    Wrong codes are counted by address. Once somebody came in from an address by the right code, that code is
    let through there whatever the others type: a class shares one address.
    """
    workshop = db.session.scalar(
        select(Workshop).where(
            Workshop.join_code == read_code(typed), Workshop.state != WorkshopState.ARCHIVED
        )
    )
    if workshop is None:
        throttle.count_try(_tries_from(address), _tries_from(address), per_account=throttle.PER_ADDRESS)
        raise WrongJoinCode
    if not throttle.is_known(_class(workshop), address):
        throttle.check_address(_tries_from(address))
    return workshop


def remember_place(workshop: Workshop, *, address: str) -> None:
    """Somebody of this class sits behind this address."""
    if not throttle.is_known(_class(workshop), address):
        throttle.remember(_class(workshop), address)


def _tries_from(address: str) -> str:
    """Apart from the tries to sign in there: a mistyped code locks nobody out of an account."""
    return f"join {address}"


def _class(workshop: Workshop) -> str:
    return f"class {workshop.id}"
