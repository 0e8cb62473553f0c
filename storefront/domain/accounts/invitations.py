"""Invitations to a shop's team: sent to a phone or e-mail, accepted by whoever signs in with the link."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from flask_babel import lazy_gettext
from sqlalchemy import select

from storefront.domain.accounts import memberships
from storefront.domain.accounts.names import Name
from storefront.domain.accounts.permissions import PARTS, ROLE_NAMES
from storefront.domain.notifications.notify import Recipient, notify
from storefront.infra import clock, events
from storefront.infra.db import db, locked
from storefront.infra.errors import Conflict, Invalid, NotFound
from storefront.infra.i18n import speaking
from storefront.infra.links import public_url
from storefront.infra.tokens import new_token, token_hash
from storefront.models.shop import Shop
from storefront.models.user import Invitation, Membership, Role, User

LIFE = dt.timedelta(days=7)
LONGEST_HELP = dt.timedelta(days=92)


class InvitationEnded(NotFound):
    """The invitation was used, withdrawn or is too old."""

    code = "invitation_ended"
    message = lazy_gettext("This invitation is no longer valid. Ask the shop's owner for a new one.")


class AlreadyMember(Conflict):
    """The person works in the shop already, in a role an invitation must not lower."""

    code = "already_member"
    message = lazy_gettext("You already work in this shop.")


def invite(
    shop: Shop,
    name: Name,
    *,
    role: Role,
    by: User,
    locale: str = "vi",
    parts: Sequence[str] = (),
    ends_at: dt.datetime | None = None,
) -> Invitation:
    """Invite a person, in the shop in force. A helper needs `parts` and `ends_at`. Raises Invalid."""
    if role is Role.HELPER:
        _check_help(parts, ends_at)
    token = new_token()
    invitation = Invitation(
        shop_id=shop.id,
        invited_by=by.id,
        role=role,
        kind=name.kind,
        value=name.value,
        token_hash=token_hash(token),
        parts=list(parts) if role is Role.HELPER else [],
        ends_at=ends_at if role is Role.HELPER else None,
        expires_at=clock.now() + LIFE,
    )
    db.session.add(invitation)
    db.session.flush()
    events.record("member.invited", invitation, by=_actor(by), role=role.value)
    with speaking(locale):
        role_name = str(ROLE_NAMES[role])
    params = {
        "shop_name": shop.name,
        "inviter": by.name,
        "role": role_name,
        "ends_at": invitation.ends_at,
        "expires_at": invitation.expires_at,
        "link": public_url(f"/invitations/{token}", locale),
    }
    notify("invitation", Recipient(name.kind, name.value, locale), params, shop_id=shop.id)
    return invitation


def read_invitation(token: str) -> tuple[Invitation, Shop]:
    """The open invitation behind a link, and its shop. Raises InvitationEnded."""
    row = db.session.execute(
        select(Invitation, Shop)
        .join(Shop, Shop.id == Invitation.shop_id)
        .where(
            Invitation.token_hash == token_hash(token),
            Invitation.expires_at > clock.now(),
            Invitation.accepted_at.is_(None),
            Invitation.revoked_at.is_(None),
        )
    ).one_or_none()
    if row is None:
        raise InvitationEnded
    return row[0], row[1]


def accept(token: str, user: User) -> Membership:
    """Join the shop. Call it in the shop's scope. Raises InvitationEnded, AlreadyMember."""
    invitation, shop = read_invitation(token)
    invitation = locked(invitation)
    if invitation.accepted_at or invitation.revoked_at:
        raise InvitationEnded
    if memberships.membership_of(user, shop.id):
        raise AlreadyMember
    invitation.accepted_at = clock.now()
    membership = memberships.join(
        user,
        shop_id=shop.id,
        role=invitation.role,
        parts=invitation.parts,
        ends_at=invitation.ends_at,
    )
    events.record("member.joined", membership, by=_actor(user), role=membership.role.value)
    return membership


def revoke(invitation: Invitation, *, by: events.Actor) -> None:
    """Withdraw an invitation nobody has accepted yet. Raises InvitationEnded."""
    invitation = locked(invitation)
    if invitation.accepted_at or invitation.revoked_at:
        raise InvitationEnded
    invitation.revoked_at = clock.now()
    events.record("member.invitation_revoked", invitation, by=by)


def open_invitations(shop_id: int) -> Sequence[Invitation]:
    """Those still waiting for an answer, newest first."""
    return db.session.scalars(
        select(Invitation)
        .where(
            Invitation.shop_id == shop_id,
            Invitation.expires_at > clock.now(),
            Invitation.accepted_at.is_(None),
            Invitation.revoked_at.is_(None),
        )
        .order_by(Invitation.id.desc())
    ).all()


def _check_help(parts: Sequence[str], ends_at: dt.datetime | None) -> None:
    if not parts or not set(parts) <= set(PARTS):
        raise Invalid.field("parts", lazy_gettext("Choose what the helper may look after."))
    now = clock.now()
    if ends_at is None or not now < ends_at <= now + LONGEST_HELP:
        raise Invalid.field("ends_at", lazy_gettext("Choose the day the help ends, within three months."))


def _actor(user: User) -> events.Actor:
    return events.Actor(events.ActorKind.USER, user.id)
