"""Money held and taken later, and what is not offered."""

import pytest

from storefront.adapters.gateways.base import EventKind, Gateway, NotOffered
from storefront.adapters.gateways.testing.frame import Frame, needs
from storefront.adapters.gateways.testing.shop import Shop
from storefront.adapters.gateways.testing.words import charge, facts, refund_request
from storefront.infra.money import Money


class Held(Frame):
    """Authorise, then capture or void."""

    @needs(lambda kind: not kind.capabilities.capture)
    def test_what_is_not_offered_says_so(self, made: Gateway) -> None:
        with pytest.raises(NotOffered):
            made.capture(facts(charge()), Money(1))
        with pytest.raises(NotOffered):
            made.void(facts(charge()))

    @needs(lambda kind: kind.capabilities.internal)
    def test_what_stands_in_the_shops_own_books_is_asked_of_nobody(self, made: Gateway) -> None:
        request = refund_request("R1", facts(charge()), Money(1))

        assert made.capabilities.offline and made.query(facts(charge())) == []
        with pytest.raises(NotOffered):
            made.refund(request)
        with pytest.raises(NotOffered):
            made.query_refund(request)
        with pytest.raises(NotOffered):
            made.capture(facts(charge()), Money(1))
        with pytest.raises(NotOffered):
            made.void(facts(charge()))

    @needs(lambda kind: kind.capabilities.authorize and not kind.capabilities.internal)
    def test_held_money_is_captured_once(self, made: Gateway, inner: str, shop: Shop) -> None:
        mine = charge(shop.base, capture_later=True)
        self.press(inner, made.start(mine).url, "paid")

        first, again = made.capture(facts(mine), mine.money), made.capture(facts(mine), mine.money)

        assert (first[-1].kind, first[-1].money) == (EventKind.CHARGED, mine.money)
        assert first == again
        assert made.query(facts(mine))[-1].provider_ref == first[-1].provider_ref

    @needs(lambda kind: kind.capabilities.authorize and not kind.capabilities.internal)
    def test_held_money_is_let_go(self, made: Gateway, inner: str, shop: Shop) -> None:
        mine = charge(shop.base, capture_later=True)
        self.press(inner, made.start(mine).url, "paid")

        events = made.void(facts(mine))

        assert events[-1].kind is EventKind.CANCELLED
        assert made.query(facts(mine))[-1].provider_ref == events[-1].provider_ref
