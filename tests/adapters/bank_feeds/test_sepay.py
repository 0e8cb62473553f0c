import json
from datetime import UTC, datetime, timedelta

import pytest

from storefront.adapters.bank_feeds.base import BadSignature, Callback, NotOffered
from storefront.adapters.bank_feeds.sepay import Sepay, webhook_signature
from storefront.infra.money import Money

NOW = datetime(2026, 11, 22, 2, 35, 14, tzinfo=UTC)
STAMP = str(int(NOW.timestamp()))
SETTINGS = {"environment": "production", "account": "0123499999", "auth": "hmac", "secret": "s3cret"}
ROW = {
    "id": 92704,
    "gateway": "Vietcombank",
    "transactionDate": "2026-11-22 09:35:12",
    "accountNumber": "0123499999",
    "code": None,
    "content": "DH7K3M9Q thanh toan",
    "transferType": "in",
    "transferAmount": 180000,
    "accumulated": 19077000,
    "subAccount": None,
    "referenceCode": "MBVCB.3278907687",
    "description": "",
}


def signed(secret: str = "s3cret", received_at: datetime = NOW, **changes: object) -> Callback:
    body = json.dumps({**ROW, **changes}).encode()
    headers = {"X-SePay-Signature": webhook_signature(secret, STAMP, body), "X-SePay-Timestamp": STAMP}
    return Callback("POST", headers, {}, body, received_at)


def test_a_signed_movement_is_read_whole() -> None:
    (movement,) = Sepay(SETTINGS).read_callback(signed())

    assert (movement.provider_id, movement.money, movement.memo) == (
        "92704",
        Money(180_000),
        "DH7K3M9Q thanh toan",
    )
    assert (movement.account, movement.reference, movement.balance) == (
        "0123499999",
        "MBVCB.3278907687",
        19_077_000,
    )
    assert movement.happened_at == datetime(2026, 11, 22, 2, 35, 12, tzinfo=UTC)


def test_money_going_out_is_negative() -> None:
    (movement,) = Sepay(SETTINGS).read_callback(signed(transferType="out"))

    assert movement.money == Money(-180_000)


def test_an_id_of_nought_is_no_id() -> None:
    (movement,) = Sepay(SETTINGS).read_callback(signed(id=0))

    assert movement.provider_id == ""


@pytest.mark.parametrize("seconds", [-301, 301])
def test_a_signature_is_good_for_five_minutes(seconds: int) -> None:
    with pytest.raises(BadSignature):
        Sepay(SETTINGS).read_callback(signed(received_at=NOW + timedelta(seconds=seconds)))


def test_another_secret_is_refused() -> None:
    with pytest.raises(BadSignature):
        Sepay(SETTINGS).read_callback(signed(secret="guess"))


def test_an_api_key_is_compared_whole() -> None:
    sepay = Sepay(SETTINGS | {"auth": "api_key"})
    body = json.dumps(ROW).encode()

    right = sepay.read_callback(Callback("POST", {"authorization": "Apikey s3cret"}, {}, body))

    assert len(right) == 1
    with pytest.raises(BadSignature):
        sepay.read_callback(Callback("POST", {"Authorization": "Apikey s3cre"}, {}, body))
    with pytest.raises(BadSignature):
        sepay.read_callback(signed())


@pytest.mark.parametrize("auth", ["", "none", "oauth2"])
def test_a_setting_without_proof_is_refused(auth: str) -> None:
    assert [problem.field for problem in Sepay(SETTINGS | {"auth": auth}).check()] == ["auth"]


@pytest.mark.parametrize(
    "changes", [{"transferAmount": "1.5"}, {"transferAmount": None}, {"transactionDate": "yesterday"}]
)
def test_signed_but_not_as_agreed_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(BadSignature):
        Sepay(SETTINGS).read_callback(signed(**changes))


def test_without_a_token_nothing_is_listed() -> None:
    with pytest.raises(NotOffered):
        Sepay(SETTINGS).list_movements(NOW)
