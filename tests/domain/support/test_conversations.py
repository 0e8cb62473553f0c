from datetime import timedelta

import pytest
from sqlalchemy import select

from storefront.domain.support import conversations
from storefront.infra import clock, events
from storefront.infra.db import db
from storefront.infra.errors import Invalid
from storefront.models.conversation import Conversation, ConversationEntry
from storefront.models.shop import Shop

BY = events.Actor(events.ActorKind.USER, 7)


def asked(**fields: str) -> Conversation:
    values = {"name": "Lan", "phone": "0912 345 678", "body": "Còn mật ong không?", **fields}
    return conversations.ask(**values)


def topics() -> list[str]:
    return list(db.session.scalars(select(events.Event.topic).order_by(events.Event.id)))


def test_a_question_reaches_the_inbox_unread(shop: Shop) -> None:
    conversation = asked()

    assert conversation.phone == "+84912345678"
    assert [entry.body for entry in conversation.entries] == ["Còn mật ong không?"]
    assert conversations.unread_count() == 1
    assert topics() == ["conversation.asked"]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"name": ""}, "name"),
        ({"body": " "}, "body"),
        ({"body": "x" * 4001}, "body"),
        ({"phone": ""}, "phone"),
        ({"phone": "12"}, "phone"),
        ({"phone": "", "email": "lan"}, "email"),
    ],
)
def test_a_question_without_a_way_to_answer_is_refused(
    shop: Shop, fields: dict[str, str], wrong: str
) -> None:
    with pytest.raises(Invalid) as refused:
        asked(**fields)

    assert wrong in refused.value.errors


def test_an_answer_is_kept_and_announced(shop: Shop) -> None:
    conversation = asked()

    conversations.answer(conversation, "Dạ còn ạ.", by=BY)

    said = conversations.conversation_by_id(conversation.id).entries
    assert [(entry.body, entry.by_shop, entry.user_id) for entry in said][1] == ("Dạ còn ạ.", True, 7)
    assert conversations.unread_count() == 0
    assert topics()[-1] == "conversation.answered"


def test_reading_is_noted(shop: Shop) -> None:
    conversations.read(asked())

    assert conversations.unread_count() == 0


def test_closing_puts_away_and_reopening_undoes_it(shop: Shop) -> None:
    conversation = asked()
    conversations.close(conversation, by=BY)
    closed = db.session.scalars(conversations.inbox(closed=True)).all()
    conversations.reopen(conversation, by=BY)

    assert closed == [conversation]
    assert db.session.scalars(conversations.inbox()).all() == [conversation]


def test_conversations_are_forgotten_after_twelve_months(shop: Shop) -> None:
    asked()
    clock.freeze(clock.now() + timedelta(days=200))
    kept = asked()
    clock.freeze(clock.now() + timedelta(days=200))

    gone = conversations.forget_expired()

    assert gone == 1
    assert db.session.scalars(select(Conversation.id)).all() == [kept.id]
    assert len(db.session.scalars(select(ConversationEntry.id)).all()) == 1


def test_a_conversation_that_is_not_there_is_not_found(shop: Shop) -> None:
    with pytest.raises(conversations.ConversationNotFound):
        conversations.conversation_by_id(1)
