import socket
from collections.abc import Iterator
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller

from storefront.adapters.messengers import messenger_for
from storefront.adapters.messengers.base import Channel, Letter, NeverSent, NotSentYet, Outcome
from storefront.adapters.messengers.box import Box
from storefront.adapters.messengers.smtp import Smtp

LETTER = Letter(
    to="lan@example.com",
    subject="Đơn hàng mới 1042",
    body="Chào Lan,\n\nBạn có đơn hàng mới.\n",
    reference="77",
    sender_name="Mật ong Lan",
)


class Postman:
    """Keeps what arrives; knows nobody called `gone`, and is busy for `later`."""

    def __init__(self) -> None:
        self.received: list[bytes] = []

    async def handle_RCPT(self, server, session, envelope, address, options):
        answers = {"gone@example.com": "550 no such mailbox", "later@example.com": "451 try again"}
        if address in answers:
            return answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.received.append(envelope.content)
        return "250 OK"


@pytest.fixture
def postman() -> Iterator[tuple[Postman, str]]:
    handler = Postman()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler, f"smtp://127.0.0.1:{port}"
    controller.stop()


def to(address: str) -> Letter:
    return Letter(to=address, subject=LETTER.subject, body=LETTER.body, reference="77")


def test_a_letter_arrives_whole(postman: tuple[Postman, str]) -> None:
    handler, url = postman

    outcome = Smtp(url, "no-reply@cho.example").send(LETTER)

    arrived = message_from_bytes(handler.received[0], policy=policy.default)
    assert outcome is Outcome.SENT
    assert arrived["Subject"] == "Đơn hàng mới 1042"
    assert arrived["From"] == "Mật ong Lan <no-reply@cho.example>"
    assert arrived["Message-ID"] == "<77@cho.example>"
    assert "Bạn có đơn hàng mới." in arrived.get_content()


def test_an_unknown_mailbox_is_never_tried_again(postman: tuple[Postman, str]) -> None:
    with pytest.raises(NeverSent):
        Smtp(postman[1], "no-reply@cho.example").send(to("gone@example.com"))


def test_a_busy_server_is_tried_again(postman: tuple[Postman, str]) -> None:
    with pytest.raises(NotSentYet):
        Smtp(postman[1], "no-reply@cho.example").send(to("later@example.com"))


def test_a_server_that_is_away_is_tried_again() -> None:
    with pytest.raises(NotSentYet):
        Smtp("smtp://127.0.0.1:9", "no-reply@cho.example").send(LETTER)


@pytest.mark.parametrize(
    ("channel", "smtp_url", "keep", "kind"),
    [
        (Channel.EMAIL, "smtp://mail", False, Smtp),
        (Channel.EMAIL, "", True, Box),
        (Channel.SMS, "smtp://mail", True, Box),
        (Channel.SMS, "smtp://mail", False, type(None)),
    ],
)
def test_each_channel_has_its_messenger(channel: Channel, smtp_url: str, keep: bool, kind: type) -> None:
    found = messenger_for(channel, smtp_url=smtp_url, mail_from="no-reply@cho.example", keep=keep)

    assert type(found) is kind
