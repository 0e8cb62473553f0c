"""The owner's inbox: asked by a shopper, read, answered, closed, and forgotten after twelve months."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import selectinload

from storefront.domain.support.reach import email_of, phone_of, unreachable
from storefront.infra import clock, events
from storefront.infra.db import db, locked
from storefront.infra.errors import Invalid, NotFound, Sentence
from storefront.infra.text import clean, clean_multiline
from storefront.models.conversation import Conversation, ConversationEntry

KEPT = dt.timedelta(days=365)
LONGEST = 4000


class ConversationNotFound(NotFound):
    """No such conversation in this shop."""

    code = "conversation_not_found"


def ask(
    *, name: str, body: str, phone: str = "", email: str = "", subject: str = "", locale: str = "vi"
) -> Conversation:
    """A shopper's question. Raises Invalid: it needs a name, words, and a phone or e-mail to answer to."""
    errors = _missing(name=name, body=body, phone=phone, email=email)
    if errors:
        raise Invalid(errors)
    moment = clock.now()
    conversation = Conversation(
        name=clean(name)[:120],
        phone=phone_of(phone),
        email=email_of(email),
        subject=clean(subject)[:200],
        locale=locale,
        last_at=moment,
        retain_until=moment + KEPT,
    )
    db.session.add(conversation)
    db.session.flush()
    _add(conversation, body, by_shop=False)
    events.record("conversation.asked", conversation, by=events.CUSTOMER)
    return conversation


def answer(conversation: Conversation, body: str, *, by: events.Actor) -> None:
    """The shop's answer; the message to the shopper follows the event. Raises Invalid."""
    if not clean(body) or len(body) > LONGEST:
        raise Invalid.field("body", _WORDS)
    conversation = locked(conversation)
    entry = _add(conversation, body, by_shop=True, user_id=by.id)
    conversation.read_at = conversation.last_at
    events.record("conversation.answered", conversation, by=by, entry=entry.id)


def read(conversation: Conversation) -> None:
    """Note that the shop has seen all of it."""
    conversation = locked(conversation)
    conversation.read_at = clock.now()


def close(conversation: Conversation, *, by: events.Actor) -> None:
    """Put the conversation away."""
    conversation = locked(conversation)
    if conversation.closed_at is None:
        conversation.closed_at = clock.now()
        events.record("conversation.closed", conversation, by=by)


def reopen(conversation: Conversation, *, by: events.Actor) -> None:
    """Undo closing."""
    conversation = locked(conversation)
    if conversation.closed_at is not None:
        conversation.closed_at = None
        events.record("conversation.reopened", conversation, by=by)


def conversation_by_id(conversation_id: int) -> Conversation:
    """A conversation with what was said. Raises ConversationNotFound."""
    found = db.session.scalars(
        select(Conversation)
        .where(Conversation.id == conversation_id)
        .options(selectinload(Conversation.entries))
    ).one_or_none()
    if found is None:
        raise ConversationNotFound
    return found


def inbox(*, closed: bool = False) -> Select[Any]:
    """Conversations for the desk's list, to be paged by `Conversation.last_at` and `id`, both descending."""
    condition = Conversation.closed_at.is_not(None) if closed else Conversation.closed_at.is_(None)
    return select(Conversation).where(condition)


def unread_count() -> int:
    """How many open conversations hold words that the shop has not seen."""
    unread = (Conversation.read_at.is_(None)) | (Conversation.read_at < Conversation.last_at)
    return (
        db.session.scalar(select(func.count(Conversation.id)).where(Conversation.closed_at.is_(None), unread))
        or 0
    )


def forget_expired() -> int:
    """Delete the shop's conversations whose twelve months are over; returns how many."""
    gone = list(db.session.scalars(select(Conversation.id).where(Conversation.retain_until < clock.now())))
    db.session.execute(delete(ConversationEntry).where(ConversationEntry.conversation_id.in_(gone)))
    db.session.execute(delete(Conversation).where(Conversation.id.in_(gone)))
    return len(gone)


def _add(
    conversation: Conversation, body: str, *, by_shop: bool, user_id: int | None = None
) -> ConversationEntry:
    moment = clock.now()
    entry = ConversationEntry(
        conversation_id=conversation.id,
        by_shop=by_shop,
        user_id=user_id,
        body=clean_multiline(body)[:LONGEST],
    )
    db.session.add(entry)
    conversation.last_at, conversation.retain_until = moment, moment + KEPT
    db.session.flush()
    db.session.expire(conversation, ["entries"])
    return entry


def _missing(*, name: str, body: str, phone: str, email: str) -> dict[str, list[Sentence]]:
    errors: dict[str, list[Sentence]] = {}
    if not clean(name):
        errors["name"] = [lazy_gettext("Write your name so that the shop knows who asks.")]
    if not clean(body) or len(body) > LONGEST:
        errors["body"] = [_WORDS]
    return errors | unreachable(phone, email)


_WORDS = lazy_gettext("Write your message, at most 4,000 characters.")
