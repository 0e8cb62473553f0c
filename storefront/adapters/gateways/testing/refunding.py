"""Money given back."""

import pytest

from storefront.adapters.gateways.base import EventKind, Gateway, RefundState
from storefront.adapters.gateways.testing.frame import Frame, needs
from storefront.adapters.gateways.testing.shop import Shop
from storefront.adapters.gateways.testing.words import charge, facts, refund_request, until
from storefront.infra.money import Money


class Refunding(Frame):
    """By the company, or by a person where it cannot."""

    @needs(lambda kind: kind.capabilities.refund_manual)
    def test_where_a_person_refunds_the_gateway_says_so(self, made: Gateway) -> None:
        request = refund_request("R1", facts(charge()), Money(1))

        assert made.refund(request).state is RefundState.MANUAL
        assert made.query(facts(charge())) == []

    @needs(lambda kind: kind.capabilities.refund_async)
    def test_a_refund_asked_for_twice_happens_once(self, made: Gateway, inner: str, shop: Shop) -> None:
        mine = charge(shop.base)
        self.press(inner, made.start(mine).url, "paid")
        request = refund_request("R1", facts(mine), Money(25_000))

        first, again = made.refund(request), made.refund(request)
        told = {event.provider_ref for event in made.query(facts(mine)) if event.kind is EventKind.REFUNDED}
        rest = made.refund(refund_request("R2", facts(mine), Money(100_000)))

        assert first == again
        assert first.state is RefundState.DONE
        assert told <= {first.provider_ref}
        assert rest.state is RefundState.DONE

    @needs(lambda kind: kind.capabilities.refund_async)
    @pytest.mark.parametrize(
        ("chosen", "ending"), [("later", RefundState.DONE), ("fail", RefundState.FAILED)]
    )
    def test_a_pending_refund_ends(
        self, made: Gateway, inner: str, shop: Shop, chosen: str, ending: RefundState
    ) -> None:
        mine = charge(shop.base)
        self.press(inner, made.start(mine).url, "paid", refunds=chosen, seconds="0.4")
        request = refund_request("R1", facts(mine), mine.money)

        asked = made.refund(request)
        ended = until(lambda: made.query_refund(request), lambda said: said.state is not RefundState.PENDING)

        assert asked.state is RefundState.PENDING
        assert (ended.state, ended.provider_ref) == (ending, asked.provider_ref)

    @needs(lambda kind: kind.capabilities.notify_refunds)
    @pytest.mark.parametrize(
        ("chosen", "kind"), [("now", EventKind.REFUNDED), ("fail", EventKind.REFUND_FAILED)]
    )
    def test_the_end_of_a_refund_is_told(
        self, made: Gateway, inner: str, shop: Shop, chosen: str, kind: EventKind
    ) -> None:
        mine = charge(shop.base)
        self.press(inner, made.start(mine).url, "paid", refunds=chosen, seconds="0.4")

        asked = made.refund(refund_request("R1", facts(mine), mine.money))
        (event,) = made.read_callback(shop.wait_for(2)[1])

        assert (event.kind, event.refund_id, event.provider_ref) == (kind, "R1", asked.provider_ref)

    @needs(lambda kind: kind.capabilities.refund_async)
    def test_more_than_was_paid_is_not_refunded(self, made: Gateway, inner: str, shop: Shop) -> None:
        mine = charge(shop.base)
        self.press(inner, made.start(mine).url, "paid")
        made.refund(refund_request("R1", facts(mine), Money(100_000)))

        answer = made.refund(refund_request("R2", facts(mine), Money(25_001)))

        assert answer.state is RefundState.FAILED
        assert answer.reason
