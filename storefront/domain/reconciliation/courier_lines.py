"""Parcels with money to collect beside the rows of the couriers' remittance files."""

from __future__ import annotations

import datetime as dt

from storefront.domain.reconciliation.amounts import usual_terms
from storefront.domain.reconciliation.book import Book, distinct, grouped, repeated
from storefront.domain.reconciliation.reported import (
    COURIER,
    faults_of,
    finding,
    forget_other_month,
    name_of,
    unknown_net,
)
from storefront.domain.reconciliation.values import VND, Balance, Finding, ParcelValue, ReportedLine, vn_day

REMITTED_WITHIN = dt.timedelta(days=7)
"""How long after delivery a courier may keep a parcel out of its files."""


class CourierLines:
    """Goes through all rows once; a delivered parcel that was never named is not remitted."""

    def __init__(self, book: Book) -> None:
        self.book, self.month = book, book.month
        told = distinct(self.month.courier_lines, name_of)
        self.lines, self.doubled = told.lines, told.doubled
        self.found = repeated(told.repeated_files)
        by_source = grouped(self.lines, lambda line: line.source)
        self.terms = {
            source: self.month.terms.get(source) or usual_terms(lines) for source, lines in by_source.items()
        }
        self.by_tracking = {parcel.tracking: parcel for parcel in self.month.parcels if parcel.tracking}
        self.by_order = {parcel.order: parcel for parcel in self.month.parcels}
        self.named: set[str] = set()

    def look(self) -> list[Finding]:
        """Everything about the rows and the parcels they do not name."""
        for line in self.doubled:
            if self.month.holds(line.at):
                wrong = self._add("line_doubled", line, self._parcel(line), line.amount)
                wrong.explains(Balance.COD, -line.amount)
                wrong.effect = -line.sum
        for line in self.lines:
            self._look_at(line)
        self._not_remitted()
        return self.found

    def _look_at(self, line: ReportedLine) -> None:
        parcel = self._parcel(line)
        if parcel is None:
            self._unknown(line)
            return
        self.named.add(parcel.order)
        if parcel.returned_at or parcel.delivered_at is None:
            self._not_delivered(line, parcel)
            return
        inside, told_inside = self.month.holds(parcel.delivered_at), self.month.holds(line.at)
        if not (inside or told_inside):
            return
        terms = self.terms.get(line.source)
        faults = faults_of(COURIER, line, parcel.cod, parcel.order, parcel.order, terms)
        self.found += faults
        if inside != told_inside:
            self._shifted(line, parcel, faults)
        elif recorded := self._charged(parcel) - parcel.cod:
            word = "unrecorded" if recorded == -parcel.cod else "record_differs"
            self._add(word, line, parcel, abs(recorded)).explains(Balance.COD, recorded)

    def _shifted(self, line: ReportedLine, parcel: ParcelValue, faults: list[Finding]) -> None:
        inside = self.month.holds(parcel.delivered_at)
        forget_other_month(COURIER, faults, told_inside=not inside)
        wrong = self._add("date_shifted", line, parcel, parcel.cod)
        told = line.amount if not inside and line.currency == VND else 0
        wrong.explains(Balance.COD, (self._charged(parcel) if inside else 0) - told)

    def _unknown(self, line: ReportedLine) -> None:
        if self.month.holds(line.at):
            wrong = self._add("parcel_unknown", line, None, line.amount)
            self._not_ours(line, wrong)

    def _not_delivered(self, line: ReportedLine, parcel: ParcelValue) -> None:
        """Money for goods that came back, or that by our book are still under way."""
        if self.month.holds(line.at) and line.amount:
            word = "returned_remitted" if parcel.returned_at else "undelivered_remitted"
            self._not_ours(line, self._add(word, line, parcel, line.amount))

    def _not_ours(self, line: ReportedLine, wrong: Finding) -> None:
        if line.currency == VND:
            wrong.explains(Balance.COD, -line.amount)
            wrong.effect = -line.sum
        unknown_net(COURIER, line, [wrong])

    def _not_remitted(self) -> None:
        reach = max((line.at for line in self.lines), default=self.month.starts)
        for parcel in self.month.parcels:
            delivered = parcel.delivered_at
            if (
                delivered is None
                or parcel.returned_at
                or parcel.order in self.named
                or not parcel.cod
                or not self.month.holds(delivered)
            ):
                continue
            recorded = self._charged(parcel)
            if not recorded and delivered + REMITTED_WITHIN > max(reach, self.month.ends):
                continue
            wrong = Finding("courier_not_remitted", parcel.order, parcel.cod, order=parcel.order)
            terms = self.terms.get(parcel.source)
            wrong.source, wrong.day = parcel.source, vn_day(delivered)
            wrong.effect = parcel.cod - (terms.fee_of(parcel.cod) if terms else 0)
            wrong.explains(Balance.COD, recorded)
            self.found.append(wrong)

    def _charged(self, parcel: ParcelValue) -> int:
        payment = self.book.payments.get(parcel.payment)
        return sum(fact.amount for fact in self.book.charged(payment)) if payment else 0

    def _parcel(self, line: ReportedLine) -> ParcelValue | None:
        return self.by_tracking.get(line.provider_ref) or self.by_order.get(line.reference)

    def _add(self, word: str, line: ReportedLine, parcel: ParcelValue | None, amount: int) -> Finding:
        order = parcel.order if parcel else ""
        wrong = finding(COURIER, word, order or line.provider_ref, line, amount, order)
        self.found.append(wrong)
        return wrong
