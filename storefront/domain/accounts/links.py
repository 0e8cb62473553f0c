"""Links for one purpose, in messages: they expire and can be revoked; they show a page, a button acts."""

from __future__ import annotations

import datetime as dt

from flask_babel import lazy_gettext
from sqlalchemy import select, update

from storefront.infra import clock
from storefront.infra.db import db
from storefront.infra.errors import NotFound
from storefront.infra.tenancy import PLATFORM
from storefront.infra.tokens import new_token, token_hash
from storefront.models.shop import LinkToken


class LinkEnded(NotFound):
    """The link is unknown, used, revoked or too old."""

    code = "link_ended"
    message = lazy_gettext("This link is no longer valid. Sign in, or ask for a new one.")


def issue_link(purpose: str, *, subject_id: int, life: dt.timedelta, shop_id: int = PLATFORM) -> str:
    """A new token for a link about one row."""
    token = new_token()
    db.session.add(
        LinkToken(
            token_hash=token_hash(token),
            purpose=purpose,
            shop_id=shop_id,
            subject_id=subject_id,
            expires_at=clock.now() + life,
        )
    )
    db.session.flush()
    return token


def read_link(token: str, purpose: str) -> LinkToken:
    """The live link behind a token, left as it is. Raises LinkEnded."""
    link = db.session.scalar(
        select(LinkToken).where(
            LinkToken.token_hash == token_hash(token),
            LinkToken.purpose == purpose,
            LinkToken.expires_at > clock.now(),
            LinkToken.used_at.is_(None),
            LinkToken.revoked_at.is_(None),
        )
    )
    if link is None:
        raise LinkEnded
    return link


def use_link(token: str, purpose: str) -> LinkToken:
    """Spend the link; of two at once one wins. Raises LinkEnded."""
    link = read_link(token, purpose)
    spent = db.session.execute(
        update(LinkToken)
        .where(LinkToken.id == link.id, LinkToken.used_at.is_(None), LinkToken.revoked_at.is_(None))
        .values(used_at=clock.now())
    )
    if not spent.rowcount:  # type: ignore[attr-defined]
        raise LinkEnded
    return link


def revoke_links(purpose: str, *, subject_id: int, shop_id: int = PLATFORM) -> None:
    """End every link of this purpose about the row."""
    db.session.execute(
        update(LinkToken)
        .where(
            LinkToken.shop_id == shop_id,
            LinkToken.subject_id == subject_id,
            LinkToken.purpose == purpose,
            LinkToken.revoked_at.is_(None),
        )
        .values(revoked_at=clock.now())
    )
