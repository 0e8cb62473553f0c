import json
from datetime import UTC, datetime, timedelta

import pytest

from storefront.adapters.bank_feeds.base import BadSignature, Callback, NotOffered
from storefront.adapters.bank_feeds.casso import Casso, webhook_signatures
from storefront.infra.money import Money

NOW = datetime(2026, 11, 22, 2, 35, 14, tzinfo=UTC)
STAMP = str(int(NOW.timestamp() * 1000))
SETTINGS = {"environment": "production", "account": "88888888", "version": "v2", "secret": "k3y"}
ROW = {
    "id": 55667788,
    "reference": "FT26326000001",
    "description": "Nguyễn Văn A mua 1/2 kg DH7K3M9Q",
    "amount": 180000,
    "runningBalance": 1180000,
    "transactionDateTime": "2026-11-22 09:35:12",
    "accountNumber": "88888888",
    "counterAccountName": "Nguyễn Văn A",
}
V1_ROW = {
    "id": 1,
    "tid": "FT1",
    "description": "DH7K3M9Q",
    "amount": -50000,
    "cusum_balance": 10,
    "when": "2026-11-22 09:35:12",
    "bank_sub_acc_id": "88888888",
}


def signed(way: int = 0, received_at: datetime = NOW, **changes: object) -> Callback:
    body = {"error": 0, "data": {**ROW, **changes}}
    signature = webhook_signatures("k3y", STAMP, body)[way]
    headers = {"X-Casso-Signature": f"t={STAMP},v1={signature}"}
    return Callback("POST", headers, {}, json.dumps(body, ensure_ascii=False).encode(), received_at)


@pytest.mark.parametrize("way", [0, 1])
def test_text_may_be_signed_plain_or_escaped(way: int) -> None:
    (movement,) = Casso(SETTINGS).read_callback(signed(way))

    assert (movement.provider_id, movement.money, movement.reference) == (
        "55667788",
        Money(180_000),
        "FT26326000001",
    )
    assert movement.counterparty == "Nguyễn Văn A"


def test_the_test_call_tells_nothing() -> None:
    assert Casso(SETTINGS).read_callback(signed(id=0)) == []


def test_an_old_signature_is_refused_unless_a_day_is_allowed() -> None:
    call = signed(received_at=NOW + timedelta(minutes=6))

    with pytest.raises(BadSignature):
        Casso(SETTINGS).read_callback(call)
    assert Casso(SETTINGS | {"tolerance": "86400"}).read_callback(call)


def test_a_changed_amount_is_refused() -> None:
    call = signed()
    changed = Callback("POST", call.headers, {}, call.body.replace(b"180000", b"18000"), NOW)

    with pytest.raises(BadSignature):
        Casso(SETTINGS).read_callback(changed)


def test_version_one_tells_several_movements_under_a_token() -> None:
    casso = Casso(SETTINGS | {"version": "v1"})
    body = json.dumps({"error": 0, "data": [V1_ROW, {**V1_ROW, "id": 2, "amount": 70000}]}).encode()

    told = casso.read_callback(Callback("POST", {"Secure-Token": "k3y"}, {}, body))

    assert [movement.money.amount for movement in told] == [-50_000, 70_000]
    assert {movement.account for movement in told} == {"88888888"}
    with pytest.raises(BadSignature):
        casso.read_callback(Callback("POST", {"Secure-Token": "k3x"}, {}, body))


def test_a_version_that_is_not_chosen_is_a_problem() -> None:
    assert [problem.field for problem in Casso(SETTINGS | {"version": ""}).check()] == ["version"]


def test_without_a_key_nothing_is_listed() -> None:
    with pytest.raises(NotOffered):
        Casso(SETTINGS).list_movements(NOW)
