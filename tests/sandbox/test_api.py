from typing import Any

import pytest
from werkzeug.test import Client

from tests.sandbox.conftest import MovableClock
from tests.sandbox.merchant import KEY, Merchant


@pytest.mark.parametrize("key", ["", "guess"])
def test_registering_needs_the_key(visitor: Client, key: str) -> None:
    answer = visitor.post(
        "/api/merchants", json={"reference": "a", "name": "b"}, headers={"X-Practice-Bootstrap": key}
    )

    assert (answer.status_code, answer.json) == (401, {"error": "bad_bootstrap_key"})


def test_a_payment_asked_for_twice_is_the_same(merchant: Merchant) -> None:
    first, again = merchant.create(), merchant.create()

    assert first.status_code == again.status_code == 201
    assert first.json == again.json
    assert first.json["pay_url"].startswith("/sandbox/pay/")


def test_one_number_for_two_amounts_is_a_conflict(merchant: Merchant) -> None:
    merchant.create()

    assert merchant.create(amount=1).status_code == 409


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"amount": 0}, "amount"),
        ({"amount": "125000"}, "amount"),
        ({"amount": 1.5}, "amount"),
        ({"amount": True}, "amount"),
        ({"number": 2**53}, "number"),
        ({"currency": "USD"}, "currency"),
        ({"description": ""}, "description"),
        ({"return_url": "javascript:alert(1)"}, "return_url"),
        ({"callback_url": "/hooks"}, "callback_url"),
        ({"expires_at": "2026-11-22T05:30:00"}, "expires_at"),
        ({"expires_at": "soon"}, "expires_at"),
    ],
)
def test_a_wrong_field_is_named(merchant: Merchant, changes: dict[str, Any], error: str) -> None:
    answer = merchant.create(**changes)

    assert (answer.status_code, answer.json) == (422, {"error": error})


@pytest.mark.parametrize(
    ("headers", "error"),
    [
        ({"signature": "0" * 64}, "bad_signature"),
        ({"signature": "à"}, "bad_signature"),
        ({"nonce": "another"}, "bad_signature"),
        ({"timestamp": "1"}, "bad_signature"),
        ({"merchant": "M0"}, "unknown_merchant"),
    ],
)
def test_a_call_not_signed_by_its_merchant_is_refused(
    merchant: Merchant, headers: dict[str, str], error: str
) -> None:
    answer = merchant.ask("GET", "/api/payments/1042", **headers)

    assert (answer.status_code, answer.json) == (401, {"error": error})


def test_a_call_is_taken_once_and_fresh(merchant: Merchant, clock: MovableClock) -> None:
    merchant.create()
    merchant.ask("GET", "/api/payments/1042")

    replayed = merchant.client.get("/api/payments/1042", headers=merchant.sent)
    clock.forward(301)
    old = merchant.client.get("/api/payments/1042", headers=merchant.sent)

    assert replayed.json == {"error": "replayed"}
    assert old.json == {"error": "too_old"}


def test_one_merchant_does_not_see_anothers_payment(visitor: Client, merchant: Merchant) -> None:
    merchant.create()

    assert Merchant(visitor, merchant.now).ask("GET", "/api/payments/1042").status_code == 404


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff"])
def test_a_body_that_is_no_object_is_refused(visitor: Client, body: bytes) -> None:
    answer = visitor.post("/api/merchants", data=body, headers={"X-Practice-Bootstrap": KEY})

    assert (answer.status_code, answer.json) == (400, {"error": "not_json"})


def test_a_refund_may_not_be_asked_for_with_another_amount(merchant: Merchant) -> None:
    merchant.client.post(merchant.pay_page(), data={"outcome": "paid"})
    merchant.ask("POST", "/api/payments/1042/refunds", {"refund": "R1", "amount": 1000})

    answer = merchant.ask("POST", "/api/payments/1042/refunds", {"refund": "R1", "amount": 2000})

    assert (answer.status_code, answer.json) == (409, {"error": "refund_used_for_another_amount"})


def test_what_a_failed_refund_held_may_be_refunded_again(merchant: Merchant, clock: MovableClock) -> None:
    merchant.client.post(merchant.pay_page(), data={"outcome": "paid", "refunds": "fail"})
    ask = ("POST", "/api/payments/1042/refunds")
    merchant.ask(*ask, {"refund": "R1", "amount": 125_000})

    while_pending = merchant.ask(*ask, {"refund": "R2", "amount": 1})
    clock.forward(10)
    afterwards = merchant.ask(*ask, {"refund": "R3", "amount": 125_000})

    assert while_pending.json == {"error": "more_than_was_paid"}
    assert afterwards.json["state"] == "pending"


def test_the_api_is_not_shown_below_the_public_path(visitor: Client) -> None:
    assert visitor.get("/api/health").json == {"ok": True}
    assert visitor.get("/sandbox/api/health").status_code == 404
    assert visitor.get("/api/health", environ_overrides={"SCRIPT_NAME": "/sandbox"}).status_code == 404


def test_a_wrong_method_is_said(visitor: Client) -> None:
    assert visitor.post("/api/health").status_code == 405


def test_a_forgotten_shop_leaves_nothing_but_what_it_sent(visitor: Client, clock: MovableClock) -> None:
    key = {"X-Practice-Bootstrap": KEY}
    gone, other = Merchant(visitor, clock), Merchant(visitor, clock)
    asked = {"holder": "Cô Tư", "feed_url": "http://127.0.0.1:9/feed", "opening": 90_000}
    accounts = [one.ask("POST", "/api/accounts", asked).json for one in (gone, other)]
    visitor.post(gone.pay_page(), data={"outcome": "paid"})
    gone.ask("POST", "/api/payments/1042/refunds", {"refund": "r1", "amount": 5_000})
    visitor.get(accounts[0]["page"])
    visitor.post("/sandbox/bank", data={"account": accounts[1]["account"], "amount": "30.000"})

    refused = visitor.delete(f"/api/merchants/{gone.reference}")
    forgotten = visitor.delete(f"/api/merchants/{gone.reference}", headers=key).json
    again = visitor.delete(f"/api/merchants/{gone.reference}", headers=key).json

    assert (refused.status_code, forgotten, again) == (401, {"forgotten": 1}, {"forgotten": 0})
    assert visitor.get(accounts[0]["page"]).status_code == 404
    assert "120.000\u00a0₫" in visitor.get(accounts[1]["page"]).text
