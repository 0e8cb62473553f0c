"""The phones and e-mails of a user: claimed freely, proved by a code, unique once proved."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import select

from storefront.domain.accounts import codes
from storefront.domain.accounts.names import Name
from storefront.domain.notifications.messages import can_reach
from storefront.domain.notifications.notify import Recipient, notify
from storefront.infra import clock, events
from storefront.infra.db import begin_write, db, locked
from storefront.infra.errors import Conflict, Invalid
from storefront.models.user import Identity, IdentityKind, User

VERIFY = "verify"


class NameTaken(Conflict):
    """Another account has proved this phone or e-mail already."""

    code = "name_taken"
    message = lazy_gettext("This phone number or e-mail already belongs to an account. Sign in with it.")


class LastIdentity(Conflict):
    """The only way left to sign in stays."""

    code = "last_identity"
    message = lazy_gettext("This is your only way to sign in. Add another one first.")


def user_of(name: Name) -> User | None:
    """The user who has proved this name, if their account is open."""
    user = db.session.scalar(
        select(User)
        .join(Identity, Identity.user_id == User.id)
        .where(Identity.kind == name.kind, Identity.value == name.value, Identity.verified_at.is_not(None))
    )
    return user if user and user.is_active else None


def claim(user: User, name: Name) -> Identity:
    """Add a name to the user, not proved yet."""
    found = db.session.scalar(
        select(Identity).where(
            Identity.user_id == user.id, Identity.kind == name.kind, Identity.value == name.value
        )
    )
    identity = found or Identity(user=user, kind=name.kind, value=name.value)
    db.session.add(identity)
    db.session.flush()
    return identity


def send_code(name: Name, purpose: str, *, locale: str, reader: str = "") -> None:
    """Send a fresh code to a name. Raises Invalid where messages can't reach it, TooManyTries."""
    if not can_reach(name.kind):
        raise Invalid.field("name", _no_way(name.kind))
    digits = codes.new_code(name, purpose)
    template = "reset" if purpose == "reset" else "code"
    notify(template, Recipient(name.kind, name.value, locale, reader), {"code": digits, "minutes": 10})


def prove(identity: Identity, *, by: events.Actor) -> None:
    """Mark a claimed name as proved. Raises NameTaken; of two at once the index lets one through."""
    begin_write()
    holder = db.session.scalar(
        select(Identity.user_id).where(
            Identity.kind == identity.kind,
            Identity.value == identity.value,
            Identity.verified_at.is_not(None),
            Identity.id != identity.id,
        )
    )
    if holder is not None:
        raise NameTaken
    identity.verified_at = clock.now()
    db.session.flush()
    events.record_platform("identity.verified", identity, by=by, kind=identity.kind.value)


def remove(identity: Identity, *, by: events.Actor) -> None:
    """Take a name away from its user. Raises LastIdentity."""
    user = locked(identity.user)
    proved = [one.id for one in user.identities if one.verified_at]
    if proved == [identity.id]:
        raise LastIdentity
    events.record_platform("identity.removed", identity, by=by, kind=identity.kind.value)
    db.session.delete(identity)
    db.session.flush()


def _no_way(kind: IdentityKind) -> str:
    if kind is IdentityKind.PHONE:
        return str(_("We cannot send codes to phones yet. Please use an e-mail address."))
    return str(_("We cannot send e-mail yet. Please use a phone number."))
