import json
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from storefront.adapters.gateways import vnpay_codes as codes
from storefront.adapters.gateways import vnpay_signing as signing
from storefront.adapters.gateways.base import (
    BadSignature,
    Callback,
    EventKind,
    GatewayEvent,
    GatewayRefused,
    GatewayUnavailable,
    Mode,
    Outcome,
    RefundState,
    StepKind,
)
from storefront.adapters.gateways.testing import Shop, charge, facts, merchant_settings, press, refund_request
from storefront.adapters.gateways.vnpay import Vnpay
from storefront.infra import http
from storefront.infra.money import Money

SECRET = "QZVECTORSECRETNOTREAL0123456789A"
LIVE = {
    "environment": "production",
    "tmn_code": "SHOP0001",
    "hash_secret": SECRET,
    "pay_url": "https://pay.vnpay.example/vpcpay.html",
    "api_url": "https://merchant.vnpay.example/api/transaction",
}


@pytest.fixture
def vnpay() -> Vnpay:
    return Vnpay(LIVE)


@pytest.fixture
def practice(inner: str, shop: Shop) -> Vnpay:
    """A terminal at the sandbox whose IPN address is the shop."""
    made = Vnpay(merchant_settings("vnpay", f"{shop.base}/ipn"))
    shop.usual = made.acknowledge([Outcome.ACCEPTED])
    return made


def ipn(response: str, status: str, **changes: str) -> Callback:
    fields = {
        "vnp_TmnCode": "SHOP0001",
        "vnp_TxnRef": "1042",
        "vnp_Amount": "12500000",
        "vnp_OrderInfo": "Don 1042",
        "vnp_ResponseCode": response,
        "vnp_TransactionStatus": status,
        "vnp_TransactionNo": "14000001",
        "vnp_PayDate": "20261122093512",
        **changes,
    }
    return Callback("GET", {}, fields | {signing.HASH: signing.query_hash(SECRET, fields)}, b"")


def read(vnpay: Vnpay, response: str, status: str, **changes: str) -> GatewayEvent:
    (event,) = vnpay.read_callback(ipn(response, status, **changes))
    return event


def answers(monkeypatch: pytest.MonkeyPatch, command: str, **fields: str) -> None:
    """VNPAY's next signed answer, as it would come over the net."""
    names = signing.QUERY_ANSWERED if command == "querydr" else signing.REFUND_ANSWERED
    said = {"vnp_Command": command, "vnp_TxnRef": "1042", "vnp_Amount": "12500000"}
    said |= {f"vnp_{name}": value for name, value in fields.items()}
    said[signing.HASH] = signing.message_hash(SECRET, names, said)
    answer = http.HttpAnswer(200, {}, json.dumps(said).encode())
    monkeypatch.setattr(http, "request", lambda *asked, **options: answer)


def test_the_pay_address_has_hanois_time_and_plain_words(vnpay: Vnpay) -> None:
    mine = charge(
        public_number=1042,
        description="Gốm Tam Thọ #1042 (2 món)",
        created_at=datetime(2026, 11, 22, 2, 30, tzinfo=UTC),
        expires_at=datetime(2026, 11, 22, 2, 45, 0, 1, tzinfo=UTC),
        payer_ip="113.161.1.2",
        mode=Mode.LIVE,
    )

    step = vnpay.start(mine)
    sent = dict(parse_qsl(urlsplit(step.url).query))

    assert step.url.startswith("https://pay.vnpay.example/vpcpay.html?vnp_Amount=12500000&vnp_Command=pay")
    assert (sent["vnp_CreateDate"], sent["vnp_ExpireDate"]) == ("20261122093000", "20261122094501")
    assert sent["vnp_OrderInfo"] == "Gom Tam Tho 1042 2 mon DH7K3M9Q"
    assert (sent["vnp_TxnRef"], sent["vnp_IpAddr"], sent["vnp_Locale"]) == ("1042", "113.161.1.2", "vn")
    assert step == vnpay.start(mine)


@pytest.mark.parametrize(
    ("channel", "bank"),
    [
        ("qr", "VNPAYQR"),
        ("domestic_card", "VNBANK"),
        ("international_card", "INTCARD"),
        ("any", None),
        ("", None),
    ],
)
def test_a_channel_is_a_bank_code(vnpay: Vnpay, channel: str, bank: str | None) -> None:
    step = vnpay.start(charge(channel=channel, mode=Mode.LIVE))

    assert dict(parse_qsl(urlsplit(step.url).query)).get("vnp_BankCode") == bank


def test_money_of_another_mode_is_not_asked_for(vnpay: Vnpay) -> None:
    assert vnpay.start(charge(mode=Mode.TEST)).kind is StepKind.REFUSED
    assert vnpay.mode is Mode.LIVE
    assert vnpay.origins() == ("https://pay.vnpay.example",)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"environment": "elsewhere"}, "environment"),
        ({"tmn_code": "SHOP 1"}, "tmn_code"),
        ({"hash_secret": " "}, "hash_secret"),
        ({"pay_url": ""}, "pay_url"),
        ({"api_url": "http://merchant.vnpay.example"}, "api_url"),
    ],
)
def test_what_is_wrong_with_settings_is_named(changes: dict[str, str], field: str) -> None:
    assert [problem.field for problem in Vnpay(LIVE | changes).check()] == [field]
    assert Vnpay(LIVE).check() == []


@pytest.mark.parametrize(
    ("response", "status", "kind", "reason"),
    [
        ("00", "00", EventKind.CHARGED, ""),
        ("00", "02", EventKind.FAILED, "status_02"),
        ("00", "01", EventKind.INFO, ""),
        ("00", "", EventKind.INFO, ""),
        ("24", "02", EventKind.CANCELLED, "24"),
        ("11", "02", EventKind.EXPIRED, "11"),
        ("51", "02", EventKind.FAILED, "51"),
        ("88", "02", EventKind.FAILED, "99"),
    ],
)
def test_paid_only_when_both_codes_say_so(
    vnpay: Vnpay, response: str, status: str, kind: EventKind, reason: str
) -> None:
    event = read(vnpay, response, status)

    assert (event.kind, event.reason, event.suspicious) == (kind, reason, False)
    assert (event.money, event.public_number) == (Money(125_000), 1042)
    assert event.happened_at == datetime(2026, 11, 22, 2, 35, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("response", "status", "reason"),
    [
        ("07", "07", "07"),
        ("00", "07", "07"),
        ("07", "02", "07"),
        ("99", "04", "status_04"),
        ("24", "00", "07"),
    ],
)
def test_money_that_may_have_moved_is_for_a_person(
    vnpay: Vnpay, response: str, status: str, reason: str
) -> None:
    event = read(vnpay, response, status)

    assert (event.kind, event.reason, event.suspicious) == (EventKind.INFO, reason, True)


@pytest.mark.parametrize("code", ["07", "09", "10", "11", "12", "13", "24", "51", "65", "75", "79", "99"])
def test_every_code_of_a_payment_has_words(code: str) -> None:
    event = read(Vnpay(LIVE), code, "02")

    assert str(codes.REASONS[event.reason].shopper) and str(codes.REASONS[event.reason].owner)


@pytest.mark.parametrize("status", ["01", "02", "04", "05", "06", "07", "08", "09", "11"])
def test_every_status_has_words(status: str) -> None:
    assert codes.REASONS[f"status_{status}"]


def test_a_status_alone_decides_nothing_that_it_does_not_say() -> None:
    statuses = ["00", "10", "20", "01", "05", "06", "09", "02", "08", "11", "04", "07"]

    told = [codes.of_status(status) for status in statuses]

    assert [found and found[0].value for found in told] == [
        *["charged"] * 3,
        *[None] * 4,
        *["failed"] * 2,
        "cancelled",
        *["info"] * 2,
    ]


def test_an_unpaid_end_is_named_by_our_number_and_money_by_theirs(vnpay: Vnpay) -> None:
    assert read(vnpay, "24", "02", vnp_TransactionNo="0").provider_ref == "1042"
    assert read(vnpay, "00", "00").provider_ref == "14000001"


def test_another_terminals_call_is_refused_though_signed(vnpay: Vnpay) -> None:
    with pytest.raises(BadSignature):
        vnpay.read_callback(ipn("00", "00", vnp_TmnCode="SHOP0002"))


@pytest.mark.parametrize("missing", ["vnp_TxnRef", "vnp_Amount", "vnp_ResponseCode"])
def test_a_signed_call_without_its_input_is_answered_so(vnpay: Vnpay, missing: str) -> None:
    told = vnpay.read_callback(ipn("00", "00", **{missing: ""}))

    assert told == []
    assert json.loads(vnpay.acknowledge([]).body) == {"RspCode": "99", "Message": "Input data required"}


@pytest.mark.parametrize(
    ("outcome", "code", "message"),
    [
        (Outcome.BAD_SIGNATURE, "97", "Invalid signature"),
        (Outcome.UNKNOWN_PAYMENT, "01", "Order not found"),
        (Outcome.WRONG_AMOUNT, "04", "invalid amount"),
        (Outcome.DUPLICATE, "02", "Order already confirmed"),
        (Outcome.ACCEPTED, "00", "Confirm Success"),
        (Outcome.ERROR, "99", "Unknow error"),
    ],
)
def test_each_outcome_has_vnpays_own_answer(vnpay: Vnpay, outcome: Outcome, code: str, message: str) -> None:
    answer = vnpay.acknowledge([outcome])

    assert (answer.status, json.loads(answer.body)) == (200, {"RspCode": code, "Message": message})


@pytest.mark.parametrize("code", ["02", "03", "97"])
def test_a_plain_no_to_a_question_is_a_refusal(
    vnpay: Vnpay, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    answers(monkeypatch, "querydr", ResponseCode=code)

    with pytest.raises(GatewayRefused, match=f"query_{code}"):
        vnpay.query(facts(charge()))


@pytest.mark.parametrize("code", ["08", "94", "99", ""])
def test_what_vnpay_cannot_say_is_unknown(vnpay: Vnpay, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    answers(monkeypatch, "querydr", ResponseCode=code)

    with pytest.raises(GatewayUnavailable):
        vnpay.query(facts(charge()))


def test_an_unsigned_yes_is_not_believed(vnpay: Vnpay, monkeypatch: pytest.MonkeyPatch) -> None:
    said = {"vnp_ResponseCode": "00", "vnp_TransactionStatus": "00", "vnp_Amount": "12500000"}
    answer = http.HttpAnswer(200, {}, json.dumps(said).encode())
    monkeypatch.setattr(http, "request", lambda *asked, **options: answer)

    with pytest.raises(GatewayUnavailable, match="checksum"):
        vnpay.query(facts(charge()))


@pytest.mark.parametrize(
    ("kind", "status", "told"),
    [
        ("02", "00", [EventKind.REFUNDED]),
        ("03", "09", [EventKind.REFUND_FAILED]),
        ("03", "05", []),
        ("01", "01", []),
    ],
)
def test_a_question_may_be_answered_about_a_refund(
    vnpay: Vnpay, monkeypatch: pytest.MonkeyPatch, kind: str, status: str, told: list[EventKind]
) -> None:
    answers(
        monkeypatch,
        "querydr",
        ResponseCode="00",
        TransactionType=kind,
        TransactionStatus=status,
        TransactionNo="14000009",
    )

    assert [event.kind for event in vnpay.query(facts(charge()))] == told


@pytest.mark.parametrize("code", ["02", "03", "16", "91", "93", "95", "97"])
def test_a_refused_refund_has_failed(vnpay: Vnpay, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    answers(monkeypatch, "refund", ResponseCode=code)

    answer = vnpay.refund(refund_request("R1", facts(charge()), Money(1)))

    assert (answer.state, answer.reason) == (RefundState.FAILED, f"refund_{code}")
    assert codes.REASONS[answer.reason]


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("00", RefundState.DONE),
        ("05", RefundState.PENDING),
        ("06", RefundState.PENDING),
        ("09", RefundState.FAILED),
    ],
)
def test_a_refund_is_as_far_as_its_status(
    vnpay: Vnpay, monkeypatch: pytest.MonkeyPatch, status: str, state: RefundState
) -> None:
    answers(monkeypatch, "refund", ResponseCode="00", TransactionStatus=status, TransactionNo="14000009")

    answer = vnpay.refund(refund_request("R1", facts(charge()), Money(1)))

    assert (answer.state, answer.provider_ref) == (state, "14000009")


@pytest.mark.parametrize("code", ["08", "99"])
def test_a_refund_that_may_have_been_taken_is_unknown(
    vnpay: Vnpay, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    answers(monkeypatch, "refund", ResponseCode=code)

    with pytest.raises(GatewayUnavailable):
        vnpay.refund(refund_request("R1", facts(charge()), Money(1)))


def test_two_refunds_of_one_payment_are_told_apart_by_their_numbers(
    practice: Vnpay, inner: str, shop: Shop
) -> None:
    mine = charge(shop.base)
    press(inner, practice.start(mine).url, "paid", refunds="later")
    first = refund_request("R1", facts(mine), Money(25_000))
    second = refund_request("R2", facts(mine), Money(100_000))

    asked = practice.refund(first), practice.refund(second)
    known = practice.query_refund(replace(first, provider_ref=asked[0].provider_ref))

    assert asked[0].provider_ref != asked[1].provider_ref
    assert known.provider_ref == asked[0].provider_ref
    assert practice.query_refund(replace(first, id="R3", money=Money(1))).reason == "refund_91"


def test_the_sandboxs_page_refuses_a_changed_address(practice: Vnpay, inner: str, shop: Shop) -> None:
    url = practice.start(charge(shop.base)).url.replace(shop.base, inner)

    changed = httpx.get(url.replace("vnp_Amount=12500000", "vnp_Amount=100"), follow_redirects=True)

    assert changed.status_code == 401


def test_a_payment_created_on_another_day_is_not_found(practice: Vnpay, inner: str, shop: Shop) -> None:
    mine = charge(shop.base)
    press(inner, practice.start(mine).url, "paid")

    assert practice.query(replace(facts(mine), created_at=datetime(2026, 1, 1, tzinfo=UTC))) == []


def test_a_wrong_secret_is_told_by_its_real_call(practice: Vnpay, inner: str) -> None:
    wrong = Vnpay(merchant_settings("vnpay", "http://127.0.0.1:9/ipn") | {"hash_secret": "X" * 32})

    assert practice.health().ok
    assert (wrong.health().ok, wrong.health().reason) == (False, "query_97")
