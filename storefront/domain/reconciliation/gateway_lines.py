"""Our card and wallet payments and refunds beside the rows of the gateways' settlement files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from storefront.domain.reconciliation.amounts import usual_terms
from storefront.domain.reconciliation.book import Book, distinct, grouped, repeated
from storefront.domain.reconciliation.reported import (
    GATEWAY,
    faults_of,
    finding,
    forget_other_month,
    name_of,
    unknown_net,
)
from storefront.domain.reconciliation.values import (
    CHARGE,
    CHARGEBACK,
    FEE,
    REFUND,
    VND,
    Balance,
    FactValue,
    FeeTerms,
    Finding,
    PaymentValue,
    RefundValue,
    ReportedLine,
    Road,
    vn_day,
)

TAKEN_BACK = ("charged_back", "reversed")


class GatewayLines:
    """Goes through all rows once; afterwards what was never named is missing."""

    def __init__(self, book: Book) -> None:
        self.book, self.month = book, book.month
        told = distinct(self.month.gateway_lines, name_of)
        self.lines, self.doubled = told.lines, told.doubled
        self.found = repeated(told.repeated_files)
        by_source = grouped(self.lines, lambda line: line.source)
        self.terms = {
            source: self.month.terms.get(source) or usual_terms(lines) for source, lines in by_source.items()
        }
        self.merchants = {
            source: _usual(line.merchant for line in lines) for source, lines in by_source.items()
        }
        self.named_facts: set[tuple[str, str]] = set()
        self.named_refunds: set[str] = set()
        ours = [one for one in self.month.refunds if one.road is Road.GATEWAY]
        self.refunds_of = grouped(ours, lambda one: one.payment)
        self.refunds_by_reference = {one.reference: one for one in ours if one.reference}

    def look(self) -> list[Finding]:
        """Everything about the rows and what they do not name."""
        for line in self.doubled:
            self._look_at_doubled(line)
        for line in self.lines:
            self._look_at(line)
        self._missing_charges()
        self._missing_refunds()
        return self.found

    def _look_at_doubled(self, line: ReportedLine) -> None:
        if not self.month.holds(line.at):
            return
        payment = self._payment(line)
        word = "refund_doubled" if line.kind == REFUND else "line_doubled"
        wrong = self._add(word, line, payment, line.amount)
        wrong.explains(_balance(line.kind), -line.amount)
        wrong.effect = -line.sum

    def _look_at(self, line: ReportedLine) -> None:
        if line.merchant and line.merchant != self.merchants[line.source]:
            self._stranger("other_shop", line)
        elif line.kind == CHARGE:
            self._charge(line)
        elif line.kind == REFUND:
            self._refund(line)
        elif line.kind == CHARGEBACK:
            self._chargeback(line)
        elif line.kind == FEE:
            self._stranger("fee_unknown", line)

    def _charge(self, line: ReportedLine) -> None:
        payment = self._payment(line)
        fact = self._fact(line, payment, ("charged",))
        if payment is None:
            self._stranger("charge_unknown", line)
        elif fact is None:
            self._unrecorded(line, payment)
        else:
            self._known_charge(line, payment, fact)

    def _known_charge(self, line: ReportedLine, payment: PaymentValue, fact: FactValue) -> None:
        self.named_facts.add((fact.kind, fact.reference))
        inside, told_inside = self.month.holds(fact.at), self.month.holds(line.at)
        if not (inside or told_inside):
            return
        faults = faults_of(GATEWAY, line, fact.amount, payment.order, payment.order, self._terms(line))
        self.found += faults
        if inside != told_inside:
            wrong = self._add("date_shifted", line, payment, fact.amount)
            forget_other_month(GATEWAY, faults, told_inside=told_inside)
            told = line.amount if told_inside and line.currency == VND else 0
            wrong.explains(Balance.GATEWAY_CHARGES, (fact.amount if inside else 0) - told)

    def _unrecorded(self, line: ReportedLine, payment: PaymentValue) -> None:
        """The gateway says it was paid and we do not know: a first time, or once more."""
        if not self.month.holds(line.at):
            return
        twice = bool(self.book.charged(payment))
        wrong = self._add("paid_twice" if twice else "charge_unrecorded", line, payment, line.amount)
        wrong.explains(Balance.GATEWAY_CHARGES, -line.amount)
        unknown_net(GATEWAY, line, [wrong])

    def _refund(self, line: ReportedLine) -> None:
        payment = self._payment(line)
        refund = self._refund_of(line, payment)
        if refund is not None:
            self.named_refunds.add(refund.key)
        if not self.month.holds(line.at):
            return
        if refund is None:
            known = payment is not None and payment.key in self.refunds_of
            wrong = self._add("refund_twice" if known else "refund_unknown", line, payment, line.amount)
            wrong.explains(Balance.GATEWAY_REFUNDS, -line.amount)
            wrong.effect = -line.sum
        elif not refund.done:
            wrong = self._add("refund_unrecorded", line, payment, line.amount)
            wrong.explains(Balance.GATEWAY_REFUNDS, -line.amount)
        elif refund.amount != line.amount:
            wrong = self._add("refund_differs", line, payment, abs(refund.amount - line.amount))
            wrong.explains(Balance.GATEWAY_REFUNDS, refund.amount - line.amount)
            wrong.effect = line.amount - refund.amount

    def _chargeback(self, line: ReportedLine) -> None:
        payment = self._payment(line)
        fact = self._fact(line, payment, TAKEN_BACK)
        if fact is not None:
            self.named_facts.add((fact.kind, fact.reference))
        elif self.month.holds(line.at):
            wrong = self._add("chargeback_unknown", line, payment, line.amount)
            wrong.explains(Balance.GATEWAY_REFUNDS, -line.amount)
            wrong.effect = -line.sum

    def _stranger(self, word: str, line: ReportedLine) -> None:
        """A row that is about nothing of ours."""
        if not self.month.holds(line.at):
            return
        wrong = finding(GATEWAY, word, line.provider_ref or line.reference, line, line.amount or line.fee)
        if line.currency == VND:
            wrong.explains(_balance(line.kind), 0 if line.kind == FEE else -line.amount)
            wrong.effect = -line.sum
        unknown_net(GATEWAY, line, [wrong])
        self.found.append(wrong)

    def _missing_charges(self) -> None:
        for payment in self._ours():
            for fact in self.book.facts_of.get(payment.key, ()):
                if not self.month.holds(fact.at) or (fact.kind, fact.reference) in self.named_facts:
                    continue
                if fact.kind == "charged":
                    self._missing("charge_missing", payment, fact, self._net(payment, fact.amount))
                elif fact.kind in TAKEN_BACK:
                    self._missing("chargeback_missing", payment, fact, -fact.amount)

    def _missing_refunds(self) -> None:
        for refund in self.month.refunds:
            if (
                refund.road is Road.GATEWAY
                and refund.done
                and self.month.holds(refund.at)
                and refund.key not in self.named_refunds
            ):
                payment = self.book.payments[refund.payment]
                self._missing("refund_missing", payment, refund, -refund.amount)

    def _missing(self, word: str, payment: PaymentValue, row: FactValue | RefundValue, effect: int) -> None:
        wrong = Finding(f"gateway_{word}", payment.order, row.amount, order=payment.order)
        wrong.source, wrong.day, wrong.effect = payment.source, vn_day(row.at), effect
        balance = Balance.GATEWAY_CHARGES if word == "charge_missing" else Balance.GATEWAY_REFUNDS
        wrong.explains(balance, row.amount)
        self.found.append(wrong)

    def _ours(self) -> Iterable[PaymentValue]:
        return (payment for payment in self.month.payments if payment.road is Road.GATEWAY)

    def _payment(self, line: ReportedLine) -> PaymentValue | None:
        fact = (
            self.book.by_fact.get((line.source, "charged", line.provider_ref))
            if line.kind == CHARGE
            else None
        )
        if fact is not None:
            return self.book.payments[fact.payment]
        return self.book.by_reference.get((line.source, line.reference))

    def _fact(
        self, line: ReportedLine, payment: PaymentValue | None, kinds: Sequence[str]
    ) -> FactValue | None:
        """The fact the row tells of: by their reference, else the payment's only one nobody named yet."""
        facts = self.book.facts_of.get(payment.key, ()) if payment else ()
        free = [
            fact
            for fact in facts
            if fact.kind in kinds and (fact.kind, fact.reference) not in self.named_facts
        ]
        exact = [fact for fact in free if fact.reference == line.provider_ref]
        return next(iter(exact or free), None)

    def _refund_of(self, line: ReportedLine, payment: PaymentValue | None) -> RefundValue | None:
        exact = self.refunds_by_reference.get(line.provider_ref)
        if exact is not None and exact.key not in self.named_refunds:
            return exact
        mine = self.refunds_of.get(payment.key, []) if payment else []
        free = [one for one in mine if one.key not in self.named_refunds]
        return min(free, key=lambda one: one.amount != line.amount, default=None)

    def _add(self, word: str, line: ReportedLine, payment: PaymentValue | None, amount: int) -> Finding:
        order = payment.order if payment else ""
        wrong = finding(GATEWAY, word, order or line.provider_ref, line, amount, order)
        self.found.append(wrong)
        return wrong

    def _terms(self, line: ReportedLine) -> FeeTerms | None:
        return self.terms.get(line.source)

    def _net(self, payment: PaymentValue, amount: int) -> int:
        terms = self.terms.get(payment.source)
        return amount - (terms.fee_of(amount) if terms else 0)


def _usual(values: Iterable[str]) -> str:
    counted = Counter(value for value in values if value)
    return max(counted, key=lambda value: counted[value], default="")


def _balance(kind: str) -> Balance:
    return Balance.GATEWAY_CHARGES if kind == CHARGE else Balance.GATEWAY_REFUNDS
