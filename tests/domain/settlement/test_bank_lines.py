"""Movements of the shop's account become money of its orders, once, whoever tells them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.adapters.bank_feeds.base import Movement
from storefront.adapters.gateways.base import Outcome
from storefront.domain.orders.cancel import cancel
from storefront.domain.payments.bank_feeds import connect_feed, disconnect_feed
from storefront.domain.payments.record import record_received
from storefront.domain.settlement import line_matches
from storefront.domain.settlement.bank_lines import receive_movements, receive_statement
from storefront.infra import clock, events
from storefront.infra.db import db
from storefront.infra.money import Money
from storefront.infra.tenancy import enter_shop
from storefront.models.bank import BankFeed, BankLine, LineState, Statement, StatementKind
from storefront.models.order import Mode, Order, PaymentSummary
from storefront.models.payment import Payment, Review
from tests.factories import make_order, make_payment_method, make_shop

ACCOUNT = "0011004000123"
SEPAY = {"environment": "production", "account": ACCOUNT, "auth": "hmac", "secret": "s"}
CASSO = {"environment": "production", "account": ACCOUNT, "version": "v2", "secret": "s"}


class Till:
    """A shop paid by transfer, with SePay telling of its account."""

    def __init__(self) -> None:
        self.shop = make_shop()
        with enter_shop(self.shop.id):
            make_payment_method("bank_transfer", bank_bin="970436", account=ACCOUNT, holder="HTX")
            self.feed = connect_feed(self.shop, "sepay", SEPAY, by=events.SYSTEM)

    def payment(self) -> Payment:
        order = make_order(payment="bank_transfer")
        return db.session.scalars(select(Payment).where(Payment.order_id == order.id)).one()

    def told(self, *movements: Movement, feed: BankFeed | None = None) -> list[Outcome]:
        return receive_movements(feed or self.feed, movements)

    def statement(self, *movements: Movement, name: str = "s") -> list[Outcome]:
        statement = Statement(
            kind=StatementKind.BANK, source="vcb", account=ACCOUNT, file_name=name, content_hash=name
        )
        db.session.add(statement)
        db.session.flush()
        return [outcome for _, outcome in receive_statement(statement, movements, Mode.LIVE)]


@pytest.fixture
def till(context: Flask):
    till = Till()
    with enter_shop(till.shop.id):
        yield till


def movement(payment: Payment | None = None, id: str = "1", **changes: object) -> Movement:
    """What came in for a payment, exactly."""
    plain = Movement(
        provider_id=id,
        account=ACCOUNT,
        money=Money(payment.amount if payment else 77_000),
        happened_at=clock.now(),
        memo=f"{payment.memo_code} thanh toan" if payment else "tien hang",
        reference=f"FT{id}",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def order_of(payment: Payment) -> Order:
    return payment.order


def causes() -> list[str]:
    return list(
        db.session.scalars(select(Review.cause).where(Review.resolved_at.is_(None)).order_by(Review.id))
    )


def lines(*states: LineState) -> list[BankLine]:
    wanted = states or tuple(LineState)
    return list(db.session.scalars(select(BankLine).where(BankLine.state.in_(wanted)).order_by(BankLine.id)))


def test_an_exact_transfer_pays_its_order(till: Till) -> None:
    payment = till.payment()

    outcomes = till.told(movement(payment))

    assert outcomes == [Outcome.ACCEPTED]
    assert order_of(payment).payment_summary is PaymentSummary.PAID
    assert [(line.state, line.verdict, line.payment_id) for line in lines()] == [
        (LineState.MATCHED, "code", payment.id)
    ]


def test_told_again_nothing_changes(till: Till) -> None:
    payment = till.payment()
    told = movement(payment)

    assert till.told(told, told) + till.told(told) == [
        Outcome.ACCEPTED,
        Outcome.DUPLICATE,
        Outcome.DUPLICATE,
    ]
    assert (payment.captured, len(lines()), causes()) == (payment.amount, 1, [])


def test_without_an_id_reference_sum_account_and_time_are_the_id(till: Till) -> None:
    told = movement(till.payment(), id="")

    assert till.told(told) + till.told(told) == [Outcome.ACCEPTED, Outcome.DUPLICATE]


def test_the_same_id_with_another_sum_is_a_finding(till: Till) -> None:
    payment = till.payment()
    till.told(movement(payment))

    outcomes = till.told(movement(payment, money=Money(1)))

    assert (outcomes, causes()) == ([Outcome.WRONG_AMOUNT], ["two_amounts"])
    assert payment.captured == payment.amount


@pytest.mark.parametrize("amount", [-180_000, 0])
def test_money_out_and_nought_pay_nothing(till: Till, amount: int) -> None:
    payment = till.payment()

    till.told(movement(payment, money=Money(amount)))

    assert (payment.captured, lines(LineState.OPEN, LineState.MATCHED), causes()) == (0, [], [])


def test_other_accounts_are_none_of_ours(till: Till) -> None:
    payment = till.payment()

    till.told(movement(payment, account="999"))

    assert (payment.captured, lines()) == (0, [])


def test_a_virtual_account_is_the_account_too(till: Till) -> None:
    payment = till.payment()

    till.told(movement(payment, account="999", sub_account=ACCOUNT))

    assert payment.captured == payment.amount


def test_too_little_waits_for_the_rest_and_the_rest_completes_it(till: Till) -> None:
    payment = till.payment()
    till.told(movement(payment, money=Money(payment.amount - 1_000)))
    assert (order_of(payment).payment_summary, causes()) == (PaymentSummary.PARTLY_PAID, ["paid_short"])

    till.told(movement(payment, id="2", money=Money(1_000)))

    assert order_of(payment).payment_summary is PaymentSummary.PAID


@pytest.mark.parametrize(("extra", "cause"), [(5_000, "paid_over")])
def test_too_much_is_paid_with_a_finding(till: Till, extra: int, cause: str) -> None:
    payment = till.payment()

    till.told(movement(payment, money=Money(payment.amount + extra)))

    assert (order_of(payment).payment_summary, causes()) == (PaymentSummary.OVERPAID, [cause])


def test_paid_twice_is_recorded_and_found(till: Till) -> None:
    payment = till.payment()

    till.told(movement(payment), movement(payment, id="2"))

    assert (order_of(payment).paid, causes()) == (2 * payment.amount, ["paid_twice"])


def test_paid_after_cancelling_is_recorded_and_found(till: Till) -> None:
    payment = till.payment()
    cancel(payment.order, reason="customer", by=events.SYSTEM)

    till.told(movement(payment))

    assert (order_of(payment).paid, causes()) == (payment.amount, ["paid_after_cancel"])


@pytest.mark.parametrize(
    ("memo", "cause"), [("tien hang", "unknown_transfer"), ("DH22222Z tien hang", "wrong_code")]
)
def test_money_nobody_can_place_waits_with_its_cause(till: Till, memo: str, cause: str) -> None:
    outcomes = till.told(movement(memo=memo))

    assert (outcomes, causes()) == ([Outcome.UNKNOWN_PAYMENT], [cause])
    assert [line.state for line in lines()] == [LineState.OPEN]


def test_two_codes_in_one_memo_wait_for_a_person(till: Till) -> None:
    one, other = till.payment(), till.payment()

    till.told(movement(one, memo=f"{one.memo_code} {other.memo_code}"))

    assert (one.captured, other.captured, causes()) == (0, 0, ["two_codes"])


def test_a_person_matches_an_open_line_and_the_finding_ends(till: Till) -> None:
    payment = till.payment()
    till.told(movement(payment, memo="tien hang"))
    (line,) = lines(LineState.OPEN)
    assert line_matches.suggestions(line) == [payment]

    line_matches.match_by_hand(line, payment, by=events.SYSTEM)

    assert (order_of(payment).payment_summary, causes()) == (PaymentSummary.PAID, [])
    with pytest.raises(line_matches.LineNotOpen):
        line_matches.match_by_hand(line, payment, by=events.SYSTEM)


def test_a_match_is_undone_and_done_again_for_another_order(till: Till) -> None:
    wrong, right = till.payment(), till.payment()
    till.told(movement(wrong))
    (line,) = lines()

    line_matches.undo(line, by=events.SYSTEM)
    assert (wrong.captured, order_of(wrong).paid, line.state) == (0, 0, LineState.OPEN)
    line_matches.match_by_hand(line, right, by=events.SYSTEM)
    line_matches.undo(line, by=events.SYSTEM)
    line_matches.match_by_hand(line, wrong, by=events.SYSTEM)

    assert (wrong.captured, right.captured) == (wrong.amount, 0)
    assert order_of(wrong).payment_summary is PaymentSummary.PAID


def test_a_line_set_aside_can_be_taken_up_again(till: Till) -> None:
    till.told(movement())
    (line,) = lines()

    line_matches.set_aside(line, by=events.SYSTEM)
    aside = (line.state, causes())
    line_matches.undo(line, by=events.SYSTEM)

    assert aside == (LineState.IGNORED, [])
    assert line.state is LineState.OPEN
    line_matches.set_aside(line, by=events.SYSTEM)
    line_matches.undo(line, by=events.SYSTEM)
    with pytest.raises(line_matches.LineNotMatched):
        line_matches.undo(line, by=events.SYSTEM)


def test_money_the_owner_recorded_by_hand_is_not_counted_again(till: Till) -> None:
    payment = till.payment()
    record_received(payment, payment.amount, form_key="k", by=events.SYSTEM)

    till.told(movement(payment))
    assert (payment.captured, causes(), lines()[0].verdict) == (payment.amount, [], "seen_by_hand")
    till.told(movement(payment, id="2"))

    assert (payment.captured, causes()) == (2 * payment.amount, ["paid_twice"])


def test_the_statement_tells_what_the_feed_told_before(till: Till) -> None:
    payment = till.payment()
    told = movement(payment)
    till.told(told)

    decorated = replace(
        told,
        provider_id="",
        reference="5091 - 7",
        memo=f"MBVCB.1.{payment.memo_code}.CT tu 0022",
        happened_at=told.happened_at - dt.timedelta(hours=5),
    )
    outcomes = till.statement(decorated)

    assert outcomes == [Outcome.DUPLICATE]
    assert (payment.captured, len(lines(LineState.MATCHED)), causes()) == (payment.amount, 1, [])


def test_the_feed_tells_what_the_statement_told_before_and_a_second_payment_is_still_seen(till: Till) -> None:
    payment = till.payment()
    till.statement(movement(payment, id=""))

    outcomes = (
        till.told(movement(payment)) + till.told(movement(payment)) + till.told(movement(payment, id="2"))
    )

    assert outcomes == [Outcome.DUPLICATE, Outcome.DUPLICATE, Outcome.WRONG_AMOUNT]
    assert (payment.captured, causes()) == (2 * payment.amount, ["paid_twice"])


def test_a_statements_many_strangers_stay_open_without_a_finding_each(till: Till) -> None:
    payment = till.payment()

    till.statement(
        movement(id="", money=Money(1)),
        movement(id="", money=Money(payment.amount)),
        movement(id="", memo="DH2222"),
    )

    assert len(lines(LineState.OPEN)) == 3
    assert causes() == ["unknown_transfer", "wrong_code"]


def test_two_feeds_of_one_account_count_once(till: Till) -> None:
    payment = till.payment()
    casso = connect_feed(till.shop, "casso", CASSO, by=events.SYSTEM)

    till.told(movement(payment))
    till.told(movement(payment, id="55"), feed=casso)

    assert (payment.captured, causes()) == (payment.amount, [])


def test_the_same_memo_and_sum_a_week_later_is_another_movement(till: Till) -> None:
    first = movement()

    till.told(first)
    till.statement(replace(first, provider_id="", happened_at=first.happened_at + dt.timedelta(days=7)))

    assert len(lines(LineState.OPEN)) == 2


def test_statements_that_overlap_count_each_movement_once(till: Till) -> None:
    same = [movement(id=""), movement(id="")]

    till.statement(*same, name="first")
    till.statement(*same, movement(id="", memo="khac"), movement(id="", reference="third"), name="second")

    real = [line for line in lines() if line.verdict != "same"]
    assert len(real) == 4


def test_a_balance_that_rose_by_more_shows_a_lost_line(till: Till) -> None:
    start = clock.now()
    till.told(movement(id="1", balance=100_000, happened_at=start))

    till.told(movement(id="2", balance=277_000, happened_at=start + dt.timedelta(minutes=1)))

    review = db.session.scalars(select(Review).where(Review.cause == "lost_lines")).one()
    assert review.facts["amount"] == 100_000


def test_a_disconnected_feed_is_not_listened_to(till: Till) -> None:
    payment = till.payment()
    disconnect_feed(till.feed, by=events.SYSTEM)

    assert till.told(movement(payment)) == [Outcome.ACCEPTED]
    assert (payment.captured, lines()) == (0, [])


def test_a_wrong_kind_of_money_is_never_counted(till: Till) -> None:
    payment = till.payment()
    till.feed.mode = Mode.TEST

    till.told(movement(payment))

    assert payment.captured == 0
