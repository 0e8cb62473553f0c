"""What the contract cannot know: the wallet's own example message, its codes, words in two languages."""

import json

import pytest
from flask import Flask
from flask_babel import Babel, force_locale
from storefront_song_ma.gateway import MAC, SongMa, mac

from storefront.adapters.gateways.base import BadSignature, Callback, EventKind, Gateway, StepKind, Unreadable
from storefront.adapters.gateways.testing import Shop, charge, merchant_settings, press

MESSAGE = json.dumps(
    {
        "partner": "10000001",
        "event": {
            "number": "SM1",
            "order": "42",
            "kind": "refused",
            "amount": 125000,
            "at": 1764000000,
            "refund": "",
            "code": "E01",
        },
    }
).encode()
SIGNED = "e061a4416ce9b4d679ecf7fabb192df7e15c01df4dcbb8a306bf26cf4490d23f"
LIVE = {"environment": "production", "partner": "10000001", "secret": "song ma secret"}


def test_the_wallets_own_example_is_signed_as_it_says() -> None:
    assert mac("song ma secret", MESSAGE) == SIGNED


def test_a_refusal_comes_with_its_code() -> None:
    (event,) = SongMa(LIVE).read_callback(Callback("POST", {MAC.lower(): SIGNED}, {}, MESSAGE))

    assert (event.kind, event.public_number, event.reason) == (EventKind.FAILED, 42, "E01")


def test_a_message_to_another_partner_is_refused() -> None:
    other = SongMa({**LIVE, "partner": "10000002"})

    with pytest.raises(BadSignature, match="another partner"):
        other.read_callback(Callback("POST", {MAC: SIGNED}, {}, MESSAGE))


def test_a_signed_message_in_another_form_is_not_understood() -> None:
    strange = b'{"partner": "10000001", "event": {"number": "SM1"}}'

    with pytest.raises(Unreadable):
        SongMa(LIVE).read_callback(Callback("POST", {MAC: mac("song ma secret", strange)}, {}, strange))


def test_real_orders_are_not_paid_with_practice_money(inner: str, shop: Shop) -> None:
    step = SongMa(merchant_settings("song_ma")).start(charge(shop.base, mode=SongMa(LIVE).mode))

    assert (step.kind, step.reason) == (StepKind.REFUSED, "mode")


@pytest.mark.parametrize("outcome", ["refused", "cancelled"])
def test_every_end_has_words(inner: str, shop: Shop, outcome: str) -> None:
    made: Gateway = SongMa(merchant_settings("song_ma"))

    press(inner, made.start(charge(shop.base)).url, outcome)
    (event,) = made.read_callback(shop.wait_for(1)[0])

    assert event.reason in made.reasons


@pytest.mark.parametrize(
    ("language", "said"), [("vi", "Bạn đã huỷ thanh toán."), ("en", "You cancelled the payment.")]
)
def test_the_shopper_reads_their_own_language(language: str, said: str) -> None:
    app = Flask(__name__)
    Babel(app)

    with app.test_request_context(), force_locale(language):
        shown = str(SongMa.reasons["E05"].shopper)

    assert shown == said
