"""Links for one purpose that let the owner answer an order without signing in.

Opening a link (GET) only shows; the button on its page (POST) acts. Chat programs that look at links in
messages therefore change nothing.
"""

from __future__ import annotations

import datetime as dt
import enum

from flask_babel import lazy_gettext
from sqlalchemy import select, update

from storefront.domain.orders.accept import accept, decline
from storefront.infra import clock, events
from storefront.infra.db import db, locked
from storefront.infra.errors import NotFound
from storefront.infra.tenancy import current_shop_id
from storefront.infra.tokens import new_token, token_hash
from storefront.models.order import Order
from storefront.models.shop import LinkToken

VALID = dt.timedelta(days=7)


class LinkPurpose(enum.StrEnum):
    """What a link may do, and nothing else."""

    ACCEPT = "order.accept"
    DECLINE = "order.decline"


class LinkNotValid(NotFound):
    """It has expired, was used or withdrawn, or never existed."""

    code = "link_not_valid"
    message = lazy_gettext("This link is no longer valid. Sign in to see the order.")


def make_link(order: Order, purpose: LinkPurpose) -> str:
    """A new token for one purpose; earlier links of the order keep working until they expire."""
    token = new_token()
    db.session.add(
        LinkToken(
            token_hash=token_hash(token),
            purpose=purpose.value,
            shop_id=current_shop_id(),
            subject_id=order.id,
            expires_at=clock.now() + VALID,
        )
    )
    db.session.flush()
    return token


def read_link(token: str) -> tuple[LinkPurpose, Order]:
    """What a link is for and its order, for the page that asks; changes nothing. Raises LinkNotValid."""
    link = _valid(token)
    return LinkPurpose(link.purpose), _order(link)


def use_link(token: str, *, reason: str = "") -> Order:
    """Do what the link is for, once. Raises LinkNotValid, OrderAlreadyAnswered, NotEnoughStock."""
    link = locked(_valid(token))
    if link.used_at is not None:
        raise LinkNotValid
    link.used_at = clock.now()
    purpose, order = LinkPurpose(link.purpose), _order(link)
    by = events.Actor(events.ActorKind.USER)
    if purpose is LinkPurpose.ACCEPT:
        accept(order, by=by)
    else:
        decline(order, reason=reason, by=by)
    return order


def revoke_links(order: Order) -> None:
    """Withdraw every link of an order that was not used yet."""
    db.session.execute(
        update(LinkToken)
        .where(
            LinkToken.shop_id == current_shop_id(),
            LinkToken.subject_id == order.id,
            LinkToken.used_at.is_(None),
            LinkToken.revoked_at.is_(None),
        )
        .values(revoked_at=clock.now())
    )


def _valid(token: str) -> LinkToken:
    link = db.session.scalars(
        select(LinkToken).where(
            LinkToken.token_hash == token_hash(token),
            LinkToken.shop_id == current_shop_id(),
            LinkToken.purpose.in_([purpose.value for purpose in LinkPurpose]),
            LinkToken.expires_at > clock.now(),
            LinkToken.used_at.is_(None),
            LinkToken.revoked_at.is_(None),
        )
    ).one_or_none()
    if link is None:
        raise LinkNotValid
    return link


def _order(link: LinkToken) -> Order:
    return db.session.scalars(select(Order).where(Order.id == link.subject_id)).one()
