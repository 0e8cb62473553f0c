"""The contract suite itself: what it tries, and that a gateway which breaks its word fails."""

import pytest

from storefront.adapters.gateways.base import Callback, Gateway, GatewayEvent, PaymentFacts
from storefront.adapters.gateways.cod import CashOnDelivery
from storefront.adapters.gateways.testing import GatewayContract
from storefront.infra.money import Money


class Cash(GatewayContract):
    codes = ("cod",)


class Several(GatewayContract):
    codes = ("cod", "momo", "vnpay")


class Nobody(GatewayContract):
    """Names no gateway."""


class Liar(CashOnDelivery):
    """Takes money that it never held, and believes everybody."""

    def capture(self, payment: PaymentFacts, money: Money) -> list[GatewayEvent]:
        return []

    def read_callback(self, callback: Callback) -> list[GatewayEvent]:
        return []


def test_what_is_not_declared_is_not_tried() -> None:
    assert Cash.test_held_money_is_captured_once is None
    assert Several.test_held_money_is_captured_once is not None
    assert Several.fitting("test_held_money_is_captured_once") == ["momo"]
    assert Several.fitting("test_a_callback_not_kept_is_sent_again") == ["vnpay"]
    assert Several.fitting("test_an_unsigned_callback_is_refused") == ["cod", "momo", "vnpay"]


def test_a_suite_without_a_gateway_is_told_so(request: pytest.FixtureRequest) -> None:
    with pytest.raises(pytest.UsageError, match=r"Nobody\.codes names no gateway"):
        Nobody().pytest_generate_tests(request.node)


def test_a_gateway_that_breaks_its_word_fails() -> None:
    liar: Gateway = Liar({})

    with pytest.raises(pytest.fail.Exception, match="DID NOT RAISE"):
        Cash().test_what_is_not_offered_says_so(liar)
    with pytest.raises(pytest.fail.Exception, match="DID NOT RAISE"):
        Cash().test_an_unsigned_callback_is_refused(liar, b"{}")
