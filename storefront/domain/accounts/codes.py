"""One-time codes of six digits: sent to a phone or e-mail, good for ten minutes, five tries and one use."""

from __future__ import annotations

import datetime as dt
import hmac

from flask_babel import lazy_gettext
from sqlalchemy import ColumnElement, func, select, update

from storefront.domain.accounts.names import Name
from storefront.domain.accounts.throttle import TooManyTries
from storefront.infra import clock
from storefront.infra.crypto import keyed_hash
from storefront.infra.db import begin_write, db, locked, record_first
from storefront.infra.errors import Invalid
from storefront.infra.tokens import new_digits
from storefront.models.user import OneTimeCode

LIFE = dt.timedelta(minutes=10)
TRIES = 5
PAUSE = dt.timedelta(seconds=45)
PER_HOUR = 6


class WrongCode(Invalid):
    """The code is wrong, used up or too old."""

    code = "wrong_code"

    def __init__(self) -> None:
        sentence = lazy_gettext("This code is not right or no longer valid. Check it, or ask for a new one.")
        super().__init__({"code": [sentence]}, sentence)


def new_code(name: Name, purpose: str) -> str:
    """Make a code, in place of any older one for the same purpose. Raises TooManyTries."""
    begin_write()
    _not_too_often(name)
    db.session.execute(
        update(OneTimeCode)
        .where(*_of(name), OneTimeCode.purpose == purpose, OneTimeCode.used_at.is_(None))
        .values(used_at=clock.now())
    )
    digits = new_digits()
    db.session.add(
        OneTimeCode(
            kind=name.kind,
            value=name.value,
            purpose=purpose,
            code_hash=_hash(name, purpose, digits),
            expires_at=clock.now() + LIFE,
        )
    )
    db.session.flush()
    return digits


def use_code(name: Name, purpose: str, digits: str) -> None:
    """Spend the code. The try is counted even when it is wrong. Raises WrongCode."""
    code_id = record_first(lambda: _count_try(name, purpose))
    if code_id is None:
        raise WrongCode
    code = locked(db.session.get_one(OneTimeCode, code_id))
    typed = "".join(character for character in digits if character.isdigit())
    if code.used_at or not hmac.compare_digest(code.code_hash, _hash(name, purpose, typed)):
        raise WrongCode
    code.used_at = clock.now()


def _count_try(name: Name, purpose: str) -> int | None:
    begin_write()
    code = db.session.scalar(
        select(OneTimeCode)
        .where(*_of(name), OneTimeCode.purpose == purpose, OneTimeCode.used_at.is_(None))
        .where(OneTimeCode.expires_at > clock.now(), OneTimeCode.tries < TRIES)
        .order_by(OneTimeCode.id.desc())
        .limit(1)
        .with_for_update()
    )
    if code is None:
        return None
    code.tries += 1
    return code.id


def _not_too_often(name: Name) -> None:
    now = clock.now()
    recent = select(func.count(), func.max(OneTimeCode.created_at), func.min(OneTimeCode.created_at)).where(
        *_of(name), OneTimeCode.created_at > now - dt.timedelta(hours=1)
    )
    count, newest, oldest = db.session.execute(recent).one()
    if count >= PER_HOUR:
        raise TooManyTries(oldest + dt.timedelta(hours=1) - now)
    if newest is not None and newest > now - PAUSE:
        raise TooManyTries(newest + PAUSE - now)


def _of(name: Name) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return OneTimeCode.kind == name.kind, OneTimeCode.value == name.value


def _hash(name: Name, purpose: str, digits: str) -> str:
    """Keyed, so that a stolen table does not give away six digits by trying them all."""
    return keyed_hash("code", name.kind.value, name.value, purpose, digits)
