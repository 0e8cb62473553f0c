import pytest
from flask import Flask
from sqlalchemy import select

from storefront.domain.notifications import messages
from storefront.domain.notifications.letters import TEMPLATES, write
from storefront.domain.notifications.notify import Recipient, notify
from storefront.infra import clock, crypto
from storefront.infra.db import db
from storefront.infra.queue import Job
from storefront.models.notification import Message, MessageState
from storefront.models.shop import ShopMode
from storefront.models.user import IdentityKind
from tests.factories import make_shop

LAN = Recipient(IdentityKind.PHONE, "+84912345678", "vi", "Lan")
CODE = {"code": "123456", "minutes": 10}
EVERY_PARAMETER = {
    **CODE,
    "answer": "Còn hàng bạn nhé.",
    "answer_by": clock.now(),
    "resolve_by": clock.now(),
    "asker": "Hoa",
    "buyer": "Hoa",
    "carrier": "Viettel Post",
    "currency": "VND",
    "day": "22/11/2026",
    "due": 90000,
    "ends_at": clock.now(),
    "expires_at": clock.now(),
    "inviter": "Nam",
    "lines": [("Mật ong", 1500, "kg")],
    "link": "http://localhost:8000/x",
    "needs_answer": True,
    "number": "1042",
    "question": "Còn hàng không?",
    "place": "Nhà văn hóa",
    "reason": "Hết hàng",
    "received": 90000,
    "role": "quản lý",
    "shop_name": "Mật ong Lan",
    "title": "Bán hàng online",
    "total": 125000,
    "tracking_number": "VT1",
    "tracking_url": "https://example.com/VT1",
}


def test_a_message_waits_for_its_job(context: Flask) -> None:
    message = notify("code", LAN, CODE)

    job = db.session.scalars(select(Job).where(Job.kind == "messages.deliver")).one()
    assert message is not None
    assert (message.state, job.payload) == (MessageState.QUEUED, {"message_id": message.id})


def test_address_and_text_are_sealed(context: Flask) -> None:
    notify("code", LAN, CODE)

    raw = db.session.connection().exec_driver_sql("SELECT recipient, body FROM message").one()
    assert b"912345678" not in raw[0]
    assert "123456" in crypto.unseal(raw[1])


def test_the_same_thing_is_told_once(context: Flask) -> None:
    notify("code", LAN, CODE, dedup_key="1")

    assert notify("code", LAN, CODE, dedup_key="1") is None


def test_a_practice_shops_message_is_kept_whatever_the_caller_says(context: Flask) -> None:
    shop = make_shop(mode=ShopMode.PRACTICE)

    message = notify("code", LAN, CODE, shop_id=shop.id, practice=False)

    assert message is not None
    assert message.state is MessageState.KEPT
    assert db.session.scalars(select(Job).where(Job.kind == "messages.deliver")).all() == []
    assert list(messages.practice_messages(shop.id)) == [message]
    assert list(messages.sent_messages()) == []


def test_the_language_is_the_readers(context: Flask) -> None:
    english = write("code", locale="en", params=CODE).body
    vietnamese = write("code", locale="vi", params=CODE).body

    assert "Your code is 123456" in english
    assert "Mã xác thực của bạn là 123456" in vietnamese


def test_a_letter_greets_and_signs_and_a_phone_message_does_not(context: Flask) -> None:
    letter = write("question_answered", locale="vi", params=EVERY_PARAMETER, name="Hoa").body
    text = write("question_answered", locale="vi", params=EVERY_PARAMETER, name="Hoa", letter=False).body

    assert letter == "Chào Hoa,\n\nCòn hàng bạn nhé.\n\nMật ong Lan\n"
    assert text == "Còn hàng bạn nhé."


@pytest.mark.parametrize("locale", ["vi", "en"])
@pytest.mark.parametrize("template", TEMPLATES)
def test_every_template_has_a_subject_and_a_body(context: Flask, template: str, locale: str) -> None:
    text = write(template, locale=locale, params=EVERY_PARAMETER)

    assert text.subject
    assert text.body
    assert "\n" not in text.subject


def test_outside_production_a_message_ends_in_the_box(context: Flask) -> None:
    message = notify("code", LAN, CODE)
    assert message is not None

    messages.deliver(message.id)

    assert db.session.get_one(Message, message.id).state is MessageState.KEPT


def test_a_message_is_delivered_once(context: Flask) -> None:
    message = notify("code", LAN, CODE)
    assert message is not None
    messages.deliver(message.id)
    first = message.sent_at

    messages.deliver(message.id)

    assert message.sent_at == first


def test_codes_are_forgotten_after_a_day(context: Flask) -> None:
    message = notify("code", LAN, CODE)
    assert message is not None
    message.retain_until = clock.now()

    messages.forget_old()

    assert db.session.scalars(select(Message)).all() == []
