"""Passwords: Argon2id, with the same work for a name that nobody has."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from flask import current_app
from flask_babel import lazy_gettext

from storefront.infra.errors import Invalid

SHORTEST = 8
LONGEST = 200
_COMMON = frozenset(
    {
        "12345678",
        "123456789",
        "1234567890",
        "password",
        "matkhau",
        "matkhau1",
        "matkhau123",
        "11111111",
        "00000000",
        "88888888",
        "66668888",
        "qwertyui",
        "qwerty123",
        "abcd1234",
        "anhyeuem",
        "iloveyou",
        "123123123",
        "987654321",
        "password1",
        "abc12345",
    }
)


def check_password(password: str, field: str = "password") -> None:
    """Raises Invalid when the password is too short, too long or one that everybody tries first."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise Invalid.field(field, lazy_gettext("Choose a password of at least 8 characters."))
    if password.lower() in _COMMON or len(set(password)) < 3:
        raise Invalid.field(
            field, lazy_gettext("Too many people use this password. Choose one that is harder to guess.")
        )


def hash_password(password: str) -> str:
    """The Argon2id hash to keep. Slow on purpose: call it before the first write."""
    return _hasher(_is_fast()).hash(password)


def is_right(password_hash: str | None, password: str) -> bool:
    """Whether the password fits; as slow without a hash as with one."""
    hasher = _hasher(_is_fast())
    try:
        hasher.verify(password_hash or _nobodys_hash(_is_fast()), password[:LONGEST])
    except (VerifyMismatchError, InvalidHashError):
        return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Whether the hash was made with other settings than today's."""
    return _hasher(_is_fast()).check_needs_rehash(password_hash)


def _is_fast() -> bool:
    fast: bool = current_app.config["SETTINGS"].argon2_fast
    return fast


@cache
def _hasher(fast: bool) -> PasswordHasher:
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1) if fast else PasswordHasher()


@cache
def _nobodys_hash(fast: bool) -> str:
    return _hasher(fast).hash("nobody has this password")
