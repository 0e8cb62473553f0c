"""What every gateway keeps, built in or added: the core relies on nothing else."""

from dataclasses import fields

import pytest

from storefront.adapters.gateways import gateway, gateway_codes
from storefront.adapters.gateways.base import (
    BadSignature,
    Callback,
    EventKind,
    Gateway,
    GatewayEvent,
    GatewayUnavailable,
    NotOffered,
    Outcome,
    RefundState,
    StepKind,
)
from storefront.infra import http
from storefront.infra.money import Money
from storefront.sandbox.wires import WIRES
from tests.adapters.gateways.counterparts import (
    DeafProxy,
    Shop,
    charge,
    facts,
    press,
    refund_request,
    tampered,
    until,
    working_settings,
)

ALL = gateway_codes()
NOTIFYING = [code for code in ALL if gateway(code).capabilities.notify]
TELLING_ENDS = [code for code in ALL if gateway(code).capabilities.notify_failures]
TELLING_REFUNDS = [code for code in ALL if gateway(code).capabilities.notify_refunds]
REPEATING = [code for code in NOTIFYING if WIRES[code].gaps]
CALLED_TO_START = [code for code in NOTIFYING if not gateway(code).capabilities.signed_link]
BY_HAND = [code for code in ALL if gateway(code).capabilities.refund_manual]
REFUNDING = [code for code in ALL if gateway(code).capabilities.refund_async]
INTERNAL = [code for code in ALL if gateway(code).capabilities.internal]
HOLDING = [code for code in ALL if gateway(code).capabilities.authorize and code not in INTERNAL]
NOT_HOLDING = [code for code in ALL if not gateway(code).capabilities.capture]


def identity(event: GatewayEvent) -> tuple[object, ...]:
    """What makes two tellings one fact; not every company says when it happened."""
    return event.kind, event.provider_ref, event.money, event.public_number


def refusal(made: Gateway) -> EventKind:
    """What a refusal is told as: it is not the end where the company's page stays open for another try."""
    return EventKind.INFO if made.capabilities.retried_there else EventKind.FAILED


@pytest.fixture
def made(request: pytest.FixtureRequest, inner: str, shop: Shop) -> Gateway:
    """The gateway a test names, with settings of its own that work; the shop answers it as it likes."""
    made = gateway(request.param)(working_settings(request.param, shop))
    shop.usual = made.acknowledge([Outcome.ACCEPTED])
    return made


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


@pytest.mark.parametrize("made", INTERNAL, indirect=True)
def test_what_stands_in_the_shops_own_books_is_asked_of_nobody(made: Gateway) -> None:
    request = refund_request("R1", facts(charge()), Money(1))

    assert made.capabilities.offline and made.query(facts(charge())) == []
    for ask in (made.refund, made.query_refund, made.void, lambda _: made.capture(facts(charge()), Money(1))):
        with pytest.raises(NotOffered):
            ask(request)  # type: ignore[arg-type]


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

    assert identity(first) == identity(second)


@pytest.mark.parametrize("made", TELLING_ENDS, indirect=True)
def test_an_older_failure_may_be_told_after_the_success(made: Gateway, inner: str, shop: Shop) -> None:
    press(inner, made.start(charge(shop.base)).url, "reordered")
    first, second = (made.read_callback(call)[0] for call in shop.wait_for(2))

    assert (first.kind, second.kind) == (EventKind.CHARGED, refusal(made))


@pytest.mark.parametrize("made", TELLING_ENDS, indirect=True)
def test_a_failure_may_be_followed_by_success(made: Gateway, inner: str, shop: Shop) -> None:
    press(inner, made.start(charge(shop.base)).url, "failed_then_paid")
    first, second = (made.read_callback(call)[0] for call in shop.wait_for(2))

    assert (first.kind, second.kind) == (refusal(made), EventKind.CHARGED)
    assert first.provider_ref != second.provider_ref


@pytest.mark.parametrize("made", NOTIFYING, indirect=True)
def test_a_wrong_amount_is_told_as_it_came(made: Gateway, inner: str, shop: Shop) -> None:
    press(inner, made.start(charge(shop.base)).url, "wrong", amount=124_000)
    (event,) = made.read_callback(shop.wait_for(1)[0])

    assert (event.kind, event.money) == (EventKind.CHARGED, Money(124_000))


@pytest.mark.parametrize("made", NOTIFYING, indirect=True)
def test_another_shops_secret_does_not_open_a_callback(made: Gateway, inner: str, shop: Shop) -> None:
    other = gateway(made.code)(working_settings(made.code, shop))
    press(inner, made.start(charge(shop.base)).url, "paid")
    call = shop.wait_for(1)[0]

    with pytest.raises(BadSignature):
        other.read_callback(call)


@pytest.mark.parametrize("made", NOTIFYING, indirect=True)
def test_a_changed_amount_is_refused(made: Gateway, inner: str, shop: Shop) -> None:
    press(inner, made.start(charge(shop.base)).url, "paid")
    call = shop.wait_for(1)[0]

    with pytest.raises(BadSignature):
        made.read_callback(tampered(call))


@pytest.mark.parametrize("made", NOTIFYING, indirect=True)
def test_money_may_come_later_than_the_browser(made: Gateway, inner: str, shop: Shop) -> None:
    mine = charge(shop.base)
    step = made.start(mine)
    press(inner, step.url, "late", seconds=1)

    asked_early = made.query(facts(mine, step))
    (event,) = made.read_callback(shop.wait_for(1)[0])

    assert asked_early == []
    assert [asked.provider_ref for asked in made.query(facts(mine, step))] == [event.provider_ref]


@pytest.mark.parametrize("made", NOTIFYING, indirect=True)
def test_what_a_callback_could_not_prove_is_found_by_asking(made: Gateway, inner: str, shop: Shop) -> None:
    mine = charge(shop.base)
    step = made.start(mine)
    press(inner, step.url, "broken")

    with pytest.raises(BadSignature):
        made.read_callback(shop.wait_for(1)[0])
    (event,) = made.query(facts(mine, step))

    assert (event.kind, event.money) == (EventKind.CHARGED, mine.money)


@pytest.mark.parametrize("made", NOTIFYING, indirect=True)
def test_an_abandoned_payment_tells_nothing_and_stays_open(made: Gateway, inner: str, shop: Shop) -> None:
    mine = charge(shop.base)

    back = press(inner, made.start(mine).url, "abandoned")

    assert back.startswith(mine.return_url)
    assert made.query(facts(mine)) == []


@pytest.mark.parametrize("made", REPEATING, indirect=True)
def test_a_callback_not_kept_is_sent_again(made: Gateway, inner: str, shop: Shop) -> None:
    shop.answers = [made.acknowledge([Outcome.ERROR]), made.acknowledge([Outcome.DUPLICATE])]

    press(inner, made.start(charge(shop.base)).url, "paid")
    first, second = (made.read_callback(call)[0] for call in shop.wait_for(2))

    assert identity(first) == identity(second)


@pytest.mark.parametrize("made", NOTIFYING, indirect=True)
@pytest.mark.parametrize(
    "outcome", [Outcome.ACCEPTED, Outcome.DUPLICATE, Outcome.UNKNOWN_PAYMENT, Outcome.WRONG_AMOUNT]
)
def test_what_was_kept_is_acknowledged(made: Gateway, outcome: Outcome) -> None:
    assert made.acknowledge([outcome]).status in (200, 204)


@pytest.mark.parametrize("made", CALLED_TO_START, indirect=True)
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
    step = made.start(mine)
    press(inner, step.url, "paid")

    assert [event.kind for event in made.query(facts(mine, step))] == [EventKind.CHARGED]


@pytest.mark.parametrize("made", NOTIFYING, indirect=True)
def test_a_gateway_nobody_answers_for_is_unknown_and_unwell(made: Gateway) -> None:
    http.allow_inner("http://127.0.0.1:9")

    with pytest.raises(GatewayUnavailable):
        made.query(facts(charge()))
    assert not made.health().ok


@pytest.mark.parametrize("made", CALLED_TO_START, indirect=True)
def test_a_start_nobody_answers_is_unknown(made: Gateway) -> None:
    http.allow_inner("http://127.0.0.1:9")

    with pytest.raises(GatewayUnavailable):
        made.start(charge())


@pytest.mark.parametrize("made", CALLED_TO_START, indirect=True)
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
    told = {event.provider_ref for event in made.query(facts(mine)) if event.kind is EventKind.REFUNDED}
    rest = made.refund(refund_request("R2", facts(mine), Money(100_000)))

    assert first == again
    assert first.state is RefundState.DONE
    assert told <= {first.provider_ref}
    assert rest.state is RefundState.DONE


@pytest.mark.parametrize("made", REFUNDING, indirect=True)
@pytest.mark.parametrize(("chosen", "ending"), [("later", RefundState.DONE), ("fail", RefundState.FAILED)])
def test_a_pending_refund_ends(
    made: Gateway, inner: str, shop: Shop, chosen: str, ending: RefundState
) -> None:
    mine = charge(shop.base)
    press(inner, made.start(mine).url, "paid", refunds=chosen)
    request = refund_request("R1", facts(mine), mine.money)

    asked = made.refund(request)
    ended = until(lambda: made.query_refund(request), lambda said: said.state is not RefundState.PENDING)

    assert asked.state is RefundState.PENDING
    assert (ended.state, ended.provider_ref) == (ending, asked.provider_ref)


@pytest.mark.parametrize("made", TELLING_REFUNDS, indirect=True)
@pytest.mark.parametrize(("chosen", "kind"), [("now", EventKind.REFUNDED), ("fail", EventKind.REFUND_FAILED)])
def test_the_end_of_a_refund_is_told(
    made: Gateway, inner: str, shop: Shop, chosen: str, kind: EventKind
) -> None:
    mine = charge(shop.base)
    press(inner, made.start(mine).url, "paid", refunds=chosen)

    asked = made.refund(refund_request("R1", facts(mine), mine.money))
    (event,) = made.read_callback(shop.wait_for(2)[1])

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

    assert (first[-1].kind, first[-1].money) == (EventKind.CHARGED, mine.money)
    assert first == again
    assert made.query(facts(mine))[-1].provider_ref == first[-1].provider_ref


@pytest.mark.parametrize("made", HOLDING, indirect=True)
def test_held_money_is_let_go(made: Gateway, inner: str, shop: Shop) -> None:
    mine = charge(shop.base, capture_later=True)
    press(inner, made.start(mine).url, "paid")

    events = made.void(facts(mine))

    assert events[-1].kind is EventKind.CANCELLED
    assert made.query(facts(mine))[-1].provider_ref == events[-1].provider_ref
