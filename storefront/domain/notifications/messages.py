"""Messages as they are delivered, read in the message box and on a practice shop's phone, and forgotten."""

from __future__ import annotations

from collections.abc import Sequence

from flask import current_app
from sqlalchemy import delete, select

from storefront.adapters.messengers import messenger_for
from storefront.adapters.messengers.base import Channel, Letter, Messenger, NeverSent, Outcome
from storefront.domain.notifications.letters import site_name
from storefront.infra import clock
from storefront.infra.db import commit_then_call, db, locked
from storefront.infra.tenancy import PLATFORM
from storefront.models.notification import Message, MessageState
from storefront.models.shop import Shop
from storefront.models.user import IdentityKind

STATES = {Outcome.SENT: MessageState.SENT, Outcome.KEPT: MessageState.KEPT}
NO_TRANSPORT = "no_transport"


def can_reach(kind: IdentityKind) -> bool:
    """Whether this installation can send to a phone or to an e-mail."""
    channel = Channel.EMAIL if kind is IdentityKind.EMAIL else Channel.SMS
    return _messenger(channel) is not None


def deliver(message_id: int, *, tries: int = 1) -> None:
    """Send a queued message; for jobs only, as nothing may be open while it calls out. Raises NotSentYet."""
    message = db.session.get(Message, message_id)
    if message is None or message.state is not MessageState.QUEUED:
        return
    state, error = _send(message)
    message = locked(message)
    message.state, message.error, message.tries = state, error, tries
    message.sent_at = clock.now() if state is not MessageState.FAILED else None


def is_written(dedup_key: str) -> bool:
    """Whether a message with this key stands already."""
    return db.session.scalar(select(Message.id).where(Message.dedup_key == dedup_key)) is not None


def sent_messages(limit: int = 100) -> Sequence[Message]:
    """Everything sent outside practice shops, newest first: the message box."""
    return db.session.scalars(
        select(Message).where(Message.practice.is_(False)).order_by(Message.id.desc()).limit(limit)
    ).all()


def practice_messages(shop_id: int, limit: int = 100) -> Sequence[Message]:
    """What a practice shop would have sent, newest first: its practice phone."""
    return db.session.scalars(
        select(Message)
        .where(Message.shop_id == shop_id, Message.practice)
        .order_by(Message.id.desc())
        .limit(limit)
    ).all()


def forget_old() -> None:
    """Delete messages whose time of keeping is over."""
    db.session.execute(
        delete(Message).where(Message.retain_until < clock.now()).execution_options(synchronize_session=False)
    )
    db.session.commit()


def _send(message: Message) -> tuple[MessageState, str | None]:
    messenger = _messenger(Channel(message.channel))
    if messenger is None:
        return MessageState.FAILED, NO_TRANSPORT
    letter = Letter(
        to=message.recipient,
        subject=message.subject,
        body=message.body,
        reference=str(message.id),
        sender_name=_sender_name(message.shop_id),
    )
    try:
        outcome = commit_then_call(lambda: messenger.send(letter))
    except NeverSent as error:
        return MessageState.FAILED, str(error)[:500]
    return STATES[outcome], None


def _sender_name(shop_id: int) -> str:
    if shop_id == PLATFORM:
        return site_name()
    return db.session.scalar(select(Shop.name).where(Shop.id == shop_id)) or site_name()


def _messenger(channel: Channel) -> Messenger | None:
    settings = current_app.config["SETTINGS"]
    return messenger_for(
        channel, smtp_url=settings.smtp_url, mail_from=settings.mail_from, keep=not settings.production
    )
