import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import func, select

from storefront.adapters.gateways.base import EventKind, GatewayEvent, Outcome
from storefront.adapters.gateways.base import Mode as WireMode
from storefront.domain.inventory import reserve as stock
from storefront.domain.orders import cancel, transitions
from storefront.domain.payments.record import record_fact, record_received
from storefront.infra import clock, events
from storefront.infra.db import db
from storefront.infra.money import Money
from storefront.infra.tenancy import enter_shop
from storefront.models.order import OrderState, PaymentSummary
from storefront.models.payment import Payment, PaymentState, Review, Transaction
from tests.factories import make_order, make_payment_method, make_shop, make_variant, put_in_stock, stock_of


@pytest.fixture
def payment(context: Flask):
    """A waiting bank transfer for an order of two bottles."""
    with enter_shop(make_shop().id):
        make_payment_method("bank_transfer", bank_bin="970436", account="0011004000123", holder="HTX BA LANG")
        make_order()
        yield db.session.scalars(select(Payment)).one()


def fact(payment: Payment, kind: EventKind = EventKind.CHARGED, **changes: object) -> GatewayEvent:
    values = {
        "kind": kind,
        "provider_ref": "FT1",
        "money": Money(payment.amount),
        "happened_at": clock.now(),
        "mode": WireMode.LIVE,
    }
    return GatewayEvent(**{**values, **changes})  # type: ignore[arg-type]


def causes() -> list[str]:
    return list(db.session.scalars(select(Review.cause).order_by(Review.id)))


def test_the_whole_sum_makes_the_order_paid(payment: Payment) -> None:
    outcome = record_fact(payment, fact(payment))

    assert outcome is Outcome.ACCEPTED
    assert payment.state is PaymentState.SUCCEEDED
    assert (payment.order.paid, payment.order.payment_summary) == (payment.amount, PaymentSummary.PAID)


def test_the_same_fact_twice_counts_once(payment: Payment) -> None:
    record_fact(payment, fact(payment))

    outcome = record_fact(payment, fact(payment))

    assert outcome is Outcome.DUPLICATE
    assert db.session.scalar(select(func.count(Transaction.id))) == 1
    assert payment.order.paid == payment.amount


def test_two_amounts_under_one_reference_count_for_nothing(payment: Payment) -> None:
    record_fact(payment, fact(payment))

    outcome = record_fact(payment, fact(payment, money=Money(payment.amount - 1000)))

    assert outcome is Outcome.WRONG_AMOUNT
    assert (payment.order.paid, payment.state) == (0, PaymentState.PENDING)
    assert causes() == ["two_amounts"]


def test_a_part_waits_for_the_rest(payment: Payment) -> None:
    half = payment.amount // 2
    record_fact(payment, fact(payment, money=Money(half)))

    assert payment.order.payment_summary is PaymentSummary.PARTLY_PAID
    assert payment.state is PaymentState.PENDING

    record_fact(payment, fact(payment, provider_ref="FT2", money=Money(payment.amount - half)))

    assert payment.order.payment_summary is PaymentSummary.PAID


def test_too_much_is_paid_and_looked_at(payment: Payment) -> None:
    record_fact(payment, fact(payment, money=Money(payment.amount + 5000)))

    assert payment.order.payment_summary is PaymentSummary.OVERPAID
    assert causes() == ["paid_over"]


def test_a_second_payment_of_a_paid_order_is_looked_at(payment: Payment) -> None:
    record_fact(payment, fact(payment))
    record_fact(payment, fact(payment, provider_ref="FT2"))

    assert payment.order.paid == 2 * payment.amount
    assert causes() == ["paid_twice"]


def test_a_failure_after_success_changes_nothing(payment: Payment) -> None:
    record_fact(payment, fact(payment))

    outcome = record_fact(payment, fact(payment, EventKind.FAILED, provider_ref="F1"))

    assert (outcome, payment.state) == (Outcome.DUPLICATE, PaymentState.SUCCEEDED)
    assert payment.order.payment_summary is PaymentSummary.PAID


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (EventKind.FAILED, PaymentState.FAILED),
        (EventKind.CANCELLED, PaymentState.CANCELLED),
        (EventKind.EXPIRED, PaymentState.EXPIRED),
    ],
)
def test_money_wins_over_an_earlier_end(payment: Payment, kind: EventKind, state: PaymentState) -> None:
    record_fact(payment, fact(payment, kind, provider_ref="F1"))
    assert payment.state is state

    record_fact(payment, fact(payment))

    assert payment.state is PaymentState.SUCCEEDED
    assert payment.order.payment_summary is PaymentSummary.PAID


def test_money_of_the_wrong_kind_is_never_counted(payment: Payment) -> None:
    outcome = record_fact(payment, fact(payment, mode=WireMode.TEST))

    assert outcome is Outcome.WRONG_AMOUNT
    assert (payment.order.paid, causes()) == (0, ["wrong_mode"])


def test_a_suspicious_debit_is_looked_at_and_pays_nothing(payment: Payment) -> None:
    doubt = fact(payment, EventKind.INFO, reason="07", suspicious=True)

    outcomes = [record_fact(payment, doubt), record_fact(payment, doubt)]

    assert outcomes == [Outcome.ACCEPTED, Outcome.DUPLICATE]
    assert (payment.state, payment.captured, causes()) == (PaymentState.CREATED, 0, ["suspicious"])


def test_money_after_cancelling_is_recorded_and_looked_at(payment: Payment) -> None:
    cancel.cancel(payment.order, reason="khách đổi ý", by=events.SYSTEM)

    record_fact(payment, fact(payment))

    assert payment.order.state is OrderState.CANCELLED
    assert payment.order.paid == payment.amount
    assert "paid_after_cancel" in causes()


def test_the_owners_word_counts_once_for_one_form(payment: Payment) -> None:
    owner = events.Actor(events.ActorKind.USER, 7)

    first = record_received(payment, payment.amount, form_key="abc", by=owner)
    second = record_received(payment, payment.amount, form_key="abc", by=owner)

    assert (first, second) == (Outcome.ACCEPTED, Outcome.DUPLICATE)


@pytest.fixture
def last_piece(context: Flask):
    """A waiting transfer for the last bottle on the shelf."""
    with enter_shop(make_shop().id):
        variant = make_variant(stock_tracked=True)
        put_in_stock(variant, 1000)
        make_payment_method("bank_transfer", bank_bin="970436", account="0011004000123", holder="HTX BA LANG")
        make_order((variant, 1000))
        yield db.session.scalars(select(Payment)).one(), variant


def test_paying_ends_the_expiry_of_what_is_held(last_piece) -> None:
    payment, variant = last_piece

    record_fact(payment, fact(payment))

    assert stock_of(variant) == (1000, 1000)
    assert stock.holds(payment.order)


def test_late_money_holds_the_goods_again(last_piece) -> None:
    payment, variant = last_piece
    stock.release(payment.order)

    record_fact(payment, fact(payment))

    assert stock_of(variant) == (1000, 1000)
    assert causes() == []


def test_late_money_for_goods_that_are_gone_is_looked_at(last_piece) -> None:
    payment, variant = last_piece
    stock.release(payment.order)
    make_order((variant, 1000))

    record_fact(payment, fact(payment))

    assert payment.order.payment_summary is PaymentSummary.PAID
    assert stock_of(variant) == (1000, 1000)
    assert causes() == ["paid_late"]


def test_an_order_done_and_paid_completes(payment: Payment) -> None:
    record_fact(payment, fact(payment, happened_at=clock.now() - dt.timedelta(minutes=1)))

    transitions.complete_if_done(payment.order, by=events.SYSTEM)

    assert payment.order.state is OrderState.OPEN


def test_the_event_of_money_says_what_the_programme_counts(payment: Payment) -> None:
    record_fact(payment, fact(payment))

    told = db.session.scalars(select(events.Event).where(events.Event.topic == "payment.succeeded")).one()
    assert (told.facts["cashless"], told.facts["intermediary"]) == (1, 0)
