from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from storefront.adapters.gateways.base import (
    BadSignature,
    Callback,
    EventKind,
    GatewayRefused,
    GatewayUnavailable,
    Mode,
    Outcome,
    StepKind,
)
from storefront.adapters.gateways.onepay import HASH, REASONS, Onepay, secure_hash
from storefront.adapters.gateways.testing import charge, facts
from storefront.infra import http

DOMESTIC = "A3EFDFABA8653DF2342E8DAC29B51AF0"
ABROAD = "6D0870CDE5F24F34F3915FB0045120DB"
TWO_CONTRACTS = {
    "environment": "test",
    "merchant": "ONEPAY",
    "access_code": "D67342C2",
    "hash_secret": DOMESTIC,
    "international_merchant": "TESTONEPAY",
    "international_access_code": "6BEB2546",
    "international_hash_secret": ABROAD,
    "user": "op01",
    "password": "op123456",
}


@pytest.fixture
def onepay() -> Onepay:
    return Onepay(TWO_CONTRACTS)


def told(code: str, merchant: str = "ONEPAY", secret: str = DOMESTIC, **changes: str) -> Callback:
    fields = {
        "vpc_Merchant": merchant,
        "vpc_MerchTxnRef": "1042",
        "vpc_Amount": "12500000",
        "vpc_TransactionNo": "1681946",
        "vpc_TxnResponseCode": code,
        **changes,
    }
    return Callback("GET", {}, fields | {HASH: secure_hash(secret, fields)}, b"")


@pytest.mark.parametrize(
    ("channel", "page", "merchant"),
    [
        ("domestic_card", "https://mtf.onepay.vn/onecomm-pay/vpc.op?", "ONEPAY"),
        ("international_card", "https://mtf.onepay.vn/vpcpay/vpcpay.op?", "TESTONEPAY"),
    ],
)
def test_each_kind_of_card_has_its_page_and_contract(
    onepay: Onepay, channel: str, page: str, merchant: str
) -> None:
    step = onepay.start(charge(channel=channel))

    assert step.url.startswith(page)
    assert dict(parse_qsl(urlsplit(step.url).query))["vpc_Merchant"] == merchant


def test_a_callback_is_checked_with_its_own_contract(onepay: Onepay) -> None:
    (event,) = onepay.read_callback(told("0", "TESTONEPAY", ABROAD))

    assert (event.kind, event.provider_ref, event.account) == (EventKind.CHARGED, "1681946", "TESTONEPAY")
    with pytest.raises(BadSignature):
        onepay.read_callback(told("0", "TESTONEPAY", DOMESTIC))
    with pytest.raises(BadSignature):
        onepay.read_callback(told("0", "STRANGER"))


@pytest.mark.parametrize(
    ("code", "kind", "reason"),
    [
        ("0", EventKind.CHARGED, ""),
        ("99", EventKind.CANCELLED, "99"),
        ("300", EventKind.INFO, ""),
        ("25", EventKind.FAILED, "25"),
        ("Z", EventKind.FAILED, "other"),
    ],
)
def test_a_code_is_a_fact_with_words(onepay: Onepay, code: str, kind: EventKind, reason: str) -> None:
    (event,) = onepay.read_callback(told(code))

    assert (event.kind, event.reason) == (kind, reason)
    assert not reason or str(REASONS[reason].shopper)


@pytest.mark.parametrize("amount", ["", "12500050", "-100", "a00"])
def test_a_signed_call_with_a_broken_amount_is_refused(onepay: Onepay, amount: str) -> None:
    with pytest.raises(BadSignature):
        onepay.read_callback(told("0", vpc_Amount=amount))


def test_what_could_not_be_kept_is_asked_for_again(onepay: Onepay) -> None:
    assert onepay.acknowledge([Outcome.ERROR]).body.startswith(b"responsecode=0")
    assert onepay.acknowledge([Outcome.UNKNOWN_PAYMENT]).body == b"responsecode=1&desc=confirm-success"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"user": ""}, "user"),
        ({"hash_secret": "not hex"}, "hash_secret"),
        ({"international_hash_secret": "A3E"}, "international_hash_secret"),
        ({"international_access_code": ""}, "international_access_code"),
        ({"environment": "production"}, "base_url"),
        ({"base_url": "http://onepay.example"}, "base_url"),
    ],
)
def test_what_is_wrong_with_settings_is_named(changes: dict[str, str], field: str) -> None:
    assert [problem.field for problem in Onepay(TWO_CONTRACTS | changes).check()] == [field]
    assert Onepay(TWO_CONTRACTS).check() == []


def test_an_answer_is_a_refusal_or_unknown_as_it_says(
    onepay: Onepay, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = [
        http.HttpAnswer(
            200, {}, urlencode({"vpc_TxnResponseCode": "7", "vpc_Message": "wrong user"}).encode()
        ),
        http.HttpAnswer(200, {}, urlencode({"vpc_DRExists": "Y", HASH: "0" * 64}).encode()),
        http.HttpAnswer(200, {}, b"vpc_DRExists=N"),
    ]
    monkeypatch.setattr(http, "request", lambda *asked, **options: said.pop(0))

    with pytest.raises(GatewayRefused, match="wrong user"):
        onepay.query(facts(charge()))
    with pytest.raises(GatewayUnavailable):
        onepay.query(facts(charge()))
    assert onepay.query(facts(charge())) == []


def test_money_of_another_mode_is_not_asked_for(onepay: Onepay) -> None:
    assert onepay.start(charge(mode=Mode.LIVE)).kind is StepKind.REFUSED
    assert onepay.origins() == ("https://mtf.onepay.vn",)
