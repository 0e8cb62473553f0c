from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.adapters.gateways.base import Outcome
from storefront.domain.settlement import statements
from storefront.infra import clock, events
from storefront.infra.db import db
from storefront.infra.errors import Invalid
from storefront.infra.tenancy import enter_shop
from storefront.models.bank import BankLine, LineState, StatementLine
from storefront.models.order import Mode
from storefront.models.payment import Payment
from tests.bank_files import ACCOUNT, BANKS, Entry, written
from tests.factories import make_order, make_payment_method, make_shop


@pytest.fixture
def payment(context: Flask):
    shop = make_shop()
    with enter_shop(shop.id):
        make_payment_method("bank_transfer", bank_bin="970436", account=ACCOUNT, holder="HTX")
        order = make_order(payment="bank_transfer")
        yield db.session.scalars(select(Payment).where(Payment.order_id == order.id)).one()


def entries(payment: Payment) -> list[Entry]:
    now = clock.to_vn(clock.now()).replace(tzinfo=None)
    return [
        Entry(now - dt.timedelta(hours=2), -20_000, "phi", "FT0", 980_000),
        Entry(now - dt.timedelta(hours=1), 50_000, "tien hang", "FT1", 1_030_000),
        Entry(now, payment.amount, f"{payment.memo_code} CK", "FT2", 1_030_000 + payment.amount),
    ]


def take(data: bytes, *, whole: bool = True, name: str = "a.csv") -> statements.Statement:
    statement, _ = statements.upload(name, data, by=events.SYSTEM)
    table, layout = statements.table_of(statement)
    plan, _ = statements.plan_for(table, layout, ACCOUNT)
    statements.take_in(statement, plan, Mode.LIVE, whole=whole, by=events.SYSTEM)
    return statement


def count(entity: type) -> int:
    return len(db.session.scalars(select(entity)).all())


@pytest.mark.parametrize("bank", BANKS)
def test_a_statement_pays_the_order_and_reports_each_row(payment: Payment, bank: str) -> None:
    statement = take(BANKS[bank](entries(payment)))

    rows = db.session.scalars(statements.report_of(statement)).all()
    assert payment.captured == payment.amount
    assert sorted(row.facts["outcome"] for row in rows) == ["accepted", "accepted", "unknown_payment"]
    assert (statement.lines, statement.opening, statement.closing) == (
        3,
        1_000_000,
        1_030_000 + payment.amount,
    )
    assert [line.state for line in db.session.scalars(select(BankLine).order_by(BankLine.amount))] == [
        LineState.IGNORED,
        LineState.OPEN,
        LineState.MATCHED,
    ]


def test_the_same_file_twice_changes_nothing(payment: Payment) -> None:
    data = BANKS["bidv"](entries(payment))
    statement = take(data)
    before = (count(BankLine), count(StatementLine), payment.captured)

    again, is_new = statements.upload("another-name.csv", data, by=events.SYSTEM)

    assert (again.id, is_new) == (statement.id, False)
    assert (count(BankLine), count(StatementLine), payment.captured) == before
    with pytest.raises(statements.StatementTaken):
        plan = statements.Plan(ACCOUNT, {"date": 0})
        statements.take_in(again, plan, Mode.LIVE, whole=True, by=events.SYSTEM)


@pytest.mark.parametrize("other", ["vietcombank", "techcombank"])
def test_two_files_of_the_same_movements_count_once(payment: Payment, other: str) -> None:
    take(BANKS["bidv"](entries(payment)))
    take(BANKS[other](entries(payment)))

    real = db.session.scalars(select(BankLine).where(BankLine.verdict != "same")).all()
    assert payment.captured == payment.amount
    assert len(real) == 3


def test_a_confirmed_layout_is_known_the_next_time(payment: Payment) -> None:
    take(BANKS["techcombank"](entries(payment)))
    statement, _ = statements.upload("next.csv", BANKS["techcombank"](entries(payment)[:1]), by=events.SYSTEM)

    plan, known = statements.plan_for(*statements.table_of(statement))

    assert known
    assert plan.account == ACCOUNT


BROKEN = [["Ngày", "Nội dung", "Ghi có"], ["1/11/2026", "tot", "1.000"], ["hôm 2", "hong", "2.000"]]


def test_all_or_none_takes_none_of_a_file_with_a_bad_row(payment: Payment) -> None:
    with pytest.raises(statements.StatementHasProblems):
        take(written(BROKEN, ",").encode())

    assert count(BankLine) == 0


def test_only_the_good_rows_may_be_taken_and_the_bad_one_is_reported(payment: Payment) -> None:
    statement = take(written(BROKEN, ",").encode(), whole=False)

    rows = db.session.scalars(statements.report_of(statement).order_by(StatementLine.row)).all()
    assert [(row.row, row.amount, "problem" in row.facts) for row in rows] == [
        (2, 1_000, False),
        (3, 0, True),
    ]


@pytest.mark.parametrize(
    ("plan", "field"),
    [
        (statements.Plan("", {"date": 0, "memo": 1, "credit": 2}), "account"),
        (statements.Plan(ACCOUNT, {"date": 0, "memo": 1}), "columns"),
        (statements.Plan(ACCOUNT, {"date": 1, "memo": 0, "credit": 2}), "columns"),
    ],
)
def test_a_plan_that_cannot_work_is_refused_on_its_field(
    payment: Payment, plan: statements.Plan, field: str
) -> None:
    statement, _ = statements.upload("a.csv", written(BROKEN, ",").encode(), by=events.SYSTEM)

    with pytest.raises(Invalid) as refused:
        statements.take_in(statement, plan, Mode.LIVE, whole=True, by=events.SYSTEM)

    assert list(refused.value.errors) == [field]


def test_a_draft_can_be_thrown_away(payment: Payment) -> None:
    statement, _ = statements.upload("a.csv", written(BROKEN, ",").encode(), by=events.SYSTEM)

    statements.drop(statement, by=events.SYSTEM)

    assert (count(StatementLine), statements.statements()) == (0, [])


def test_the_report_counts_outcomes(payment: Payment) -> None:
    statement, _ = statements.upload("a.csv", BANKS["bidv"](entries(payment)), by=events.SYSTEM)
    table, layout = statements.table_of(statement)
    plan, known = statements.plan_for(table, layout)

    outcomes = statements.take_in(statement, plan, Mode.LIVE, whole=True, by=events.SYSTEM)

    assert not known
    assert outcomes == {Outcome.ACCEPTED: 2, Outcome.UNKNOWN_PAYMENT: 1}
