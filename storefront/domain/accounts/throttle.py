"""Throttling that stops robots and not people: tries are counted per account first, then per address.

A wrong try counts for a quarter of an hour. Where somebody has signed in to the account before, only the
tries from that same place count against them, so that a stranger cannot lock the owner out.
"""

from __future__ import annotations

import datetime as dt
import math

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, func, select, update

from storefront.infra import clock
from storefront.infra.db import begin_write, db, record_first
from storefront.infra.errors import TooOften
from storefront.infra.tokens import token_hash
from storefront.models.user import SignInAttempt

WINDOW = dt.timedelta(minutes=15)
KNOWN_FOR = dt.timedelta(days=60)
PER_ACCOUNT = 8
PER_ADDRESS = 120


class TooManyTries(TooOften):
    """Too many tries in a short time; `wait` says when the next one is allowed."""

    code = "too_many_tries"

    def __init__(self, wait: dt.timedelta) -> None:
        minutes = max(1, math.ceil(wait.total_seconds() / 60))
        super().__init__(
            wait, _("Too many attempts. Please wait %(minutes)s minutes and try again.", minutes=minutes)
        )


def count_try(name: str, address: str, *, per_account: int = PER_ACCOUNT) -> int:
    """Count a try before it is judged, in a transaction of its own; returns its id. Raises TooManyTries."""
    name_hash = token_hash(name)
    outcome = record_first(lambda: _count(name_hash, address, per_account))
    if isinstance(outcome, dt.timedelta):
        raise TooManyTries(outcome)
    return outcome


def succeeded(attempt_id: int) -> None:
    """The try was right after all; it no longer counts, and its place is known from now on."""
    db.session.execute(update(SignInAttempt).where(SignInAttempt.id == attempt_id).values(succeeded=True))


def check_address(address: str) -> None:
    """Raises TooManyTries while an address has used up its tries; counts nothing."""
    wait = _wait([SignInAttempt.address == address], PER_ADDRESS)
    if wait:
        raise TooManyTries(wait)


def is_known(name: str, address: str) -> bool:
    """Whether this name was right from this address before."""
    return _is_known(token_hash(name), address)


def remember(name: str, address: str) -> None:
    """This name was right from this address."""
    db.session.add(SignInAttempt(name_hash=token_hash(name), address=address, succeeded=True))


def _count(name_hash: str, address: str, per_account: int) -> int | dt.timedelta:
    begin_write()
    known = _is_known(name_hash, address)
    account = [SignInAttempt.name_hash == name_hash]
    if known:
        account.append(SignInAttempt.address == address)
    wait = _wait(account, per_account) or _wait([SignInAttempt.address == address], PER_ADDRESS)
    if wait:
        return wait
    attempt = SignInAttempt(name_hash=name_hash, address=address, succeeded=False)
    db.session.add(attempt)
    db.session.flush()
    return attempt.id


def _is_known(name_hash: str, address: str) -> bool:
    return db.session.scalar(
        select(func.count())
        .select_from(SignInAttempt)
        .where(
            SignInAttempt.name_hash == name_hash,
            SignInAttempt.address == address,
            SignInAttempt.succeeded,
            SignInAttempt.created_at > clock.now() - KNOWN_FOR,
        )
    ) not in (0, None)


def _wait(mine: list[ColumnElement[bool]], allowed: int) -> dt.timedelta | None:
    """How long until fewer than `allowed` failures lie in the window."""
    failures = db.session.scalars(
        select(SignInAttempt.created_at)
        .where(*mine, SignInAttempt.succeeded.is_(False), SignInAttempt.created_at > clock.now() - WINDOW)
        .order_by(SignInAttempt.created_at.desc())
        .limit(allowed)
    ).all()
    return failures[-1] + WINDOW - clock.now() if len(failures) >= allowed else None
