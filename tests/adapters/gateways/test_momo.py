import json
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pytest

from storefront.adapters.gateways import momo_codes as codes
from storefront.adapters.gateways import momo_signing as signing
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
from storefront.adapters.gateways.momo import Momo
from storefront.adapters.gateways.testing import (
    DeafProxy,
    Shop,
    charge,
    facts,
    merchant_settings,
    press,
    refund_request,
)
from storefront.infra import http
from storefront.infra.money import Money

KEYS = {
    "partner_code": "MOMO",
    "access_key": "F8BBA842ECF85",
    "secret_key": "K951B6PE1waDMi640xX08PD3vg6EkVlz",
}
FINAL = {
    "1001 1002 1004 1007 1026 1080 1081 1088 2019 4001 4002 4100 98 99": EventKind.FAILED,
    "1003 1006 1017": EventKind.CANCELLED,
    "1005": EventKind.EXPIRED,
    "0": EventKind.CHARGED,
    "9000": EventKind.AUTHORIZED,
    "1000 7000 7002 8000 10 11 12 13 20 21 22 40 41 42 43 45 47 31337": EventKind.INFO,
}


@pytest.fixture
def momo(inner: str) -> Momo:
    return Momo(merchant_settings("momo"))


def ipn(code: int, **changes: object) -> Callback:
    """A signed call with this result code."""
    fields: dict[str, object] = {
        "partnerCode": "MOMO",
        "orderId": "1042",
        "requestId": "1042",
        "amount": 125_000,
        "orderInfo": "Đơn #1042 & quà",
        "orderType": "momo_wallet",
        "transId": 4_088_878_653,
        "resultCode": code,
        "message": "Thành công.",
        "payType": "qr",
        "responseTime": 1_721_720_663_942,
        "extraData": "",
        **changes,
    }
    signature = signing.signature(
        signing.RESULT, fields, access_key=KEYS["access_key"], secret=KEYS["secret_key"]
    )
    return Callback("POST", {}, {}, json.dumps(fields | {"signature": signature}).encode())


@pytest.mark.parametrize(
    ("code", "kind"), [(int(code), kind) for group, kind in FINAL.items() for code in group.split()]
)
def test_every_result_code_has_its_state(code: int, kind: EventKind) -> None:
    (event,) = Momo(KEYS).read_callback(ipn(code))

    assert event.kind is kind
    assert event.public_number == 1042


def test_every_known_code_that_brings_no_money_has_words() -> None:
    silent = codes.KNOWN - {codes.PAID, codes.AUTHORIZED}

    assert {int(code) for code in codes.REASONS} == silent
    assert all(str(reason.shopper) and str(reason.owner) for reason in codes.REASONS.values())


@pytest.mark.parametrize("changes", [{"transId": 0}, {"amount": "much"}, {"partnerCode": "ANOTHER"}])
def test_a_signed_ipn_of_another_form_or_partner_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(BadSignature):
        Momo(KEYS).read_callback(ipn(0, **changes))


def test_an_ipn_is_answered_with_204_and_nothing_else() -> None:
    answer = Momo(KEYS).acknowledge([Outcome.ACCEPTED])

    assert (answer.status, answer.body) == (204, b"")
    assert Momo(KEYS).acknowledge([Outcome.ERROR]).status == 500


@pytest.mark.parametrize("order", ["shop-made-elsewhere", "9" * 40])
def test_an_order_we_did_not_make_has_no_number_of_ours(order: str) -> None:
    (event,) = Momo(KEYS).read_callback(ipn(0, orderId=order))

    assert (event.public_number, event.memo) == (None, order)


@pytest.mark.parametrize(
    ("channel", "least", "most"),
    [
        ("wallet", 1_000, 50_000_000),
        ("atm", 10_000, 50_000_000),
        ("card", 1_000, 10_000_000),
        ("all", 1_000, 50_000_000),
    ],
)
def test_each_channel_has_its_limits(momo: Momo, channel: str, least: int, most: int) -> None:
    below = momo.start(charge(channel=channel, money=Money(least - 1)))
    lowest = momo.start(charge(channel=channel, money=Money(least)))
    highest = momo.start(charge(channel=channel, money=Money(most)))
    above = momo.start(charge(channel=channel, money=Money(most + 1)))

    assert (below.reason, above.reason) == ("22", "22")
    assert (lowest.kind, highest.kind) == (StepKind.REDIRECT, StepKind.REDIRECT)


def test_a_contract_may_have_another_limit(inner: str) -> None:
    momo = Momo(merchant_settings("momo") | {"card_maximum": "2000000"})

    assert momo.start(charge(channel="card", money=Money(2_000_001))).reason == "22"
    assert momo.start(charge(channel="wallet", money=Money(2_000_001))).kind is StepKind.REDIRECT
    assert [str(problem.field) for problem in Momo(KEYS | {"atm_maximum": "two"}).check()] == [
        "environment",
        "atm_maximum",
    ]


def test_a_repeat_finds_the_same_page_and_a_changed_one_is_refused_as_40(momo: Momo) -> None:
    mine = charge()

    first, again = momo.start(mine), momo.start(mine)
    changed = momo.start(replace(mine, money=Money(99_000)))

    assert first == again
    assert (changed.kind, changed.reason) == (StepKind.REFUSED, "40")


def test_keys_that_are_wrong_are_told_by_a_real_call(inner: str) -> None:
    momo = Momo(merchant_settings("momo") | {"secret_key": "another"})

    assert momo.health().reason == "13"
    assert momo.start(charge()).reason == "13"
    with pytest.raises(GatewayRefused, match="13"):
        momo.query(facts(charge()))


def test_real_money_is_never_sent_to_a_test_partner(momo: Momo) -> None:
    assert momo.start(charge(mode=Mode.LIVE)).reason == "mode"


def test_the_way_back_is_signed_over_decoded_text(momo: Momo, inner: str, shop: Shop) -> None:
    mine = charge(shop.base, description="Trà & bánh, 50% + quà")
    back = press(inner, momo.start(mine).url, "cancelled")
    query = dict(parse_qsl(urlsplit(back).query, keep_blank_values=True))

    hint = momo.read_return(query)

    assert (hint.public_number, hint.claims, hint.signed) == (mine.public_number, "cancelled", True)
    assert not momo.read_return(query | {"resultCode": "0"}).signed


def test_a_payers_no_is_told_and_found_under_one_reference(momo: Momo, inner: str, shop: Shop) -> None:
    mine = charge(shop.base)
    press(inner, momo.start(mine).url, "cancelled")

    (told,) = momo.read_callback(shop.wait_for(1)[0])
    (asked,) = momo.query(facts(mine))

    assert (told.kind, told.reason) == (EventKind.CANCELLED, "1006")
    assert (told.kind, told.provider_ref) == (asked.kind, asked.provider_ref)


def test_held_money_is_told_as_authorised_and_taken_under_the_same_number(
    momo: Momo, inner: str, shop: Shop
) -> None:
    mine = charge(shop.base, capture_later=True)
    press(inner, momo.start(mine).url, "paid")

    (held,) = momo.read_callback(shop.wait_for(1)[0])
    (taken,) = momo.capture(facts(mine), mine.money)

    assert (held.kind, taken.kind) == (EventKind.AUTHORIZED, EventKind.CHARGED)
    assert held.provider_ref == taken.provider_ref
    with pytest.raises(GatewayRefused):
        momo.void(facts(mine))


def test_a_released_payment_is_found_as_cancelled(momo: Momo, inner: str) -> None:
    mine = charge(capture_later=True)
    press(inner, momo.start(mine).url, "paid")

    first, again = momo.void(facts(mine)), momo.void(facts(mine))
    (asked,) = momo.query(facts(mine))

    assert (first[0].kind, first[0].reason) == (EventKind.CANCELLED, "1003")
    assert first[0].provider_ref == again[0].provider_ref == asked.provider_ref


def test_refunds_are_found_with_the_payment(momo: Momo, inner: str) -> None:
    mine = charge()
    press(inner, momo.start(mine).url, "paid")

    answers = [momo.refund(refund_request(id, facts(mine), Money(50_000))) for id in ("7", "8")]
    found = [event for event in momo.query(facts(mine)) if event.kind is EventKind.REFUNDED]

    assert [(event.refund_id, event.money) for event in found] == [("7", Money(50_000)), ("8", Money(50_000))]
    assert [event.provider_ref for event in found] == [answer.provider_ref for answer in answers]


def test_a_refund_whose_answer_was_lost_is_not_made_twice(momo: Momo, inner: str) -> None:
    mine = charge()
    press(inner, momo.start(mine).url, "paid")
    known = replace(facts(mine), charge_ref=momo.query(facts(mine))[0].provider_ref)
    proxy = DeafProxy(inner)
    http.allow_inner(proxy.base)

    with pytest.raises(GatewayUnavailable):
        momo.refund(refund_request("7", known, mine.money))
    http.allow_inner(inner)
    proxy.close()

    assert momo.query_refund(refund_request("7", known, mine.money)).state is RefundState.DONE
    assert momo.refund(refund_request("7", known, mine.money)).state is RefundState.DONE


def test_a_payment_never_paid_cannot_be_refunded(momo: Momo) -> None:
    mine = charge()
    momo.start(mine)

    answer = momo.refund(refund_request("7", facts(mine), mine.money))

    assert (answer.state, answer.reason) == (RefundState.FAILED, "1088")
