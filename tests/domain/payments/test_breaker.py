import datetime as dt

import pytest
import time_machine
from flask import Flask

from storefront.adapters.gateways.base import GatewayUnavailable
from storefront.domain.payments import breaker

NOW = dt.datetime(2026, 11, 22, 3, tzinfo=dt.UTC)


def silent() -> None:
    raise GatewayUnavailable("no answer")


def fail(name: str, times: int) -> None:
    for _ in range(times):
        with pytest.raises(GatewayUnavailable):
            breaker.guarded(name, silent)


def test_three_silences_in_a_row_rest_a_gateway_and_time_wakes_it(context: Flask) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        fail("1:vnpay", 3)
        resting = breaker.is_open("1:vnpay")
        clock.shift(31)

        assert (resting, breaker.is_open("1:vnpay")) == (True, False)


def test_nothing_is_sent_at_rest(context: Flask) -> None:
    with time_machine.travel(NOW, tick=False):
        fail("1:momo", 3)
        sent: list[int] = []

        with pytest.raises(GatewayUnavailable):
            breaker.guarded("1:momo", lambda: sent.append(1))

    assert sent == []


def test_a_gateway_still_silent_rests_twice_as_long(context: Flask) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        fail("1:zalopay", 3)
        clock.shift(31)
        fail("1:zalopay", 1)
        clock.shift(45)

        assert breaker.is_open("1:zalopay")


def test_one_answer_forgets_the_silences(context: Flask) -> None:
    fail("1:stripe", 2)
    breaker.guarded("1:stripe", lambda: None)
    fail("1:stripe", 2)

    assert not breaker.is_open("1:stripe")


def test_one_shops_silence_is_not_anothers(context: Flask) -> None:
    fail("1:onepay", 3)

    assert breaker.is_open("1:onepay")
    assert not breaker.is_open("2:onepay")
