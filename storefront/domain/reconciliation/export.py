"""A month's sums and findings as a workbook, and its findings as CSV that no program takes for formulas."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _

from storefront.domain.reconciliation.totals import Sums
from storefront.domain.reconciliation.words import ACTIONS, BALANCES, CAUSES
from storefront.infra.sheets import Cell, csv_file, workbook
from storefront.models.payment import Review


def as_csv(findings: Iterable[Review]) -> bytes:
    """The findings, one a row; a cell that a program would run as a formula is shown as text."""
    return csv_file(finding_rows(findings))


def as_workbook(sums: Sums, findings: Iterable[Review]) -> bytes:
    """Two sheets: the sums that must tie, and the findings."""
    return workbook({_("Sums"): sum_rows(sums), _("Findings"): finding_rows(findings)})


def finding_rows(findings: Iterable[Review]) -> list[list[Cell]]:
    """Heading and rows of findings; sums in minor units."""
    heading: list[Cell] = [
        _("Cause"),
        _("About"),
        _("Order"),
        _("Sum"),
        _("Next step"),
        _("Found"),
        _("What was done"),
    ]
    return [heading, *(_finding(review) for review in findings)]


def sum_rows(sums: Sums) -> list[list[Cell]]:
    """Heading and rows of the month's figures; sums in minor units."""
    rows: list[list[Cell]] = [[_("Figure"), _("First sum"), _("Second sum"), _("Explained"), _("Left")]]
    figures = (
        (_("Orders in all"), sums.total),
        (_("Paid"), sums.paid),
        (_("Given back"), sums.refunded),
        (_("Owed"), sums.owed),
        (_("Overpaid"), sums.overpaid),
        (_("Fees of the gateways"), sums.gateway_fees),
        (_("Fees of the couriers"), sums.courier_fees),
    )
    rows += [[name, amount, "", "", ""] for name, amount in figures]
    for balance, pair in sums.pairs.items():
        name, first, second = BALANCES[balance]
        rows.append([f"{name}: {first} / {second}", pair.ours, pair.theirs, pair.explained, pair.unexplained])
    return rows


def _finding(review: Review) -> list[Cell]:
    words, facts = CAUSES[review.cause], review.facts
    return [
        str(words.title),
        str(facts.get("subject", "")),
        str(facts.get("number", "")),
        int(facts.get("amount", 0)),
        str(ACTIONS[words.action]),
        f"{review.created_at:%Y-%m-%d %H:%M}",
        review.resolution or "",
    ]
