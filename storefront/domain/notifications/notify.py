"""Tell one person something: a sealed row in the caller's transaction, delivered afterwards by a job."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from storefront.adapters.messengers.base import Channel
from storefront.domain.notifications import letters
from storefront.domain.notifications.messages import is_written
from storefront.infra import clock, queue
from storefront.infra.db import begin_write, db
from storefront.infra.i18n import DEFAULT
from storefront.infra.tenancy import PLATFORM
from storefront.models.notification import Message, MessageState
from storefront.models.shop import Shop, ShopMode
from storefront.models.user import IdentityKind

DELIVER = "messages.deliver"
KEEP = dt.timedelta(days=90)
KEEP_SECRET = dt.timedelta(days=1)
SECRETS = frozenset({"code", "reset"})
"""Messages that hold a code, and so are forgotten soon."""


@dataclass(frozen=True)
class Recipient:
    """Where one person is reached, in which language, and what they are called."""

    kind: IdentityKind
    value: str
    locale: str = DEFAULT
    name: str = ""


def notify(
    template: str,
    to: Recipient,
    params: Mapping[str, Any],
    *,
    shop_id: int = PLATFORM,
    practice: bool = False,
    dedup_key: str | None = None,
    event_id: int | None = None,
) -> Message | None:
    """Write a message to one person; None when one with this `dedup_key` stands already.

    A practice shop's messages are always kept: they never reach a real person, whatever the caller says.
    """
    text = letters.write(
        template, locale=to.locale, params=params, name=to.name, letter=to.kind is IdentityKind.EMAIL
    )
    begin_write()
    if dedup_key and is_written(dedup_key):
        return None
    keep = practice or _is_practice(shop_id)
    message = Message(
        shop_id=shop_id,
        event_id=event_id,
        dedup_key=dedup_key,
        template=template,
        channel=_channel(to.kind).value,
        recipient=to.value,
        locale=to.locale,
        subject=text.subject,
        body=text.body,
        practice=keep,
        state=MessageState.KEPT if keep else MessageState.QUEUED,
        sent_at=clock.now() if keep else None,
        retain_until=clock.now() + (KEEP_SECRET if template in SECRETS else KEEP),
    )
    db.session.add(message)
    db.session.flush()
    if not keep:
        queue.enqueue(DELIVER, shop_id=PLATFORM, message_id=message.id)
    return message


def _channel(kind: IdentityKind) -> Channel:
    return Channel.EMAIL if kind is IdentityKind.EMAIL else Channel.SMS


def _is_practice(shop_id: int) -> bool:
    if shop_id == PLATFORM:
        return False
    return db.session.scalar(select(Shop.mode).where(Shop.id == shop_id)) is ShopMode.PRACTICE
