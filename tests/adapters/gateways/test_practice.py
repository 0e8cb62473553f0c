from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest

from storefront.adapters.gateways.base import (
    BadSignature,
    EventKind,
    GatewayRefused,
    GatewayUnavailable,
    Mode,
    Outcome,
    StepKind,
)
from storefront.adapters.gateways.practice import Practice
from storefront.adapters.gateways.practice_client import register_merchant
from storefront.adapters.gateways.testing import BOOTSTRAP_KEY, Shop, charge, facts, press
from storefront.infra import clock, http
from tests.adapters.gateways.counterparts import practice_settings


def test_the_same_reference_is_the_same_merchant(inner: str) -> None:
    first = register_merchant(reference="shop-7", name="Gốm Tam Thọ", bootstrap_key=BOOTSTRAP_KEY)
    again = register_merchant(reference="shop-7", name="Gốm Tam Thọ", bootstrap_key=BOOTSTRAP_KEY)

    assert first == again
    assert len(first["secret"]) >= 32


def test_nobody_registers_without_the_key(inner: str) -> None:
    with pytest.raises(GatewayUnavailable, match="bad_bootstrap_key"):
        register_merchant(reference="thief", name="x", bootstrap_key="guess")


def test_a_live_payment_is_never_sent_here(inner: str, shop: Shop) -> None:
    practice = Practice(practice_settings())
    mine = charge(shop.base, mode=Mode.LIVE)

    assert practice.start(mine).kind is StepKind.REFUSED
    assert practice.query(facts(mine)) == []


def test_a_wrong_secret_is_refused_by_the_sandbox(inner: str) -> None:
    practice = Practice(practice_settings() | {"secret": "wrong"})

    with pytest.raises(GatewayRefused, match="bad_signature"):
        practice.query(facts(charge()))
    assert practice.start(charge()).reason == "bad_signature"


def test_an_old_callback_is_refused_when_it_comes_again(inner: str, shop: Shop) -> None:
    practice = Practice(practice_settings())
    press(inner, practice.start(charge(shop.base)).url, "paid")
    call = shop.wait_for(1)[0]

    with pytest.raises(BadSignature):
        practice.read_callback(replace(call, received_at=clock.now() + timedelta(minutes=6)))


def test_switched_off_is_unknown_not_failed(inner: str) -> None:
    practice = Practice(practice_settings())
    http.allow_inner("")

    with pytest.raises(GatewayUnavailable):
        practice.start(charge())


def test_the_way_back_is_signed_and_breaks_when_changed(inner: str, shop: Shop) -> None:
    practice = Practice(practice_settings())
    mine = charge(shop.base, return_url=f"{shop.base}/orders/token?lang=vi")
    back = press(inner, practice.start(mine).url, "refused")
    query = dict(parse_qsl(urlsplit(back).query))

    hint, forged = practice.read_return(query), practice.read_return(query | {"result": "succeeded"})

    assert (hint.public_number, hint.claims, hint.signed) == (mine.public_number, "failed", True)
    assert not forged.signed


def test_the_hosted_page_stands_on_the_shops_own_host(inner: str, shop: Shop) -> None:
    step = Practice(practice_settings()).start(charge(shop.base))

    assert step.url.startswith(shop.base + "/sandbox/pay/")
    assert step.provider_ref.startswith("PP")


def test_nothing_held_is_nothing_to_capture(inner: str, shop: Shop) -> None:
    practice = Practice(practice_settings())
    mine = charge(shop.base)
    practice.start(mine)

    with pytest.raises(GatewayRefused, match="nothing_to_capture"):
        practice.capture(facts(mine), mine.money)
    with pytest.raises(GatewayRefused, match="nothing_to_void"):
        practice.void(facts(mine))


def test_one_bad_event_among_good_ones_asks_for_all_again() -> None:
    practice = Practice({"merchant": "M1", "secret": "s"})

    assert practice.acknowledge([Outcome.ACCEPTED, Outcome.ERROR]).status == 500
    assert practice.acknowledge([Outcome.BAD_SIGNATURE]).status == 401


def test_the_practice_bank_issues_one_account_for_one_feed(inner: str) -> None:
    practice = Practice(practice_settings())

    first = practice.open_account(holder="GOM TAM THO", feed_url="http://127.0.0.1:1/hooks/feed")
    again = practice.open_account(holder="GOM TAM THO", feed_url="http://127.0.0.1:1/hooks/feed")

    assert first == again
    assert first.number.isdigit() and len(first.number) == 12
    assert first.page.startswith("/sandbox/bank/mine/")


def test_money_may_come_after_the_payment_expired(inner: str, shop: Shop) -> None:
    made = Practice(practice_settings())
    mine = charge(shop.base, expires_at=clock.now() + timedelta(seconds=2))
    press(inner, made.start(mine).url, "late", seconds=3)

    first, second = (made.read_callback(call)[0] for call in shop.wait_for(2))

    assert (first.kind, second.kind) == (EventKind.EXPIRED, EventKind.CHARGED)
    assert made.query(facts(mine))[-1].provider_ref == second.provider_ref
