"""A raw month read into the matcher's values without a database: the files as texts, the book as rows."""

from __future__ import annotations

import datetime as dt

from storefront.domain.payments import statements as bank
from storefront.domain.reconciliation import layouts
from storefront.domain.reconciliation.values import (
    BankValue,
    FactValue,
    FileValue,
    MonthValues,
    OrderValue,
    ParcelValue,
    PaymentValue,
    RefundValue,
    ReportedLine,
    Road,
)
from storefront.infra import clock
from storefront.infra.tables import read_table
from tests.bank_files import ACCOUNT
from tests.domain.reconciliation.month_maker import RawMonth


def values_of(raw: RawMonth) -> MonthValues:
    """Everything the matcher may know of a month."""
    first = dt.date.fromisoformat(f"{raw.name}-01")
    after = (first + dt.timedelta(days=32)).replace(day=1)
    bank_lines = {name: bank_rows(name, data) for name, data in raw.files["bank"].items()}
    return MonthValues(
        month=raw.name,
        starts=clock.vn_day_bounds(first)[0],
        ends=clock.vn_day_bounds(after)[0],
        orders=tuple(OrderValue(**row) for row in raw.orders),  # type: ignore[arg-type]
        payments=tuple(PaymentValue(**{**row, "road": Road(row["road"])}) for row in raw.payments),  # type: ignore[arg-type]
        facts=tuple(FactValue(**row) for row in raw.facts),  # type: ignore[arg-type]
        refunds=tuple(RefundValue(**{**row, "road": Road(row["road"])}) for row in raw.refunds),  # type: ignore[arg-type]
        parcels=tuple(ParcelValue(**row) for row in raw.parcels),  # type: ignore[arg-type]
        gateway_lines=reported(raw.files["gateway"]),
        courier_lines=reported(raw.files["courier"]),
        bank_lines=tuple(line for lines in bank_lines.values() for line in lines),
        files=tuple(_file(name, lines) for name, lines in sorted(bank_lines.items())),
        accounts=frozenset({ACCOUNT}),
    )


def reported(files: dict[str, bytes]) -> tuple[ReportedLine, ...]:
    """Rows of settlement or remittance files, read by the words of their headings."""
    return tuple(line for name, data in files.items() for line in _reported(name, data))


def _reported(name: str, data: bytes) -> list[ReportedLine]:
    table = read_table(data)
    layout = layouts.find_layout(table)
    assert layout
    rows = layouts.read_rows(table, layout, layouts.guess(layout.heading))
    assert not [row for row in rows if row.problem]
    source = name.split("-")[0].replace("ghn", "GHN")
    return [
        ReportedLine(
            f"{name}:{row.number}", name, source, row.told.kind, row.told.reference, row.told.provider_ref,
            row.told.amount, row.told.fee, row.told.net, row.told.happened_at, row.told.batch,
            row.told.merchant, row.told.currency,
        )
        for row in rows
        if row.told
    ]  # fmt: skip


def bank_rows(name: str, data: bytes) -> list[BankValue]:
    """Rows of a bank's statement."""
    table = read_table(data)
    layout = bank.find_layout(table)
    assert layout
    account = bank.guess_account(table, layout)
    rows = bank.read_rows(table, layout, bank.guess(layout.heading), account)
    told = [row.movement for row in rows if row.movement]
    assert len(told) == len(rows)
    return [
        BankValue(
            f"{name}:{at}", name, account, row.reference, row.money.amount, row.memo, row.happened_at,
            row.balance,
        )
        for at, row in enumerate(told)
    ]  # fmt: skip


def _file(name: str, lines: list[BankValue]) -> FileValue:
    opening = (lines[0].balance or 0) - lines[0].amount
    return FileValue(name, lines[0].account, opening, lines[-1].balance)
