"""Uploaded bank statements: kept, mapped once for each layout, and taken in line by line."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import Select, delete, insert, select

from storefront.adapters.bank_feeds.base import Movement
from storefront.adapters.gateways.base import Outcome
from storefront.domain.payments import statements as reading
from storefront.domain.payments.matching import transfer_gateways
from storefront.domain.payments.statements import Layout, Row
from storefront.domain.settlement.bank_lines import receive_statement
from storefront.infra import clock, events, ids, queue
from storefront.infra.db import db, locked
from storefront.infra.errors import Conflict, Invalid, NotFound
from storefront.infra.i18n import current_locale, speaking
from storefront.infra.tables import read_table
from storefront.infra.tenancy import current_shop_id
from storefront.models.bank import (
    BankFeed,
    BankLine,
    Statement,
    StatementKind,
    StatementLine,
    StatementMapping,
)
from storefront.models.order import Mode
from storefront.models.payment import PaymentMethod

RAW, ROW = "raw", "bank_row"
"""Kinds of a bank statement's rows: the file's own cells until it is taken in, then what became of each."""
TAKE = "bank.take_statement"
AT_ONCE = 300
"""Rows a request takes in itself, in about a second; more are left to the job."""


class NoSuchStatement(NotFound):
    """The shop has no such bank statement."""

    code = "no_such_statement"


class StatementTaken(Conflict):
    """It was taken in already."""

    code = "statement_taken"
    message = lazy_gettext("This statement was taken in before. Nothing was changed.")


class StatementHasProblems(Conflict):
    """Some rows cannot be read, and all or none was wanted."""

    code = "statement_has_problems"
    message = lazy_gettext("Some rows cannot be read. Nothing was taken in yet.")


@dataclass(frozen=True, slots=True)
class Plan:
    """How a statement is read: its account and which column (from nought) is what."""

    account: str
    columns: Mapping[str, int]


def upload(file_name: str, data: bytes, *, by: events.Actor) -> tuple[Statement, bool]:
    """Keep a file to be read; whether it is new. The same file again is the same statement.

    Raises Invalid on `file` when it is no table with a heading.
    """
    digest = hashlib.sha256(data).hexdigest()
    mine = (Statement.kind == StatementKind.BANK, Statement.content_hash == digest)
    standing = db.session.scalar(select(Statement).where(*mine))
    if standing is not None:
        return standing, False
    table = read_table(data)
    if reading.find_layout(table) is None:
        raise Invalid.field("file", lazy_gettext("No table was found in this file."))
    statement = Statement(
        kind=StatementKind.BANK, source="", file_name=file_name[-200:], content_hash=digest, account=""
    )
    db.session.add(statement)
    db.session.flush()
    _write(statement, [{"row": at, "kind": RAW, "facts": {"cells": row}} for at, row in enumerate(table, 1)])
    events.record("statement.uploaded", statement, by=by, rows=len(table))
    return statement, True


def statement_by_id(statement_id: int) -> Statement:
    """A bank statement of the shop in force. Raises NoSuchStatement."""
    found = db.session.scalar(
        select(Statement).where(Statement.id == statement_id, Statement.kind == StatementKind.BANK)
    )
    if found is None:
        raise NoSuchStatement
    return found


def is_draft(statement: Statement) -> bool:
    """Whether it waits to be taken in."""
    return statement.mapping_id is None


def table_of(statement: Statement) -> tuple[list[list[str]], Layout]:
    """The cells of a draft and where its table begins. Raises StatementTaken."""
    rows = db.session.scalars(
        select(StatementLine.facts)
        .where(StatementLine.statement_id == statement.id, StatementLine.kind == RAW)
        .order_by(StatementLine.row)
    )
    table = [facts["cells"] for facts in rows]
    layout = reading.find_layout(table)
    if layout is None:
        raise StatementTaken
    return table, layout


def plan_for(table: Sequence[Sequence[str]], layout: Layout, default_account: str = "") -> tuple[Plan, bool]:
    """How to read a table, and whether the owner confirmed its layout before."""
    known = _mapping(layout)
    account = reading.guess_account(table, layout)
    if known is None:
        return Plan(account or default_account, reading.guess(layout.heading)), False
    columns = {name: int(at) for name, at in known.columns["columns"].items()}
    return Plan(account or known.columns["account"], columns), True


def take_in(
    statement: Statement, plan: Plan, mode: Mode, *, whole: bool, by: events.Actor
) -> Counter[Outcome]:
    """Read a draft's rows, keep and match them, remember its layout; how many lines became what.

    `whole`: all or none. Raises StatementTaken, StatementHasProblems, Invalid on `columns` or `account`.
    """
    statement, rows = _agreed(statement, plan, whole=whole)
    return _take(statement, rows, mode, by=by)


def hand_over(statement: Statement, plan: Plan, mode: Mode, *, whole: bool, by: events.Actor) -> None:
    """Agree to take a draft in, and leave the taking to a job: a long file holds no request up.

    `whole` and what is raised are as in `take_in`.
    """
    _agreed(statement, plan, whole=whole)
    queue.enqueue(
        TAKE,
        shop_id=current_shop_id(),
        unique_key=f"{TAKE}:{statement.id}",
        statement=str(statement.id),
        account=plan.account,
        columns=dict(plan.columns),
        mode=mode.value,
        locale=current_locale(),
        by=by.id,
        on_behalf_of=by.on_behalf_of,
    )


def take_handed_over(payload: Mapping[str, Any]) -> None:
    """The job: all of the file in one transaction; done twice it is done once."""
    statement = locked(statement_by_id(int(payload["statement"])))
    if not is_waiting(statement):
        return
    plan = Plan(payload["account"], payload["columns"])
    by = events.Actor(events.ActorKind.USER, payload["by"], payload["on_behalf_of"])
    table, layout = table_of(statement)
    with speaking(payload["locale"]):
        _take(statement, _readable(table, layout, plan), Mode(payload["mode"]), by=by)


def is_waiting(statement: Statement) -> bool:
    """Whether its rows were handed over and are not taken in yet."""
    raw = select(StatementLine.id).where(
        StatementLine.statement_id == statement.id, StatementLine.kind == RAW
    )
    return not is_draft(statement) and db.session.scalars(raw.limit(1)).first() is not None


def _agreed(statement: Statement, plan: Plan, *, whole: bool) -> tuple[Statement, list[Row]]:
    """No draft any more: its layout and account are settled, its rows can be read."""
    statement = locked(statement)
    if not is_draft(statement):
        raise StatementTaken
    table, layout = table_of(statement)
    rows = _readable(table, layout, plan)
    if whole and any(row.problem for row in rows):
        raise StatementHasProblems
    statement.account, statement.mapping_id = plan.account, _remember(layout, plan).id
    statement.lines = len(rows)
    return statement, rows


def _take(statement: Statement, rows: list[Row], mode: Mode, *, by: events.Actor) -> Counter[Outcome]:
    movements = [row.movement for row in rows if row.movement is not None]
    taken = receive_statement(statement, movements, mode)
    statement.lines = len(movements)
    _keep_balances(statement, rows)
    _report(statement, rows, taken)
    events.record("statement.taken", statement, by=by, lines=len(movements))
    return Counter(outcome for _, outcome in taken)


def drop(statement: Statement, *, by: events.Actor) -> None:
    """Throw a draft away. Raises StatementTaken."""
    statement = locked(statement)
    if not is_draft(statement):
        raise StatementTaken
    events.record("statement.dropped", statement, by=by)
    _forget_rows(statement)
    db.session.delete(statement)
    db.session.flush()


def report_of(statement: Statement) -> Select[StatementLine]:
    """What became of each row, in the file's order."""
    return select(StatementLine).where(StatementLine.statement_id == statement.id, StatementLine.kind == ROW)


def statements(limit: int = 20) -> list[Statement]:
    """Uploaded bank statements, the newest first."""
    return list(
        db.session.scalars(
            select(Statement)
            .where(Statement.kind == StatementKind.BANK)
            .order_by(Statement.id.desc())
            .limit(limit)
        )
    )


def usual_account(mode: Mode) -> str:
    """The account transfers of this mode go to, as far as a method or a feed says; else empty."""
    methods = select(PaymentMethod).where(
        PaymentMethod.mode == mode, PaymentMethod.gateway.in_(transfer_gateways())
    )
    named = [str(method.options.get("account", "")) for method in db.session.scalars(methods)]
    told = db.session.scalars(select(BankFeed.account).where(BankFeed.mode == mode, BankFeed.enabled))
    known = [*told, *named] if mode is Mode.TEST else [*named, *told]
    return next((account for account in known if account), "")


def _readable(table: Sequence[Sequence[str]], layout: Layout, plan: Plan) -> list[Row]:
    if not plan.account:
        raise Invalid.field("account", lazy_gettext("Enter the number of the account."))
    missing = reading.missing(plan.columns)
    if missing:
        words = ", ".join(str(reading.COLUMNS[name]) for name in missing)
        raise Invalid.field("columns", lazy_gettext("Choose a column for: %(names)s.", names=words))
    rows = reading.read_rows(table, layout, plan.columns, plan.account)
    if not rows:
        raise Invalid.field("columns", lazy_gettext("No row below the heading has a date and a sum."))
    return rows


def _mapping(layout: Layout) -> StatementMapping | None:
    return db.session.scalar(
        select(StatementMapping).where(
            StatementMapping.kind == StatementKind.BANK, StatementMapping.heading == layout.hash
        )
    )


def _remember(layout: Layout, plan: Plan) -> StatementMapping:
    mapping = _mapping(layout)
    if mapping is None:
        mapping = StatementMapping(kind=StatementKind.BANK, name="", heading=layout.hash, columns={})
        db.session.add(mapping)
    mapping.name = " · ".join(cell for cell in layout.heading if cell)[:100]
    mapping.columns = {"account": plan.account, "columns": dict(plan.columns)}
    db.session.flush()
    return mapping


def _keep_balances(statement: Statement, rows: Sequence[Row]) -> None:
    told = [row.movement for row in rows if row.movement is not None and row.movement.balance is not None]
    if not told:
        return
    first, last = (told[-1], told[0]) if _is_newest_first(told) else (told[0], told[-1])
    statement.opening = (first.balance or 0) - first.money.amount
    statement.closing = last.balance


def _is_newest_first(told: Sequence[Movement]) -> bool:
    """By the times, or where a day has no times by how each balance follows from the one beside it."""
    if told[0].happened_at != told[-1].happened_at:
        return told[0].happened_at > told[-1].happened_at
    upper, lower = told[0], told[min(1, len(told) - 1)]
    return (upper.balance or 0) - upper.money.amount == lower.balance


def _report(
    statement: Statement, rows: Sequence[Row], taken: Sequence[tuple[BankLine | None, Outcome]]
) -> None:
    """One row for each of the file's, without its cells: the movement's line, or what was wrong."""
    _forget_rows(statement)
    outcomes = iter(taken)
    _write(statement, [_report_row(row, *(next(outcomes) if row.movement else (None, None))) for row in rows])


def _report_row(row: Row, line: BankLine | None, outcome: Outcome | None) -> dict[str, object]:
    if row.movement is None or outcome is None:
        return {"row": row.number, "kind": ROW, "facts": {"problem": str(row.problem)}}
    facts = {"outcome": outcome.value, "memo": row.movement.memo} | ({"line": str(line.id)} if line else {})
    return {
        "row": row.number,
        "kind": ROW,
        "reference": row.movement.reference[:120],
        "amount": row.movement.money.amount,
        "happened_at": row.movement.happened_at,
        "facts": facts,
    }


def _forget_rows(statement: Statement) -> None:
    db.session.execute(delete(StatementLine).where(StatementLine.statement_id == statement.id))


def _write(statement: Statement, rows: Sequence[Mapping[str, object]]) -> None:
    plain = {"reference": "", "provider_ref": "", "amount": 0, "fee": 0, "currency": "VND"}
    mine = {"shop_id": current_shop_id(), "statement_id": statement.id, "created_at": clock.now()}
    blank = {"net": None, "happened_at": None}
    values = [{**plain, **blank, **mine, "id": ids.new_id(), **row} for row in rows]
    if values:
        db.session.execute(insert(StatementLine), values)
