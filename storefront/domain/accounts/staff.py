"""What platform staff do with accounts, and what they look for."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Select, delete, exists, or_, select, update

from storefront.domain.accounts import identities
from storefront.domain.accounts.names import Name
from storefront.domain.accounts.passwords import check_password, hash_password
from storefront.domain.accounts.throttle import KNOWN_FOR
from storefront.infra import clock, events
from storefront.infra.db import db, locked
from storefront.infra.text import clean, fold
from storefront.models.shop import Shop
from storefront.models.user import Identity, OneTimeCode, SignIn, SignInAttempt, User


def create_user(name: Name, *, called: str, password: str, staff: bool = False, locale: str = "vi") -> User:
    """An account made by command or demo, its name taken as proved. Raises NameTaken, Invalid."""
    check_password(password)
    user = User(name=called, password_hash=hash_password(password), locale=locale, is_staff=staff)
    db.session.add(user)
    identities.prove(identities.claim(user, name), by=events.SYSTEM)
    events.record_platform("user.created", user, by=events.SYSTEM, staff=staff)
    return user


def give_password(user: User, password: str, *, by: events.Actor) -> None:
    """Another password, by whoever runs the server; every device is signed out. Raises Invalid."""
    check_password(password)
    user = locked(user)
    user.password_hash = hash_password(password)
    _sign_out(user)
    events.record_platform("user.password_changed", user, by=by)


def disable(user: User, *, by: events.Actor) -> None:
    """Close an account: every device is signed out and nobody signs in to it again."""
    user = locked(user)
    user.disabled_at = clock.now()
    _sign_out(user)
    events.record_platform("user.disabled", user, by=by)


def enable(user: User, *, by: events.Actor) -> None:
    """Open a closed account again."""
    user = locked(user)
    user.disabled_at = None
    events.record_platform("user.enabled", user, by=by)


def find_users(text: str) -> Select[User]:
    """Users whose name, phone or e-mail holds the text."""
    wanted = clean(text).lower()
    if not wanted:
        return select(User)
    digits = wanted.replace(" ", "").removeprefix("0")
    by_identity = exists().where(
        Identity.user_id == User.id,
        or_(
            Identity.value.contains(wanted, autoescape=True),
            Identity.value.contains(digits, autoescape=True),
        ),
    )
    return select(User).where(or_(User.name.icontains(clean(text), autoescape=True), by_identity))


def find_shops(text: str) -> Select[Shop]:
    """Shops whose name holds the text, or whose slug does without its tone marks."""
    wanted = clean(text)
    if not wanted:
        return select(Shop)
    slug = "-".join(fold(wanted).split())
    return select(Shop).where(
        or_(Shop.name.icontains(wanted, autoescape=True), Shop.slug.icontains(slug, autoescape=True))
    )


def forget_old() -> None:
    """Delete tries, codes and signed-out devices nobody needs any more."""
    now = clock.now()
    old = {
        SignInAttempt: SignInAttempt.created_at < now - KNOWN_FOR,
        OneTimeCode: OneTimeCode.expires_at < now - dt.timedelta(days=1),
        SignIn: SignIn.revoked_at < now - dt.timedelta(days=90),
    }
    for model, condition in old.items():
        db.session.execute(delete(model).where(condition).execution_options(synchronize_session=False))
    db.session.commit()


def _sign_out(user: User) -> None:
    db.session.execute(
        update(SignIn)
        .where(SignIn.user_id == user.id, SignIn.revoked_at.is_(None))
        .values(revoked_at=clock.now())
    )
