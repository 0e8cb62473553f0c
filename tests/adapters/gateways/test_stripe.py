"""What is special about Stripe, spoken by its own SDK over sockets to the sandbox."""

import secrets
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
import stripe

from storefront.adapters.gateways.base import (
    EventKind,
    GatewayRefused,
    GatewayUnavailable,
    Mode,
    RefundState,
    StepKind,
)
from storefront.adapters.gateways.stripe_cards import Stripe
from storefront.adapters.gateways.stripe_client import API_VERSION
from storefront.adapters.gateways.testing import BOOTSTRAP_KEY, Shop, charge, facts, press, refund_request
from storefront.infra import clock
from storefront.infra.money import Money
from tests.adapters.gateways.counterparts import working_settings
from tests.adapters.gateways.stripe_telling import REFUND, SETTINGS, told

OURS = Stripe(SETTINGS)


@pytest.fixture
def settings(inner: str, shop: Shop) -> dict[str, str]:
    return working_settings("stripe", shop)


@pytest.fixture
def cards(settings: dict[str, str]) -> Stripe:
    return Stripe(settings)


@pytest.fixture
def sdk(settings: dict[str, str], inner: str) -> stripe.StripeClient:
    """The official client, as somebody else's program would use it."""
    return stripe.StripeClient(
        settings["secret_key"], stripe_version=API_VERSION, base_addresses={"api": f"{inner}/stripe"}
    )


def kinds(events: list[Any]) -> list[EventKind]:
    return [event.kind for event in events]


def test_a_dong_has_no_hundredth(cards: Stripe, sdk: stripe.StripeClient, shop: Shop) -> None:
    step = cards.start(charge(shop.base, money=Money(180_000)))

    session = sdk.v1.checkout.sessions.retrieve(step.provider_ref)

    assert (session.amount_total, session.currency) == (180_000, "vnd")


def test_the_same_charge_started_twice_is_one_session(cards: Stripe, shop: Shop) -> None:
    mine = charge(shop.base)

    assert cards.start(mine) == cards.start(mine)


def test_a_session_lives_as_long_as_stripe_allows(cards: Stripe, shop: Shop) -> None:
    now = clock.now()

    short = cards.start(charge(shop.base, expires_at=now + timedelta(seconds=1)))
    long = cards.start(charge(shop.base, expires_at=now + timedelta(days=30)))

    assert timedelta(minutes=30) < short.expires_at - now < timedelta(minutes=40)
    assert timedelta(hours=23) < long.expires_at - now < timedelta(hours=24)


def test_what_stripe_will_not_take_is_refused_with_its_word(cards: Stripe, shop: Shop) -> None:
    step = cards.start(charge(shop.base, money=Money(2_000)))

    assert (step.kind, step.reason) == (StepKind.REFUSED, "amount_too_small")
    assert step.reason in cards.reasons


def test_a_wrong_key_is_a_definite_no(settings: dict[str, str], shop: Shop) -> None:
    cards = Stripe(settings | {"secret_key": settings["secret_key"][:-1] + "?"})

    assert cards.start(charge(shop.base)).reason == "authentication_error"
    assert cards.health().reason == "authentication_error"
    with pytest.raises(GatewayRefused, match="authentication_error"):
        cards.query(facts(charge()))


def test_live_money_is_never_started_with_test_keys(cards: Stripe) -> None:
    assert cards.start(charge(mode=Mode.LIVE)).reason == "mode"


def test_a_paid_session_is_found_by_its_own_id_and_by_ours(cards: Stripe, inner: str, shop: Shop) -> None:
    mine = charge(shop.base)
    step = cards.start(mine)
    press(inner, step.url, "paid")

    by_session, by_number = cards.query(facts(mine, step)), cards.query(facts(mine))
    (event,) = cards.read_callback(shop.wait_for(1)[0])

    assert by_session == by_number
    assert [(one.kind, one.provider_ref) for one in by_session] == [(event.kind, event.provider_ref)]
    assert event.provider_ref.startswith("pi_")


def test_a_decline_informs_and_the_page_stays_open(cards: Stripe, inner: str, shop: Shop) -> None:
    mine = charge(shop.base)
    step = cards.start(mine)
    press(inner, step.url, "refused")

    (event,) = cards.read_callback(shop.wait_for(1)[0])
    (asked,) = cards.query(facts(mine, step))
    press(inner, step.url, "paid")

    assert (event.kind, event.reason) == (EventKind.INFO, "insufficient_funds")
    assert (asked.kind, asked.provider_ref) == (event.kind, event.provider_ref)
    assert event.reason in cards.reasons
    assert kinds(cards.query(facts(mine, step))) == [EventKind.CHARGED]


def test_walking_away_from_the_page_decides_nothing(cards: Stripe, inner: str, shop: Shop) -> None:
    mine = charge(shop.base)
    step = cards.start(mine)

    back = press(inner, step.url, "cancelled")

    hint = cards.read_return({"number": str(mine.public_number), "result": "cancelled"})
    assert back.endswith(f"number={mine.public_number}&result=cancelled")
    assert (hint.public_number, hint.claims, hint.signed) == (mine.public_number, "cancelled", False)
    assert cards.query(facts(mine, step)) == []
    assert cards.read_return({"number": "x", "redirect_status": "failed"}).claims == "failed"


def test_an_attempt_nobody_paid_is_closed_for_an_old_tab(cards: Stripe, inner: str, shop: Shop) -> None:
    mine = charge(shop.base)
    step = cards.start(mine)
    press(inner, step.url, "refused")

    declined, closed = cards.void(facts(mine, step))
    (event,) = cards.read_callback(shop.wait_for(2)[1])

    assert (declined.kind, closed.kind, closed.provider_ref) == (
        EventKind.INFO,
        EventKind.EXPIRED,
        step.provider_ref,
    )
    assert (event.kind, event.provider_ref) == (EventKind.EXPIRED, step.provider_ref)
    assert event.public_number == mine.public_number
    assert httpx.post(inner + urlsplit(step.url).path, data={"outcome": "paid"}).status_code == 409
    with pytest.raises(GatewayRefused):
        cards.void(facts(mine, step))


def test_part_of_held_money_is_taken_and_told_the_same_way(cards: Stripe, inner: str, shop: Shop) -> None:
    mine = charge(shop.base, capture_later=True)
    step = cards.start(mine)
    press(inner, step.url, "paid")

    held, taken = cards.capture(facts(mine, step), Money(100_000))
    told = [cards.read_callback(call)[0] for call in shop.wait_for(2)]

    assert (held.kind, held.money, taken.kind, taken.money) == (
        EventKind.AUTHORIZED,
        mine.money,
        EventKind.CHARGED,
        Money(100_000),
    )
    assert [(one.kind, one.provider_ref, one.money) for one in told] == [
        (one.kind, one.provider_ref, one.money) for one in (held, taken)
    ]
    with pytest.raises(GatewayRefused, match="payment_intent_unexpected_state"):
        cards.capture(facts(mine, step), mine.money)


def test_held_money_let_go_is_told_and_never_taken(cards: Stripe, inner: str, shop: Shop) -> None:
    mine = charge(shop.base, capture_later=True)
    step = cards.start(mine)
    press(inner, step.url, "paid")

    first, again = cards.void(facts(mine, step)), cards.void(facts(mine, step))
    told = cards.read_callback(shop.wait_for(2)[1])

    assert first == again
    assert (told[0].kind, told[0].provider_ref) == (EventKind.CANCELLED, first[1].provider_ref)
    with pytest.raises(GatewayRefused):
        cards.capture(facts(mine, step), mine.money)


def test_a_refund_made_in_the_dashboard_is_told_by_its_charge(
    cards: Stripe, sdk: stripe.StripeClient, inner: str, shop: Shop
) -> None:
    mine = charge(shop.base)
    press(inner, cards.start(mine).url, "paid")
    (paid,) = cards.read_callback(shop.wait_for(1)[0])

    refund = sdk.v1.refunds.create({"payment_intent": paid.provider_ref, "amount": 25_000})
    (told,) = cards.read_callback(shop.wait_for(2)[1])

    assert (told.kind, told.provider_ref, told.money) == (EventKind.REFUNDED, refund.id, Money(25_000))
    assert (told.refund_id, told.public_number, told.charge_ref) == ("", None, paid.provider_ref)
    assert kinds(cards.query(facts(mine))) == [EventKind.CHARGED, EventKind.REFUNDED]


def test_stripe_refuses_to_give_back_more_than_it_took(
    cards: Stripe, sdk: stripe.StripeClient, inner: str, shop: Shop
) -> None:
    mine = charge(shop.base)
    press(inner, cards.start(mine).url, "paid")
    (paid,) = cards.read_callback(shop.wait_for(1)[0])

    with pytest.raises(stripe.InvalidRequestError):
        sdk.v1.refunds.create({"payment_intent": paid.provider_ref, "amount": 125_001})
    cards.refund(refund_request("R1", facts(mine), mine.money))
    answer = cards.refund(refund_request("R2", facts(mine), Money(1)))

    assert (answer.state, answer.reason) == (RefundState.FAILED, "charge_already_refunded")


def test_a_refund_that_fails_later_says_why_and_whose_it_was() -> None:
    mine = {"number": "42", "refund": "R1"}
    failed = REFUND | {"status": "failed", "failure_reason": "expired_or_canceled_card", "metadata": mine}

    (event,) = OURS.read_callback(told("refund.failed", failed))

    assert (event.refund_id, event.public_number) == ("R1", 42)
    assert event.reason == "expired_or_canceled_card" and event.reason in OURS.reasons


def test_a_dispute_takes_the_money_back_and_ends(
    cards: Stripe, sdk: stripe.StripeClient, inner: str, shop: Shop
) -> None:
    mine = charge(shop.base)
    press(inner, cards.start(mine).url, "charged_back")
    paid, disputed = (cards.read_callback(call)[0] for call in shop.wait_for(2))

    sdk.v1.disputes.close(disputed.provider_ref)
    (closed,) = cards.read_callback(shop.wait_for(3)[2])

    assert (disputed.kind, disputed.money, disputed.reason) == (
        EventKind.CHARGED_BACK,
        mine.money,
        "fraudulent",
    )
    assert (disputed.charge_ref, disputed.public_number) == (paid.provider_ref, None)
    assert (closed.kind, closed.provider_ref, closed.reason) == (
        EventKind.INFO,
        disputed.provider_ref,
        "dispute_lost",
    )
    asked = cards.query(facts(mine))
    assert [(one.kind, one.provider_ref) for one in asked] == [
        (one.kind, one.provider_ref) for one in (paid, disputed, closed)
    ]


def test_a_redirect_method_asks_the_buyer_to_confirm_and_waits(
    settings: dict[str, str], inner: str, shop: Shop
) -> None:
    cards = Stripe(settings | {"redirect_method": "alipay"})
    mine = charge(shop.base)

    step, again = cards.start(mine), cards.start(mine)
    waiting = cards.query(facts(mine, step))
    back = press(inner, step.url, "paid")
    (told,) = cards.read_callback(shop.wait_for(1)[0])

    assert step == again
    assert step.provider_ref.startswith("pi_")
    assert waiting == []
    assert back.startswith(mine.return_url)
    assert (told.kind, told.provider_ref) == (EventKind.CHARGED, step.provider_ref)
    assert kinds(cards.query(facts(mine, step))) == [EventKind.CHARGED]


def test_a_refusal_at_a_redirect_method_is_the_end(settings: dict[str, str], inner: str, shop: Shop) -> None:
    cards = Stripe(settings | {"redirect_method": "alipay"})
    mine = charge(shop.base)
    step = cards.start(mine)
    press(inner, step.url, "cancelled")

    (told,) = cards.read_callback(shop.wait_for(1)[0])
    (asked,) = cards.query(facts(mine, step))

    assert (told.kind, told.reason) == (EventKind.FAILED, "payment_intent_authentication_failure")
    assert (asked.kind, asked.provider_ref) == (told.kind, told.provider_ref)


def test_a_platform_charges_for_a_connected_account(
    settings: dict[str, str], sdk: stripe.StripeClient, inner: str, shop: Shop
) -> None:
    account = sdk.v1.accounts.create({"business_profile": {"name": "Gốm Tam Thọ"}}).id
    platform, connected = Stripe(settings), Stripe(settings | {"account": account})
    mine = charge(shop.base)

    step = connected.start(mine)
    press(inner, step.url, "paid")
    call = shop.wait_for(1)[0]
    (event,) = connected.read_callback(call)

    assert (event.kind, event.account) == (EventKind.CHARGED, account)
    assert platform.account_named(call) == account
    assert platform.read_callback(call) == []
    assert kinds(connected.query(facts(mine, step))) == [EventKind.CHARGED]
    assert platform.query(facts(mine, step)) == []


def test_another_platforms_account_is_closed_to_us(
    settings: dict[str, str], sdk: stripe.StripeClient, shop: Shop
) -> None:
    account = sdk.v1.accounts.create({}).id
    stranger = Stripe(working_settings("stripe", shop) | {"account": account})

    assert stranger.start(charge(shop.base)).reason == "account_invalid"


def test_one_key_with_other_parameters_is_refused(sdk: stripe.StripeClient) -> None:
    def create(amount: int) -> stripe.checkout.Session:
        price = {"currency": "vnd", "unit_amount": amount, "product_data": {"name": "Bình gốm"}}
        return sdk.v1.checkout.sessions.create(
            {
                "mode": "payment",
                "line_items": [{"price_data": price, "quantity": 2}],
                "success_url": "https://gom.example/paid",
            },
            {"idempotency_key": "order-7"},
        )

    first, again = create(50_000), create(50_000)

    assert first.id == again.id
    assert first.amount_total == 100_000
    with pytest.raises(stripe.IdempotencyError):
        create(60_000)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"amount": 100_000_000}, "amount_too_large"),
        ({"amount": 1}, "amount_too_small"),
        ({"colour": "red"}, "parameter_unknown"),
        ({"return_url": "not an address"}, "url_invalid"),
    ],
)
def test_errors_have_stripes_shape(sdk: stripe.StripeClient, changes: dict[str, Any], code: str) -> None:
    order = {
        "amount": 125_000,
        "currency": "vnd",
        "confirm": True,
        "payment_method_data": {"type": "alipay"},
        "return_url": "https://gom.example/paid",
    }

    with pytest.raises(stripe.InvalidRequestError) as caught:
        sdk.v1.payment_intents.create(order | changes)

    assert (caught.value.http_status, caught.value.code) == (400, code)


def test_what_stripe_does_not_know_is_nothing_there(cards: Stripe, sdk: stripe.StripeClient) -> None:
    unknown = replace(facts(charge()), provider_ref="cs_test_00")

    assert cards.query(unknown) == []
    assert cards.query(replace(unknown, charge_ref="pi_00")) == []
    assert cards.query_refund(refund_request("R1", unknown, Money(1))).state is RefundState.FAILED
    with pytest.raises(GatewayRefused, match="resource_missing"):
        cards.capture(unknown, Money(1))
    with pytest.raises(stripe.InvalidRequestError, match="No such refund"):
        sdk.v1.refunds.retrieve("re_00")


def test_bad_weather_is_unknown(inner: str) -> None:
    asked = {"reference": secrets.token_hex(4), "name": "Gốm Tam Thọ", "wire": "stripe"}
    issued = httpx.post(
        f"{inner}/api/merchants", json=asked, headers={"X-Practice-Bootstrap": BOOTSTRAP_KEY}
    ).json()
    cards = Stripe(issued["settings"])

    httpx.post(inner + issued["controls"], data={"weather": "down"})

    with pytest.raises(GatewayUnavailable, match="503"):
        cards.query(facts(charge()))
    assert not cards.health().ok
