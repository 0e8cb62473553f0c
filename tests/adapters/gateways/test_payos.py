import json
from datetime import timedelta

import pytest

from storefront.adapters.gateways import vietqr
from storefront.adapters.gateways.base import (
    BadSignature,
    Callback,
    EventKind,
    GatewayRefused,
    Mode,
    StepKind,
)
from storefront.adapters.gateways.payos import Payos
from storefront.adapters.gateways.payos_signing import data_signature
from storefront.adapters.gateways.testing import Shop, charge, facts, press
from storefront.infra import clock
from storefront.infra.money import Money
from tests.adapters.gateways.counterparts import working_settings

KEY = "test-checksum-key"
TRANSFER = {
    "orderCode": 20261122001,
    "amount": 80_000,
    "description": "CSDH7K3M9Q",
    "accountNumber": "12345678",
    "reference": "FT26326000001",
    "transactionDateTime": "2026-11-22 18:25:00",
    "currency": "VND",
    "code": "00",
    "counterAccountName": None,
}


def told(**changes: object) -> Callback:
    data = {**TRANSFER, **changes}
    body = {"code": "00", "success": True, "data": data, "signature": data_signature(KEY, data)}
    return Callback("POST", {}, {}, json.dumps(body).encode())


@pytest.fixture
def payos() -> Payos:
    return Payos({"environment": "production", "client_id": "c", "api_key": "a", "checksum_key": KEY})


def test_each_transfer_to_a_link_is_a_fact_by_the_banks_reference(payos: Payos) -> None:
    (first,) = payos.read_callback(told())
    (rest,) = payos.read_callback(told(amount=100_000, reference="FT26326000002"))

    assert (first.kind, first.money, first.public_number) == (EventKind.CHARGED, Money(80_000), 20261122001)
    assert (first.provider_ref, rest.provider_ref) == ("FT26326000001", "FT26326000002")
    assert first.happened_at.isoformat() == "2026-11-22T11:25:00+00:00"
    assert first.mode is Mode.LIVE


def test_fields_that_are_new_to_us_are_part_of_what_is_signed(payos: Payos) -> None:
    assert payos.read_callback(told(newField="x", items=[{"b": 1, "a": 2.0}], nothing=None, word="null"))


def test_the_call_that_tries_the_address_out_tells_nothing_and_is_a_success(payos: Payos) -> None:
    events = payos.read_callback(told(orderCode=123))

    assert events == []
    assert payos.acknowledge([]).status == 200


def test_a_transfer_that_failed_tells_nothing(payos: Payos) -> None:
    assert payos.read_callback(told(code="01")) == []


@pytest.mark.parametrize("missing", ["amount", "reference", "transactionDateTime"])
def test_signed_but_without_what_was_agreed_is_refused(payos: Payos, missing: str) -> None:
    data = {name: value for name, value in TRANSFER.items() if name != missing}
    body = {"data": data, "signature": data_signature(KEY, data)}

    with pytest.raises(BadSignature):
        payos.read_callback(Callback("POST", {}, {}, json.dumps(body).encode()))


def test_the_way_back_is_a_hint_only(payos: Payos) -> None:
    hint = payos.read_return({"orderCode": "7", "status": "PAID", "code": "00"})

    assert (hint.public_number, hint.claims, hint.signed) == (7, "succeeded", False)


def test_its_own_qr_carries_the_memo_payos_gave_back(inner: str, shop: Shop) -> None:
    payos = Payos(working_settings("payos", shop) | {"shown": "qr"})

    step = payos.start(charge(shop.base))

    assert step.kind is StepKind.QR and step.transfer is not None
    assert step.transfer.memo == "CSDH7K3M9Q"
    code = vietqr.parse(step.qr)
    assert (code.purpose, code.amount, code.account) == ("CSDH7K3M9Q", 125_000, step.transfer.account)


def test_started_twice_it_leads_to_the_same_link(inner: str, shop: Shop) -> None:
    payos = Payos(working_settings("payos", shop))
    mine = charge(shop.base)

    assert payos.start(mine).url == payos.start(mine).url


def test_a_cancelled_link_ends_the_payment_under_one_reference(inner: str, shop: Shop) -> None:
    payos = Payos(working_settings("payos", shop))
    mine = charge(shop.base)
    payos.start(mine)

    (event,) = payos.cancel(facts(mine), "changed her mind")

    assert (event.kind, event.reason) == (EventKind.CANCELLED, "CANCELLED")
    assert [asked.provider_ref for asked in payos.query(facts(mine))] == [event.provider_ref]


def test_a_link_that_ran_out_is_found_by_asking(inner: str, shop: Shop) -> None:
    payos = Payos(working_settings("payos", shop))
    mine = charge(shop.base, expires_at=clock.now() - timedelta(seconds=1))
    payos.start(mine)

    assert [event.kind for event in payos.query(facts(mine))] == [EventKind.EXPIRED]


def test_a_part_is_told_as_a_part(inner: str, shop: Shop) -> None:
    payos = Payos(working_settings("payos", shop))
    mine = charge(shop.base)
    press(inner, payos.start(mine).url, "wrong", amount=25_000)

    assert [(event.kind, event.money) for event in payos.query(facts(mine))] == [
        (EventKind.CHARGED, Money(25_000))
    ]


def test_a_link_nobody_made_cannot_be_cancelled(inner: str, shop: Shop) -> None:
    with pytest.raises(GatewayRefused):
        Payos(working_settings("payos", shop)).cancel(facts(charge()))


def test_the_address_is_registered_after_it_answered_a_trial(inner: str, shop: Shop) -> None:
    payos = Payos(working_settings("payos", shop))
    shop.usual = payos.acknowledge([])

    health = payos.confirm_webhook(f"{shop.base}/hooks/gateways/payos/new")

    assert health.ok
    assert payos.read_callback(shop.wait_for(1)[0]) == []


def test_wrong_keys_are_told_in_words(inner: str, shop: Shop) -> None:
    payos = Payos(working_settings("payos", shop) | {"api_key": "another"})

    assert payos.health().reason in payos.reasons
    assert payos.start(charge(shop.base)).reason in payos.reasons
