"""Money held at the practice gateway over real sockets, and the last word of one that does not answer."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from storefront.adapters.gateways.base import GatewayUnavailable
from storefront.domain.inventory import reserve as stock
from storefront.domain.orders.cancel import cancel, expire
from storefront.domain.payments.practice import connect, connection
from storefront.domain.payments.start import Addresses, start
from storefront.domain.settlement import held, pending
from storefront.domain.settlement.held import NothingHeld
from storefront.infra import clock, events, http
from storefront.infra.db import db
from storefront.infra.tenancy import enter_shop
from storefront.models.order import PaymentSummary
from storefront.models.payment import Payment, PaymentState, Review
from storefront.models.shop import ShopMode
from storefront.sandbox import create_sandbox, start_api_listener
from tests.factories import make_order, make_shop, make_variant

KEY = "a key for tests only"
ME = events.SYSTEM
ADDRESSES = Addresses("http://shop.example/orders/t/return", "http://127.0.0.1:9")


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A sandbox on a listener of its own."""
    app = create_sandbox(tmp_path_factory.mktemp("held") / "sandbox.sqlite3", bootstrap_key=KEY)
    server, port = start_api_listener(app)
    yield f"http://127.0.0.1:{port}"
    server.shutdown()
    server.server_close()


@dataclass
class Desk:
    """A practice shop with one payment begun at the practice gateway."""

    payment: Payment
    sandbox: str

    def press(self, outcome: str) -> None:
        """What the person at the hosted page chooses."""
        page = self.payment.next_step["url"].removeprefix("http://shop.example/sandbox")
        form = {"outcome": outcome, "seconds": 1, "amount": 1, "refunds": "now"}
        assert httpx.post(self.sandbox + page, data=form).status_code == 303


@pytest.fixture
def desk(context: Flask, sandbox: str, request: pytest.FixtureRequest) -> Iterator[Desk]:
    http.allow_inner(sandbox)
    shop = make_shop(mode=ShopMode.PRACTICE)
    with enter_shop(shop.id):
        issued = connection(shop, "practice", bootstrap_key=KEY, public_url="http://127.0.0.1:9")
        method = connect(shop, issued, by=ME)
        method.capture_later = getattr(request, "param", True)
        make_order((make_variant(stock=5000), 2000))
        payment = db.session.scalars(select(Payment)).one()
        db.session.commit()
        start(payment, ADDRESSES)
        yield Desk(payment, sandbox)
    http.allow_inner("")


def causes() -> list[str]:
    return list(db.session.scalars(select(Review.cause).where(Review.resolved_at.is_(None))))


def test_held_money_is_no_payment_yet_and_is_taken_once(desk: Desk) -> None:
    desk.press("paid")
    pending.check_now(desk.payment)
    before = desk.payment.state, desk.payment.order.paid

    held.capture(desk.payment, desk.payment.amount, by=ME)

    assert before == (PaymentState.AUTHORIZED, 0)
    assert desk.payment.state is PaymentState.SUCCEEDED
    assert desk.payment.order.payment_summary is PaymentSummary.PAID
    with pytest.raises(NothingHeld):
        held.capture(desk.payment, desk.payment.amount, by=ME)


def test_a_part_of_held_money_is_all_that_was_asked_for(desk: Desk) -> None:
    desk.press("paid")
    pending.check_now(desk.payment)

    held.capture(desk.payment, desk.payment.amount - 10_000, by=ME)

    assert desk.payment.state is PaymentState.SUCCEEDED
    assert desk.payment.order.payment_summary is PaymentSummary.PARTLY_PAID
    assert causes() == []


def test_held_money_is_let_go(desk: Desk) -> None:
    desk.press("paid")
    pending.check_now(desk.payment)

    held.void(desk.payment, by=ME)

    assert (desk.payment.state, desk.payment.order.paid) == (PaymentState.CANCELLED, 0)


def test_a_hold_is_warned_of_a_day_before_it_ends_and_the_warning_goes_when_it_is_taken(desk: Desk) -> None:
    desk.press("paid")
    pending.check_now(desk.payment)
    assert desk.payment.hold_until is not None

    early = held.ending_soon()
    desk.payment.hold_until = clock.now() + dt.timedelta(hours=20)
    db.session.flush()
    late = held.ending_soon()
    held.warn(desk.payment)
    warned = causes()
    held.capture(desk.payment, desk.payment.amount, by=ME)

    assert early == []
    assert late == [(desk.payment.shop_id, desk.payment.id)]
    assert (warned, causes()) == (["hold_ending"], [])


@pytest.mark.parametrize("desk", [False], indirect=True)
def test_goods_wait_for_the_last_word_of_a_gateway_that_does_not_answer(desk: Desk) -> None:
    http.allow_inner("http://127.0.0.1:9")
    order, ends = desk.payment.order, desk.payment.expires_at
    assert ends is not None

    with time_machine.travel(ends + dt.timedelta(minutes=5), tick=False):
        pending.close_if_due(desk.payment)
        expire(order)
        waits = (desk.payment.state, stock.holds(order))
    with time_machine.travel(ends + dt.timedelta(hours=3), tick=False):
        pending.close_if_due(desk.payment)
        expire(order)
        ended = (desk.payment.state, stock.holds(order))

    assert waits == (PaymentState.PENDING, True)
    assert ended == (PaymentState.EXPIRED, False)


@pytest.mark.parametrize("desk", [False], indirect=True)
def test_money_found_by_the_last_question_pays_the_order(desk: Desk) -> None:
    desk.press("paid")
    ends = desk.payment.expires_at
    assert ends is not None

    with time_machine.travel(ends + dt.timedelta(minutes=1), tick=False):
        pending.settle(str(desk.payment.id))

    assert desk.payment.state is PaymentState.SUCCEEDED
    assert desk.payment.order.payment_summary is PaymentSummary.PAID


@pytest.mark.parametrize("desk", [False], indirect=True)
def test_a_poll_without_an_answer_is_no_failure(desk: Desk) -> None:
    http.allow_inner("http://127.0.0.1:9")

    pending.settle(str(desk.payment.id))

    assert desk.payment.state is PaymentState.PENDING
    assert desk.payment.polls == 1
    with pytest.raises(GatewayUnavailable):
        pending.check_now(desk.payment)


def test_an_old_tab_cannot_pay_a_cancelled_order(context: Flask, sandbox: str) -> None:
    http.allow_inner(sandbox)
    shop = make_shop(mode=ShopMode.PRACTICE)
    with enter_shop(shop.id):
        issued = connection(shop, "payos", bootstrap_key=KEY, public_url="http://127.0.0.1:9")
        connect(shop, issued, by=ME)
        order = make_order()
        payment = db.session.scalars(select(Payment)).one()
        db.session.commit()
        start(payment, ADDRESSES)
        page = sandbox + payment.next_step["url"].removeprefix("http://shop.example/sandbox")
        before = httpx.get(page, follow_redirects=True).text
        cancel(order, reason="", by=ME)

        pending.close_attempts(order.id)

        after = httpx.get(page, follow_redirects=True).text
        assert ('name="outcome"' in before, 'name="outcome"' in after) == (True, False)
        assert payment.state is PaymentState.CANCELLED
    http.allow_inner("")
