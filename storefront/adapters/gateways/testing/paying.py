"""A payment at the company, told by callback and found by asking."""

import pytest

from storefront.adapters.gateways import gateway
from storefront.adapters.gateways.base import (
    BadSignature,
    EventKind,
    Gateway,
    GatewayUnavailable,
    Outcome,
    StepKind,
)
from storefront.adapters.gateways.testing.frame import Frame, called_to_start, needs, notifying
from storefront.adapters.gateways.testing.shop import DeafProxy, Shop
from storefront.adapters.gateways.testing.words import charge, facts, identity, refusal, tampered
from storefront.infra import http
from storefront.infra.money import Money


class Paying(Frame):
    """For gateways that are told by their company."""

    @needs(notifying)
    def test_a_payment_that_succeeds_is_told_once_signed_and_whole(
        self, made: Gateway, inner: str, shop: Shop
    ) -> None:
        mine = charge(shop.base)

        back = self.press(inner, made.start(mine).url, "paid")
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

    @needs(notifying)
    def test_a_payment_told_twice_has_one_reference(self, made: Gateway, inner: str, shop: Shop) -> None:
        self.press(inner, made.start(charge(shop.base)).url, "twice")
        first, second = (made.read_callback(call)[0] for call in shop.wait_for(2))

        assert identity(first) == identity(second)

    @needs(lambda kind: kind.capabilities.notify_failures)
    def test_an_older_failure_may_be_told_after_the_success(
        self, made: Gateway, inner: str, shop: Shop
    ) -> None:
        self.press(inner, made.start(charge(shop.base)).url, "reordered")
        first, second = (made.read_callback(call)[0] for call in shop.wait_for(2))

        assert (first.kind, second.kind) == (EventKind.CHARGED, refusal(made))

    @needs(lambda kind: kind.capabilities.notify_failures)
    def test_a_failure_may_be_followed_by_success(self, made: Gateway, inner: str, shop: Shop) -> None:
        self.press(inner, made.start(charge(shop.base)).url, "failed_then_paid")
        first, second = (made.read_callback(call)[0] for call in shop.wait_for(2))

        assert (first.kind, second.kind) == (refusal(made), EventKind.CHARGED)
        assert first.provider_ref != second.provider_ref

    @needs(notifying)
    def test_a_wrong_amount_is_told_as_it_came(self, made: Gateway, inner: str, shop: Shop) -> None:
        self.press(inner, made.start(charge(shop.base)).url, "wrong", amount=124_000)
        (event,) = made.read_callback(shop.wait_for(1)[0])

        assert (event.kind, event.money) == (EventKind.CHARGED, Money(124_000))

    @needs(lambda kind: kind.capabilities.charge_back)
    def test_a_dispute_is_told_about_the_same_payment(self, made: Gateway, inner: str, shop: Shop) -> None:
        self.press(inner, made.start(charge(shop.base)).url, "charged_back")

        first, second = (made.read_callback(call)[0] for call in shop.wait_for(2))

        assert (first.kind, second.kind) == (EventKind.CHARGED, EventKind.CHARGED_BACK)
        assert second.money == first.money
        assert first.public_number == second.public_number or second.charge_ref == first.provider_ref

    @needs(notifying)
    def test_another_shops_secret_does_not_open_a_callback(
        self, made: Gateway, inner: str, shop: Shop
    ) -> None:
        other = gateway(made.code)(self.settings(made.code, shop))
        self.press(inner, made.start(charge(shop.base)).url, "paid")
        call = shop.wait_for(1)[0]

        with pytest.raises(BadSignature):
            other.read_callback(call)

    @needs(notifying)
    def test_a_changed_amount_is_refused(self, made: Gateway, inner: str, shop: Shop) -> None:
        self.press(inner, made.start(charge(shop.base)).url, "paid")
        call = shop.wait_for(1)[0]

        with pytest.raises(BadSignature):
            made.read_callback(tampered(call))

    @needs(notifying)
    def test_money_may_come_later_than_the_browser(self, made: Gateway, inner: str, shop: Shop) -> None:
        mine = charge(shop.base)
        step = made.start(mine)
        self.press(inner, step.url, "late", seconds="1.2")

        asked_early = made.query(facts(mine, step))
        (event,) = made.read_callback(shop.wait_for(1)[0])

        assert asked_early == []
        assert [asked.provider_ref for asked in made.query(facts(mine, step))] == [event.provider_ref]

    @needs(notifying)
    def test_what_a_callback_could_not_prove_is_found_by_asking(
        self, made: Gateway, inner: str, shop: Shop
    ) -> None:
        mine = charge(shop.base)
        step = made.start(mine)
        self.press(inner, step.url, "broken")

        with pytest.raises(BadSignature):
            made.read_callback(shop.wait_for(1)[0])
        (event,) = made.query(facts(mine, step))

        assert (event.kind, event.money) == (EventKind.CHARGED, mine.money)

    @needs(notifying)
    def test_an_abandoned_payment_tells_nothing_and_stays_open(
        self, made: Gateway, inner: str, shop: Shop
    ) -> None:
        mine = charge(shop.base)

        back = self.press(inner, made.start(mine).url, "abandoned")

        assert back.startswith(mine.return_url)
        assert made.query(facts(mine)) == []

    @needs(lambda kind: kind.capabilities.notify and not kind.capabilities.notify_once)
    def test_a_callback_not_kept_is_sent_again(self, made: Gateway, inner: str, shop: Shop) -> None:
        shop.answers = [made.acknowledge([Outcome.ERROR]), made.acknowledge([Outcome.DUPLICATE])]

        self.press(inner, made.start(charge(shop.base)).url, "paid")
        first, second = (made.read_callback(call)[0] for call in shop.wait_for(2))

        assert identity(first) == identity(second)

    @needs(notifying)
    @pytest.mark.parametrize(
        "outcome", [Outcome.ACCEPTED, Outcome.DUPLICATE, Outcome.UNKNOWN_PAYMENT, Outcome.WRONG_AMOUNT]
    )
    def test_what_was_kept_is_acknowledged(self, made: Gateway, outcome: Outcome) -> None:
        assert made.acknowledge([outcome]).status in (200, 204)

    @needs(called_to_start)
    def test_a_time_out_on_start_is_unknown_and_the_payment_is_found_again(
        self, made: Gateway, inner: str, shop: Shop
    ) -> None:
        mine = charge(shop.base)
        proxy = DeafProxy(inner)
        http.allow_inner(proxy.base)

        with pytest.raises(GatewayUnavailable):
            made.start(mine)
        http.allow_inner(inner)
        proxy.close()
        step = made.start(mine)
        self.press(inner, step.url, "paid")

        assert [event.kind for event in made.query(facts(mine, step))] == [EventKind.CHARGED]

    @needs(notifying)
    def test_a_gateway_nobody_answers_for_is_unknown_and_unwell(self, made: Gateway) -> None:
        http.allow_inner("http://127.0.0.1:9")

        with pytest.raises(GatewayUnavailable):
            made.query(facts(charge()))
        assert not made.health().ok

    @needs(called_to_start)
    def test_a_start_nobody_answers_is_unknown(self, made: Gateway) -> None:
        http.allow_inner("http://127.0.0.1:9")

        with pytest.raises(GatewayUnavailable):
            made.start(charge())

    @needs(called_to_start)
    def test_one_number_with_two_amounts_is_refused(self, made: Gateway, shop: Shop) -> None:
        mine = charge(shop.base)
        made.start(mine)

        step = made.start(charge(shop.base, public_number=mine.public_number, money=Money(1)))

        assert step.kind is StepKind.REFUSED
