"""Uploaded settlement and remittance files: kept, mapped once for each layout, taken in row by row.

Bank statements have a room of their own (`settlement.statements`); layouts are remembered the same way.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext
from sqlalchemy import delete, insert, select

from storefront.domain.payments.statements import Layout
from storefront.domain.reconciliation import layouts
from storefront.domain.reconciliation.layouts import Row
from storefront.domain.reconciliation.values import FeeTerms
from storefront.infra import clock, events, ids
from storefront.infra.db import db, locked
from storefront.infra.errors import Conflict, Invalid, NotFound
from storefront.infra.tables import read_table
from storefront.infra.tenancy import current_shop_id
from storefront.models.bank import Statement, StatementKind, StatementLine, StatementMapping

RAW = "raw"
KINDS = (StatementKind.GATEWAY, StatementKind.COURIER)
TOLD_PROBLEMS = 3


class NoSuchFile(NotFound):
    """The shop has no such settlement or remittance file."""

    code = "no_such_statement"


class FileTaken(Conflict):
    """It was taken in already."""

    code = "statement_taken"
    message = lazy_gettext("This file was taken in before. Nothing was changed.")


@dataclass(frozen=True, slots=True)
class Plan:
    """How a file is read: which column (from nought) is what, and the fee that is agreed, if it was told."""

    columns: Mapping[str, int]
    terms: FeeTerms | None = None


def upload(
    kind: StatementKind, source: str, file_name: str, data: bytes, *, by: events.Actor
) -> tuple[Statement, bool]:
    """Keep a company's file to be read; whether it is new. The same file again is the same statement.

    Raises Invalid on `file` when it is no table with a heading.
    """
    digest = hashlib.sha256(data).hexdigest()
    standing = db.session.scalar(
        select(Statement).where(Statement.kind == kind, Statement.content_hash == digest)
    )
    if standing is not None:
        return standing, False
    table = read_table(data)
    if layouts.find_layout(table) is None:
        raise Invalid.field("file", lazy_gettext("No table was found in this file."))
    statement = Statement(kind=kind, source=source[:40], file_name=file_name[-200:], content_hash=digest)
    db.session.add(statement)
    db.session.flush()
    _write(statement, [{"row": at, "kind": RAW, "facts": {"cells": row}} for at, row in enumerate(table, 1)])
    events.record("statement.uploaded", statement, by=by, rows=len(table))
    return statement, True


def file_by_id(statement_id: int) -> Statement:
    """A settlement or remittance file of the shop in force. Raises NoSuchFile."""
    found = db.session.scalar(
        select(Statement).where(Statement.id == statement_id, Statement.kind.in_(KINDS))
    )
    if found is None:
        raise NoSuchFile
    return found


def files(limit: int = 30) -> list[Statement]:
    """Uploaded files, the newest first."""
    rows = select(Statement).where(Statement.kind.in_(KINDS)).order_by(Statement.id.desc()).limit(limit)
    return list(db.session.scalars(rows))


def is_draft(statement: Statement) -> bool:
    """Whether it waits to be taken in."""
    return statement.mapping_id is None


def table_of(statement: Statement) -> tuple[list[list[str]], Layout]:
    """The cells of a draft and where its table begins. Raises FileTaken."""
    rows = db.session.scalars(
        select(StatementLine.facts)
        .where(StatementLine.statement_id == statement.id, StatementLine.kind == RAW)
        .order_by(StatementLine.row)
    )
    table = [facts["cells"] for facts in rows]
    layout = layouts.find_layout(table)
    if layout is None:
        raise FileTaken
    return table, layout


def plan_for(statement: Statement, layout: Layout) -> tuple[Plan, bool]:
    """How to read a file, and whether the owner confirmed its layout before."""
    known = _mapping(statement, layout)
    if known is None:
        return Plan(layouts.guess(layout.heading)), False
    agreed = known.columns.get("terms")
    terms = FeeTerms(int(agreed["rate"]), int(agreed["fixed"])) if agreed else None
    return Plan({name: int(at) for name, at in known.columns["columns"].items()}, terms), True


def take_in(statement: Statement, plan: Plan, *, by: events.Actor) -> int:
    """Read a draft's rows, all or none, and remember its layout; how many rows there are.

    Raises FileTaken, Invalid on `columns`.
    """
    statement = locked(statement)
    if not is_draft(statement):
        raise FileTaken
    table, layout = table_of(statement)
    rows = _readable(table, layout, plan.columns)
    statement.mapping_id = _remember(statement, layout, plan).id
    statement.lines = len(rows)
    db.session.execute(delete(StatementLine).where(StatementLine.statement_id == statement.id))
    _write(statement, [_line(row) for row in rows])
    events.record("statement.taken", statement, by=by, lines=len(rows))
    return len(rows)


def drop(statement: Statement, *, by: events.Actor) -> None:
    """Throw a file away with its rows, whether it was taken in or not."""
    statement = locked(statement)
    events.record("statement.dropped", statement, by=by)
    db.session.execute(delete(StatementLine).where(StatementLine.statement_id == statement.id))
    db.session.delete(statement)
    db.session.flush()


def _readable(table: Sequence[Sequence[str]], layout: Layout, columns: Mapping[str, int]) -> list[Row]:
    missing = layouts.missing(columns)
    if missing:
        names = ", ".join(str(layouts.COLUMNS[name]) for name in missing)
        raise Invalid.field("columns", lazy_gettext("Choose a column for: %(names)s.", names=names))
    rows = layouts.read_rows(table, layout, columns)
    if not rows:
        raise Invalid.field("columns", lazy_gettext("No row below the heading can be read."))
    wrong = [row for row in rows if row.problem]
    if wrong:
        told = [
            lazy_gettext("Row %(row)s: %(problem)s", row=row.number, problem=row.problem)
            for row in wrong[:TOLD_PROBLEMS]
        ]
        raise Invalid({"columns": told})
    return rows


def _mapping(statement: Statement, layout: Layout) -> StatementMapping | None:
    return db.session.scalar(
        select(StatementMapping).where(
            StatementMapping.kind == statement.kind, StatementMapping.heading == layout.hash
        )
    )


def _remember(statement: Statement, layout: Layout, plan: Plan) -> StatementMapping:
    mapping = _mapping(statement, layout)
    if mapping is None:
        mapping = StatementMapping(kind=statement.kind, name="", heading=layout.hash, columns={})
        db.session.add(mapping)
    mapping.name = " · ".join(cell for cell in layout.heading if cell)[:100]
    agreed = {"rate": plan.terms.rate, "fixed": plan.terms.fixed} if plan.terms else None
    mapping.columns = {"columns": dict(plan.columns), "source": statement.source, "terms": agreed}
    db.session.flush()
    return mapping


def _line(row: Row) -> dict[str, object]:
    assert row.told is not None
    told = row.told
    return {
        "row": row.number,
        "kind": told.kind,
        "reference": told.reference[:120],
        "provider_ref": told.provider_ref[:120],
        "amount": told.amount,
        "fee": told.fee,
        "net": told.net,
        "currency": told.currency,
        "happened_at": told.happened_at,
        "facts": {"batch": told.batch, "merchant": told.merchant},
    }


def _write(statement: Statement, rows: Sequence[Mapping[str, object]]) -> None:
    plain = {"reference": "", "provider_ref": "", "amount": 0, "fee": 0, "currency": "VND"}
    mine = {"shop_id": current_shop_id(), "statement_id": statement.id, "created_at": clock.now()}
    blank = {"net": None, "happened_at": None}
    values = [{**plain, **blank, **mine, "id": ids.new_id(), **row} for row in rows]
    if values:
        db.session.execute(insert(StatementLine), values)
