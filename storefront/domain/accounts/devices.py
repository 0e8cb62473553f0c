"""Where a user is signed in: one row a device, each of which can be signed out alone."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, select, update

from storefront.infra import clock, events
from storefront.infra.db import db
from storefront.infra.tokens import new_token, token_hash
from storefront.models.user import SignIn, User

LIFE = dt.timedelta(days=60)
SEEN_EVERY = dt.timedelta(minutes=10)
SIGNED_IN = (
    SignIn.token_hash == bindparam("token_hash"),
    SignIn.revoked_at.is_(None),
    SignIn.last_seen_at > bindparam("seen_since"),
    User.id == SignIn.user_id,
    User.disabled_at.is_(None),
)
"""SQL: the `User` whose account is open is signed in on the device of `by_token(token)`."""
_DEVICE = select(SignIn).where(*SIGNED_IN)  # made once: every request asks
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)
_BROWSERS = (
    ("Zalo", "Zalo"),
    ("coc_coc", "Cốc Cốc"),
    ("Edg", "Edge"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox|FxiOS", "Firefox"),
    ("Chrome|CriOS", "Chrome"),
    ("Safari", "Safari"),
)


def open_device(user: User, *, agent: str, address: str) -> str:
    """Sign the user in on a device; returns the token its cookie holds."""
    token = new_token()
    sign_in = SignIn(
        user_id=user.id,
        token_hash=token_hash(token),
        device=device_name(agent),
        address=address,
        last_seen_at=clock.now(),
    )
    db.session.add(sign_in)
    db.session.flush()
    events.record_platform("user.signed_in", user, by=_actor(user))
    return token


def device_of(token: str) -> SignIn | None:
    """The live device behind a token, if it is still signed in and its user's account is open."""
    sign_in: SignIn | None = db.session.scalar(_DEVICE, by_token(token))
    return sign_in


def by_token(token: str) -> dict[str, Any]:
    """The values that a statement with SIGNED_IN needs."""
    return {"token_hash": token_hash(token), "seen_since": clock.now() - LIFE}


def devices(user: User) -> Sequence[SignIn]:
    """Where the user is signed in now, the most recent first."""
    return db.session.scalars(
        select(SignIn)
        .where(
            SignIn.user_id == user.id,
            SignIn.revoked_at.is_(None),
            SignIn.last_seen_at > clock.now() - LIFE,
        )
        .order_by(SignIn.last_seen_at.desc(), SignIn.id.desc())
    ).all()


def seen(token: str) -> None:
    """Note that the device is in use, at most every ten minutes."""
    now = clock.now()
    db.session.execute(
        update(SignIn)
        .where(SignIn.token_hash == token_hash(token), SignIn.last_seen_at < now - SEEN_EVERY)
        .values(last_seen_at=now)
    )


def sign_out(user: User, *, device_id: int) -> bool:
    """Sign one device of the user out; False when it is not theirs."""
    return _revoke(user, SignIn.id == device_id)


def sign_out_here(user: User) -> None:
    """Sign out the device whose token the user came with."""
    _revoke(user, SignIn.token_hash == token_hash(user.session_token))


def sign_out_everywhere(user: User, *, but_here: bool) -> None:
    """Sign out every device, or every other one."""
    here = token_hash(user.session_token)
    _revoke(user, SignIn.token_hash != here) if but_here else _revoke(user)


def device_name(agent: str) -> str:
    """A browser's own description in two words a person knows: `Chrome, Android`."""
    named = [
        next((name for pattern, name in known if re.search(pattern, agent)), "")
        for known in (_BROWSERS, _SYSTEMS)
    ]
    return ", ".join(name for name in named if name)


def _revoke(user: User, *which: object) -> bool:
    revoked = db.session.execute(
        update(SignIn)
        .where(SignIn.user_id == user.id, SignIn.revoked_at.is_(None), *which)  # type: ignore[arg-type]
        .values(revoked_at=clock.now())
    )
    return bool(revoked.rowcount)  # type: ignore[attr-defined]


def _actor(user: User) -> events.Actor:
    return events.Actor(events.ActorKind.USER, user.id)
