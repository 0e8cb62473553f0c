import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest

from storefront.adapters.gateways import zalopay_codes as codes
from storefront.adapters.gateways import zalopay_signing as signing
from storefront.adapters.gateways.base import (
    BadSignature,
    Callback,
    EventKind,
    GatewayRefused,
    GatewayUnavailable,
    Mode,
    Outcome,
    RefundState,
    StepKind,
)
from storefront.adapters.gateways.testing import (
    DeafProxy,
    Shop,
    charge,
    facts,
    merchant_settings,
    press,
    refund_request,
)
from storefront.adapters.gateways.zalopay import ZaloPay, _order, _trans_id
from storefront.infra import http
from storefront.infra.money import Money

KEYS = {
    "app_id": "2553",
    "key1": "PcY4iZIKFCIdgZvA6ueMcMHHUbRLYjPL",
    "key2": "kLtgPl8HHhfvMuDHPwKfgfsY4Ydm9eIz",
}


@pytest.fixture
def zalopay(inner: str) -> ZaloPay:
    return ZaloPay(merchant_settings("zalopay"))


def callback(type: int = 1, **changes: object) -> Callback:
    """A signed call."""
    told: dict[str, object] = {
        "app_id": 2553,
        "app_trans_id": "261122_1042",
        "amount": 125_000,
        "zp_trans_id": 261_122_000_000_389,
        "server_time": 1_795_314_660_000,
        **changes,
    }
    data = json.dumps(told)
    body = {"data": data, "mac": signing.mac(KEYS["key2"], data), "type": type}
    return Callback("POST", {}, {}, json.dumps(body).encode())


@pytest.mark.parametrize(
    ("outcomes", "code"),
    [
        ([Outcome.ACCEPTED], 1),
        ([], 1),
        ([Outcome.UNKNOWN_PAYMENT], 1),
        ([Outcome.DUPLICATE], 2),
        ([Outcome.BAD_SIGNATURE], -1),
        ([Outcome.ERROR], 0),
    ],
)
def test_a_callback_gets_zalopays_own_answer(outcomes: list[Outcome], code: int) -> None:
    answer = ZaloPay(KEYS).acknowledge(outcomes)

    assert answer.status == 200
    assert json.loads(answer.body)["return_code"] == code


def test_an_agreement_is_none_of_ours() -> None:
    assert ZaloPay(KEYS).read_callback(callback(type=2)) == []


@pytest.mark.parametrize("changes", [{"app_id": 2554}, {"amount": "much"}, {"zp_trans_id": None}])
def test_a_signed_callback_of_another_form_or_app_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(BadSignature):
        ZaloPay(KEYS).read_callback(callback(**changes))


@pytest.mark.parametrize(
    ("known_as", "number"),
    [
        ("261122_1042", 1042),
        ("261122_1042_2", 1042),
        ("261122_2553_x", 2553),
        ("261122_cafe", None),
        ("x", None),
    ],
)
def test_our_number_is_read_out_of_zalopays(known_as: str, number: int | None) -> None:
    (event,) = ZaloPay(KEYS).read_callback(callback(app_trans_id=known_as))

    assert event.public_number == number


@pytest.mark.parametrize(
    ("utc", "day"),
    [("2026-11-22T16:59:59", "261122"), ("2026-11-22T17:00:00", "261123"), ("2026-12-31T20:00:00", "270101")],
)
def test_the_date_in_a_payments_name_is_vietnams(utc: str, day: str) -> None:
    assert _trans_id(datetime.fromisoformat(utc).replace(tzinfo=UTC), 1042) == f"{day}_1042"


@pytest.mark.parametrize(
    ("channel", "bank_code", "preferred"),
    [
        ("", "zalopayapp", None),
        ("wallet", "zalopayapp", None),
        ("domestic", "", ["domestic_card", "account"]),
        ("international", "CC", None),
        ("vietqr", "", ["vietqr"]),
        ("all", "", None),
    ],
)
def test_each_channel_asks_for_its_own_page(
    zalopay: ZaloPay, channel: str, bank_code: str, preferred: list[str] | None
) -> None:
    mine = charge(channel=channel)

    order = _order(mine, "261122_1042")
    embed = json.loads(str(order["embed_data"]))

    assert (order["bank_code"], embed.get("preferred_payment_method")) == (bank_code, preferred)
    assert zalopay.start(mine).kind is StepKind.REDIRECT


def test_the_life_of_an_order_stays_within_zalopays_bounds() -> None:
    mine = charge()

    short = _order(replace(mine, expires_at=mine.created_at + timedelta(seconds=1)), "x")
    long = _order(replace(mine, expires_at=mine.created_at + timedelta(days=90)), "x")

    assert (short["expire_duration_seconds"], long["expire_duration_seconds"]) == (300, 2_592_000)


def test_every_sub_code_we_read_has_words() -> None:
    assert {str(code) for code in (*codes.ENDS, *codes.DEFINITE, codes.DUPLICATE)} <= set(codes.REASONS)
    assert all(str(reason.shopper) and str(reason.owner) for reason in codes.REASONS.values())


def test_a_page_whose_address_was_lost_is_made_anew_under_a_suffix(zalopay: ZaloPay, inner: str) -> None:
    mine = charge()
    proxy = DeafProxy(inner)
    http.allow_inner(proxy.base)

    with pytest.raises(GatewayUnavailable):
        zalopay.start(mine)
    http.allow_inner(inner)
    proxy.close()

    assert zalopay.start(mine).provider_ref == _trans_id(mine.created_at, mine.public_number) + "_2"


def test_a_paid_payment_is_not_started_again(zalopay: ZaloPay, inner: str) -> None:
    mine = charge()
    press(inner, zalopay.start(mine).url, "paid")

    with pytest.raises(GatewayUnavailable):
        zalopay.start(mine)


@pytest.mark.parametrize("wrong", [{"key1": "another"}, {"app_id": "1"}])
def test_keys_that_are_wrong_are_told_by_a_real_call(inner: str, wrong: dict[str, str]) -> None:
    zalopay = ZaloPay(merchant_settings("zalopay") | wrong)

    assert zalopay.health().reason == "-402"
    assert zalopay.start(charge()).reason == "-402"
    with pytest.raises(GatewayRefused, match="-402"):
        zalopay.query(facts(charge()))


def test_real_money_is_never_sent_to_a_test_app(zalopay: ZaloPay) -> None:
    assert zalopay.start(charge(mode=Mode.LIVE)).reason == "mode"


@pytest.mark.parametrize(
    ("outcome", "kind", "reason"),
    [("refused", EventKind.FAILED, "-32"), ("cancelled", EventKind.CANCELLED, "-329")],
)
def test_what_zalopay_never_tells_is_found_by_asking(
    zalopay: ZaloPay, inner: str, shop: Shop, outcome: str, kind: EventKind, reason: str
) -> None:
    mine = charge(shop.base)
    back = press(inner, zalopay.start(mine).url, outcome)

    (event,) = zalopay.query(facts(mine))

    assert (event.kind, event.reason, event.public_number) == (kind, reason, mine.public_number)
    assert zalopay.read_return(dict(parse_qsl(urlsplit(back).query))).claims in ("failed", "cancelled")
    assert shop.calls == []


def test_the_way_back_is_signed_also_with_an_empty_bank(zalopay: ZaloPay, inner: str) -> None:
    mine = charge(channel="vietqr")
    back = press(inner, zalopay.start(mine).url, "paid")
    query = dict(parse_qsl(urlsplit(back).query, keep_blank_values=True))

    hint = zalopay.read_return(query)

    assert (hint.public_number, hint.claims, hint.signed) == (mine.public_number, "succeeded", True)
    assert not zalopay.read_return(query | {"amount": "1"}).signed


def test_a_refund_whose_answer_was_lost_is_not_made_twice(zalopay: ZaloPay, inner: str) -> None:
    mine = charge()
    press(inner, zalopay.start(mine).url, "paid")
    known = replace(facts(mine), charge_ref=zalopay.query(facts(mine))[0].provider_ref)
    request = refund_request("7", known, mine.money)
    proxy = DeafProxy(inner)
    http.allow_inner(proxy.base)

    with pytest.raises(GatewayUnavailable):
        zalopay.refund(request)
    http.allow_inner(inner)
    proxy.close()

    assert zalopay.query_refund(request).state is RefundState.DONE
    assert zalopay.refund(request).state is RefundState.DONE


def test_a_payment_never_paid_cannot_be_refunded(zalopay: ZaloPay) -> None:
    mine = charge()
    zalopay.start(mine)

    answer = zalopay.refund(refund_request("7", facts(mine), Money(1_000)))

    assert (answer.state, answer.reason) == (RefundState.FAILED, "not_paid")
