from __future__ import annotations

import csv
import io

from flask import Flask

from storefront.domain.reconciliation import export
from storefront.domain.reconciliation.match import match
from storefront.infra import clock, sheets
from storefront.infra.tables import read_table
from storefront.models.payment import Review
from tests.domain.reconciliation.in_memory import values_of
from tests.domain.reconciliation.month_maker import make_month


def finding(subject: str) -> Review:
    facts = {"subject": subject, "amount": 51_000, "number": "1042"}
    return Review(cause="transfer_unknown", facts=facts, created_at=clock.now())


def test_a_cell_that_looks_like_a_formula_stays_text(context: Flask) -> None:
    told = [finding(text) for text in ("=1+1", "@SUM(A1)", "-2", "FT1")]

    rows = list(csv.reader(io.StringIO(export.as_csv(told).decode("utf-8-sig"))))

    assert [row[1] for row in rows[1:]] == ["'=1+1", "'@SUM(A1)", "'-2", "FT1"]
    assert rows[1][3] == "51000"


def test_the_workbook_is_read_back_with_sums_and_texts_as_they_are(context: Flask) -> None:
    sums = match(values_of(make_month(2))).sums

    data = export.as_workbook(sums, [finding("=1+1")])

    rows = sheets.read_first_sheet(data)
    assert rows == read_table(data)
    assert [int(row[1]) for row in rows[1:4]] == [sums.total, sums.paid, sums.refunded]
    assert len(rows) == 8 + len(sums.pairs)
