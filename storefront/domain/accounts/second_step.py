"""The authenticator app: enrol, confirm, and give its code at each sign-in; each code is good once."""

from __future__ import annotations

import secrets

import pyotp
from flask_babel import lazy_gettext
from sqlalchemy import delete, update

from storefront.domain.accounts import throttle
from storefront.infra import clock, events
from storefront.infra.crypto import keyed_hash
from storefront.infra.db import db, locked
from storefront.infra.errors import Conflict, Invalid
from storefront.infra.tokens import same
from storefront.models.user import RecoveryCode, User

STEP_SECONDS = 30
RECOVERY_CODES = 8
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class AlreadyOn(Conflict):
    """The authenticator app is on already."""

    code = "totp_already_on"
    message = lazy_gettext("The authenticator app is already on for this account.")


class WrongAppCode(Invalid):
    """The code of the app is wrong, too old, or was used before."""

    code = "wrong_app_code"

    def __init__(self) -> None:
        sentence = lazy_gettext(
            "This code is not right. Wait for the app's next code, and check the time on your phone."
        )
        super().__init__({"code": [sentence]}, sentence)


def start_enrolment(user: User) -> str:
    """A new secret for the user's app, kept but not asked for until confirmed. Raises AlreadyOn."""
    user = locked(user)
    if user.has_totp:
        raise AlreadyOn
    user.totp_secret = pyotp.random_base32()
    return user.totp_secret


def enrolment_address(user: User, issuer: str) -> str:
    """What the app's camera reads: an otpauth:// address."""
    return pyotp.TOTP(user.totp_secret or "").provisioning_uri(name=user.name, issuer_name=issuer)


def confirm(user: User, code: str) -> list[str]:
    """Turn the app on by its first code; returns the recovery codes, shown once. Raises WrongAppCode."""
    user = locked(user)
    if user.has_totp:
        raise AlreadyOn
    _spend_step(user, code)
    user.totp_confirmed_at = clock.now()
    events.record_platform("user.totp_on", user, by=_actor(user))
    return _new_recovery_codes(user)


def turn_off(user: User, code: str, *, address: str) -> None:
    """Turn the app off with a code of it or a recovery code. Raises WrongAppCode, TooManyTries."""
    check(user, code, address=address)
    user.totp_secret = user.totp_confirmed_at = user.totp_last_step = None
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    events.record_platform("user.totp_off", user, by=_actor(user))


def check(user: User, code: str, *, address: str) -> None:
    """The second step of a sign-in: the app's code or a recovery code. Raises WrongAppCode, TooManyTries."""
    attempt = throttle.count_try(f"app of {user.id}", address)
    user = locked(user)
    if not _use_recovery_code(user, code):
        _spend_step(user, code)
    throttle.succeeded(attempt)


def _spend_step(user: User, code: str) -> None:
    """Accept this half minute's code or a neighbour's; never one at or before the last used."""
    typed = "".join(character for character in code if character.isdigit())
    app = pyotp.TOTP(user.totp_secret or "")
    now = int(clock.now().timestamp()) // STEP_SECONDS
    for step in (now - 1, now, now + 1):
        fits = same(app.generate_otp(step), typed)
        if fits and step > (user.totp_last_step or 0):
            user.totp_last_step = step
            return
    raise WrongAppCode


def _new_recovery_codes(user: User) -> list[str]:
    made = ["-".join(_word() for _part in range(2)) for _code in range(RECOVERY_CODES)]
    db.session.add_all([RecoveryCode(user_id=user.id, code_hash=_hash(user, code)) for code in made])
    db.session.flush()
    return made


def _use_recovery_code(user: User, code: str) -> bool:
    used = db.session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.user_id == user.id,
            RecoveryCode.code_hash == _hash(user, code.strip().lower()),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=clock.now())
    )
    return bool(used.rowcount)  # type: ignore[attr-defined]


def _word() -> str:
    return "".join(secrets.choice(_LETTERS) for _letter in range(5))


def _hash(user: User, code: str) -> str:
    return keyed_hash("recovery", user.id, code)


def _actor(user: User) -> events.Actor:
    return events.Actor(events.ActorKind.USER, user.id)
