"""What every gateway keeps, built in or added: the core relies on nothing else."""

from dataclasses import fields
from datetime import timedelta

import pytest

from storefront.adapters.gateways import gateway, gateway_codes
from storefront.adapters.gateways.base import (
    BadSignature,
    Callback,
    EventKind,
    Gateway,
    GatewayUnavailable,
    NotOffered,
    Outcome,
    RefundState,
    StepKind,
)
from storefront.infra import clock, http
from storefront.infra.money import Money
from tests.adapters.gateways.counterparts import (
    WORKING_SETTINGS,
    DeafProxy,
    Shop,
    charge,
    facts,
    press,
    refund_request,
    until,
)

ALL = gateway_codes()
NOTIFYING = [code for code in ALL if gateway(code).capabilities.notify]
BY_HAND = [code for code in ALL if gateway(code).capabilities.refund_manual]
REFUNDING = [code for code in ALL if gateway(code).capabilities.refund_async]
HOLDING = [code for code in ALL if gateway(code).capabilities.authorize]
NOT_HOLDING = [code for code in ALL if not gateway(code).capabilities.capture]


@pytest.fixture
def made(request: pytest.FixtureRequest, inner: str) -> Gateway:
    """The gateway a test names, with settings of its own that work."""
    return gateway(request.param)(WORKING_SETTINGS[request.param]())


@pytest.mark.parametrize("code", ALL)
def test_every_gateway_is_found_by_its_own_code_and_has_a_name(code: str) -> None:
    found = gateway(code)

    assert found.code == code
    assert str(found.name)
    assert found.capabilities.steps and found.capabilities.modes


@pytest.mark.parametrize("code", ALL)
def test_the_schema_names_exactly_the_settings(code: str) -> None:
    settings = gateway(code).settings

    assert [item.id for item in settings.schema] == [item.name for item in fields(settings)]
    assert all(str(item.label) for item in settings.schema)


@pytest.mark.parametrize("made", ALL, indirect=True)
def test_settings_that_work_have_no_problems(made: Gateway) -> None:
    assert made.check() == []
    assert made.health().ok


@pytest.mark.parametrize("code", [code for code in ALL if gateway(code).settings.schema])
def test_missing_settings_are_named_in_words(code: str) -> None:
    problems = gateway(code)({}).check()

    assert problems
    assert all(str(problem.message) for problem in problems)


@pytest.mark.parametrize("made", ALL, indirect=True)
def test_start_leads_to_a_step_the_gateway_declared(made: Gateway, shop: Shop) -> None:
    step = made.start(charge(shop.base))

    assert step.kind in made.capabilities.steps
    assert step.expires_at is not None


@pytest.mark.parametrize("made", ALL, indirect=True)
def test_an_invented_return_is_not_taken_for_signed(made: Gateway) -> None:
    hint = made.read_return({"number": "1", "result": "succeeded", "signature": "0" * 64})

    assert not hint.signed


@pytest.mark.parametrize("made", ALL, indirect=True)
@pytest.mark.parametrize("body", [b"", b"{}", b'{"events": []}', b"\xff"])
def test_an_unsigned_callback_is_refused(made: Gateway, body: bytes) -> None:
    with pytest.raises(BadSignature):
        made.read_callback(Callback("POST", {}, {}, body))


@pytest.mark.parametrize("made", BY_HAND, indirect=True)
def test_where_a_person_refunds_the_gateway_says_so(made: Gateway) -> None:
    request = refund_request("R1", facts(charge()), Money(1))

    assert made.refund(request).state is RefundState.MANUAL
    assert made.query(facts(charge())) == []


@pytest.mark.parametrize("made", NOT_HOLDING, indirect=True)
def test_what_is_not_offered_says_so(made: Gateway) -> None:
    with pytest.raises(NotOffered):
        made.capture(facts(charge()), Money(1))
    with pytest.raises(NotOffered):
        made.void(facts(charge()))


@pytest.mark.parametrize("made", NOTIFYING, indirect=True)
def test_a_payment_that_succeeds_is_told_once_signed_and_whole(made: Gateway, inner: str, shop: Shop) -> None:
    mine = charge(shop.base)

    back = press(inner, made.start(mine).url, "paid")
    (event,) = made.read_callback(shop.wait_for(1)[0])

    assert (event.kind, event.money, event.public_number) == (
        EventKind.CHARGED,
        mine.money,
        mine.public_number,
    )
    assert event.mode is mine.mode
    assert event.happened_at.utcoffset() is not None
    assert back.startswith(mine.return_url)
    assert [asked.provider_ref for asked in made.query(facts(mine))] == [event.provider_ref]


@pytest.mark.parametrize("made", NOTIFYING, indirect=True)
def test_a_payment_told_twice_has_one_reference(made: Gateway, inner: str, shop: Shop) -> None:
    press(inner, made.start(charge(shop.base)).url, "twice")
    first, second = (made.read_callback(call)[0] for call in shop.wait_for(2))

    assert first.provider_ref == second.provider_ref
    assert first == second


@pytest.mark.parametrize("made", NOTIFYING, indirect=True)
def test_an_older_failure_may_be_told_after_the_success(made: Gateway, inner: str, shop: Shop) -> None:
    press(inner, made.start(charge(shop.base)).url, "reordered")
    first, second = (made.read_callback(call)[0] for call in shop.wait_for(2))

    assert (first.kind, second.kind) == (EventKind.CHARGED, EventKind.FAILED)
    assert second.happened_at <= first.happened_at


@pytest.mark.parametrize("made", NOTIFYING, indirect=True)
def test_a_failure_may_be_followed_by_success(made: Gateway, inner: str, shop: Shop) -> None:
    press(inner, made.start(charge(shop.base)).url, "failed_then_paid")
    first, second = (made.read_callback(call)[0] for call in shop.wait_for(2))

    assert (first.kind, second.kind) == (EventKind.FAILED, EventKind.CHARGED)
    assert first.provider_ref != second.provider_ref


@pytest.mark.parametrize("made", NOTIFYING, indirect=True)
def test_a_wrong_amount_is_told_as_it_came(made: Gateway, inner: str, shop: Shop) -> None:
    press(inner, made.start(charge(shop.base)).url, "wrong", amount=124_000)
    (event,) = made.read_callback(shop.wait_for(1)[0])

    assert (event.kind, event.money) == (EventKind.CHARGED, Money(124_000))


@pytest.mark.parametrize("made", NOTIFYING, indirect=True)
def test_another_shops_secret_does_not_open_a_callback(made: Gateway, inner: str, shop: Shop) -> None:
    other = gateway(made.code)(WORKING_SETTINGS[made.code]())
    press(inner, made.start(charge(shop.base)).url, "paid")
    call = shop.wait_for(1)[0]

    with pytest.raises(BadSignature):
        other.read_callback(call)


@pytest.mark.parametrize("made", NOTIFYING, indirect=True)
def test_a_changed_body_is_refused(made: Gateway, inner: str, shop: Shop) -> None:
    press(inner, made.start(charge(shop.base)).url, "paid")
    call = shop.wait_for(1)[0]
    changed = Callback(call.method, call.headers, call.query, call.body.replace(b"125000", b"1"))

    with pytest.raises(BadSignature):
        made.read_callback(changed)


@pytest.mark.parametrize("made", NOTIFYING, indirect=True)
def test_an_old_callback_is_refused_when_it_comes_again(made: Gateway, inner: str, shop: Shop) -> None:
    press(inner, made.start(charge(shop.base)).url, "paid")
    call = shop.wait_for(1)[0]
    later = Callback(call.method, call.headers, call.query, call.body, clock.now() + timedelta(minutes=6))

    with pytest.raises(BadSignature):
        made.read_callback(later)


@pytest.mark.parametrize("made", NOTIFYING, indirect=True)
def test_money_may_come_after_the_payment_expired(made: Gateway, inner: str, shop: Shop) -> None:
    mine = charge(shop.base, expires_at=clock.now() + timedelta(seconds=1))
    press(inner, made.start(mine).url, "late", seconds=2)

    first, second = (made.read_callback(call)[0] for call in shop.wait_for(2))

    assert (first.kind, second.kind) == (EventKind.EXPIRED, EventKind.CHARGED)
    assert [event.kind for event in made.query(facts(mine))] == [first.kind, second.kind]


@pytest.mark.parametrize("made", NOTIFYING, indirect=True)
def test_an_abandoned_payment_tells_nothing_and_stays_open(made: Gateway, inner: str, shop: Shop) -> None:
    mine = charge(shop.base)

    back = press(inner, made.start(mine).url, "abandoned")

    assert back.startswith(mine.return_url)
    assert made.query(facts(mine)) == []


@pytest.mark.parametrize("made", NOTIFYING, indirect=True)
def test_a_callback_not_kept_is_sent_again(made: Gateway, inner: str, shop: Shop) -> None:
    shop.answers = [made.acknowledge([Outcome.ERROR]), made.acknowledge([Outcome.DUPLICATE])]

    press(inner, made.start(charge(shop.base)).url, "paid")
    first, second = (made.read_callback(call) for call in shop.wait_for(2))

    assert first == second


@pytest.mark.parametrize("made", NOTIFYING, indirect=True)
@pytest.mark.parametrize(
    "outcome", [Outcome.ACCEPTED, Outcome.DUPLICATE, Outcome.UNKNOWN_PAYMENT, Outcome.WRONG_AMOUNT]
)
def test_what_was_kept_is_acknowledged(made: Gateway, outcome: Outcome) -> None:
    assert made.acknowledge([outcome]).status == 200


@pytest.mark.parametrize("made", NOTIFYING, indirect=True)
def test_a_time_out_on_start_is_unknown_and_the_payment_is_found_again(
    made: Gateway, inner: str, shop: Shop
) -> None:
    mine = charge(shop.base)
    proxy = DeafProxy(inner)
    http.allow_inner(proxy.base)

    with pytest.raises(GatewayUnavailable):
        made.start(mine)
    http.allow_inner(inner)
    proxy.close()
    press(inner, made.start(mine).url, "paid")

    assert [event.kind for event in made.query(facts(mine))] == [EventKind.CHARGED]


@pytest.mark.parametrize("made", NOTIFYING, indirect=True)
def test_a_gateway_nobody_answers_for_is_unknown_and_unwell(made: Gateway) -> None:
    http.allow_inner("http://127.0.0.1:9")

    with pytest.raises(GatewayUnavailable):
        made.start(charge())
    with pytest.raises(GatewayUnavailable):
        made.query(facts(charge()))
    assert not made.health().ok


@pytest.mark.parametrize("made", NOTIFYING, indirect=True)
def test_one_number_with_two_amounts_is_refused(made: Gateway, shop: Shop) -> None:
    mine = charge(shop.base)
    made.start(mine)

    step = made.start(charge(shop.base, public_number=mine.public_number, money=Money(1)))

    assert step.kind is StepKind.REFUSED


@pytest.mark.parametrize("made", REFUNDING, indirect=True)
def test_a_refund_asked_for_twice_happens_once(made: Gateway, inner: str, shop: Shop) -> None:
    mine = charge(shop.base)
    press(inner, made.start(mine).url, "paid")
    request = refund_request("R1", facts(mine), Money(25_000))

    first, again = made.refund(request), made.refund(request)

    assert first == again
    assert first.state is RefundState.DONE
    refunds = [event for event in made.query(facts(mine)) if event.kind is EventKind.REFUNDED]
    assert [(event.money, event.refund_id) for event in refunds] == [(Money(25_000), "R1")]


@pytest.mark.parametrize("made", REFUNDING, indirect=True)
@pytest.mark.parametrize(
    ("chosen", "ending", "kind"),
    [
        ("later", RefundState.DONE, EventKind.REFUNDED),
        ("fail", RefundState.FAILED, EventKind.REFUND_FAILED),
    ],
)
def test_a_pending_refund_ends(
    made: Gateway, inner: str, shop: Shop, chosen: str, ending: RefundState, kind: EventKind
) -> None:
    mine = charge(shop.base)
    press(inner, made.start(mine).url, "paid", refunds=chosen)
    request = refund_request("R1", facts(mine), mine.money)

    asked = made.refund(request)
    ended = until(lambda: made.query_refund(request), lambda said: said.state is not RefundState.PENDING)
    (event,) = made.read_callback(shop.wait_for(2)[1])

    assert asked.state is RefundState.PENDING
    assert ended.state is ending
    assert (event.kind, event.refund_id, event.provider_ref) == (kind, "R1", asked.provider_ref)


@pytest.mark.parametrize("made", REFUNDING, indirect=True)
def test_more_than_was_paid_is_not_refunded(made: Gateway, inner: str, shop: Shop) -> None:
    mine = charge(shop.base)
    press(inner, made.start(mine).url, "paid")
    made.refund(refund_request("R1", facts(mine), Money(100_000)))

    answer = made.refund(refund_request("R2", facts(mine), Money(25_001)))

    assert answer.state is RefundState.FAILED
    assert answer.reason


@pytest.mark.parametrize("made", HOLDING, indirect=True)
def test_held_money_is_captured_once(made: Gateway, inner: str, shop: Shop) -> None:
    mine = charge(shop.base, capture_later=True)
    press(inner, made.start(mine).url, "paid")

    first, again = made.capture(facts(mine), mine.money), made.capture(facts(mine), mine.money)

    assert [event.kind for event in first] == [EventKind.AUTHORIZED, EventKind.CHARGED]
    assert first == again


@pytest.mark.parametrize("made", HOLDING, indirect=True)
def test_held_money_is_let_go(made: Gateway, inner: str, shop: Shop) -> None:
    mine = charge(shop.base, capture_later=True)
    press(inner, made.start(mine).url, "paid")

    events = made.void(facts(mine))

    assert [event.kind for event in events] == [EventKind.AUTHORIZED, EventKind.CANCELLED]
