"""Transfers and refunds by transfer beside the movements of the shop's accounts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from rapidfuzz.distance import OSA

from storefront.domain.reconciliation.amounts import is_bank_fee, is_transposed
from storefront.domain.reconciliation.book import Book, grouped
from storefront.domain.reconciliation.values import (
    Balance,
    BankValue,
    FactValue,
    Finding,
    PaymentValue,
    RefundValue,
    Road,
)
from storefront.infra.text import ascii_upper
from storefront.infra.tokens import find_payment_codes

MEANT_WITHIN = dt.timedelta(days=3)
"""How far from its payment a transfer without a code may lie, when only its sum speaks for it."""
NEARLY = 2
"""Characters of a code that may be wrong."""


class Transfers:
    """Sorts the movements that are no gateway's or courier's, then compares payment by payment."""

    def __init__(self, book: Book) -> None:
        self.book, self.month = book, book.month
        self.found: list[Finding] = []
        self.of_payment: dict[str, list[BankValue]] = {}
        self.received: list[BankValue] = []
        self.sent_back: list[BankValue] = []
        self._in_one: set[str] = set()
        charged = [
            (payment, fact)
            for payment in self.month.payments
            if payment.road is Road.TRANSFER
            for fact in book.charged(payment)
        ]
        self._by_amount = grouped(charged, lambda pair: pair[1].amount)

    def look(self, inflows: Sequence[BankValue], outflows: Sequence[BankValue]) -> list[Finding]:
        """Everything about transfers of the month."""
        left = self._refunds(outflows)
        nameless = [line for line in inflows if not self._take_named(line)]
        left = self._taken_back(left)
        for line in nameless:
            self._take_by_looks(line)
        for payment in self.month.payments:
            if payment.road is Road.TRANSFER:
                self._compare(payment)
        return self.found

    # -- what each movement means

    def _take_named(self, line: BankValue) -> bool:
        """By what a person or feed said when it came, else by the code in its memo."""
        if line.payment in self.book.payments:
            self._belongs(line, self.book.payments[line.payment])
            return True
        known = [
            self.book.by_code[code] for code in find_payment_codes(line.memo) if code in self.book.by_code
        ]
        if len(known) > 1:
            self._two_orders(line, known)
        elif known:
            self._belongs(line, known[0])
        return bool(known)

    def _belongs(self, line: BankValue, payment: PaymentValue) -> None:
        self.of_payment.setdefault(payment.key, []).append(line)
        self.received.append(line)
        if line.account not in self.month.accounts and self.month.holds(line.at):
            self._add("old_account", payment.order, line.amount, payment.order, line)

    def _two_orders(self, line: BankValue, payments: Sequence[PaymentValue]) -> None:
        """One transfer for several orders; when all are recorded it needs no word."""
        self.received.append(line)
        self._in_one |= {payment.key for payment in payments}
        if not self.month.holds(line.at):
            return
        recorded = sum(fact.amount for payment in payments for fact in self.book.charged(payment))
        if recorded != line.amount:
            orders = sorted(payment.order for payment in payments)
            wrong = self._add("two_orders", "+".join(orders), line.amount, orders[0], line)
            wrong.explains(Balance.TRANSFERS, recorded - line.amount)

    def _take_by_looks(self, line: BankValue) -> None:
        """No code that we know: one payment of that sum about that day may be meant."""
        meant = self._meant(line)
        if meant is not None:
            self._belongs(line, meant)
            if self.month.holds(line.at):
                self._add("memo_mangled", meant.order, line.amount, meant.order, line)
            return
        self.received.append(line)
        if self.month.holds(line.at):
            wrong = self._add("unknown", line.reference or line.key, line.amount, "", line)
            wrong.explains(Balance.TRANSFERS, -line.amount)

    def _meant(self, line: BankValue) -> PaymentValue | None:
        waiting = [
            payment
            for payment, fact in self._by_amount.get(line.amount, ())
            if not self.of_payment.get(payment.key) and abs(line.at - fact.at) <= MEANT_WITHIN
        ]
        squeezed = _squeezed(line.memo)
        near = [payment for payment in waiting if payment.code and _is_near(payment.code, squeezed)]
        return next(iter(near if len(near) == 1 else waiting if len(waiting) == 1 else []), None)

    # -- payment by payment

    def _compare(self, payment: PaymentValue) -> None:
        lines, facts = self.of_payment.get(payment.key, []), self.book.charged(payment)
        lines_in = [line for line in lines if self.month.holds(line.at)]
        facts_in = [fact for fact in facts if self.month.holds(fact.at)]
        if payment.key in self._in_one or not (lines_in or facts_in):
            return
        gap = sum(fact.amount for fact in facts_in) - sum(line.amount for line in lines_in)
        word, amount = self._judge(payment, lines, facts)
        if not word and gap and payment.key in self.of_payment and lines:
            word, amount = "date_shifted", abs(gap)
        if word:
            wrong = self._add(word, payment.order, amount, payment.order, *lines)
            wrong.explains(Balance.TRANSFERS, gap)

    def _judge(
        self, payment: PaymentValue, lines: Sequence[BankValue], facts: Sequence[FactValue]
    ) -> tuple[str, int]:
        """The cause of what differs between a payment's movements and its record, and the sum at stake."""
        came, recorded = sum(line.amount for line in lines), sum(fact.amount for fact in facts)
        if not lines:
            return ("", 0) if payment.key in self.of_payment else ("missing", recorded)
        if came == recorded and (len(lines) == len(facts) or came == payment.amount):
            split = len(lines) > len(facts)
            return ("split", came) if split else self._recorded_twice(payment, facts)
        if came == 2 * payment.amount and len(lines) == 2:
            return "paid_twice", payment.amount
        if not recorded:
            cancelled = self.book.is_cancelled(payment)
            whole = "unrecorded" if len(lines) == 1 else "split"
            return ("after_cancel" if cancelled else whole), came
        return _amounts_word(came, recorded), abs(came - recorded)

    def _recorded_twice(self, payment: PaymentValue, facts: Sequence[FactValue]) -> tuple[str, int]:
        twice = len(facts) > 1 and sum(fact.amount for fact in facts) == 2 * payment.amount
        return ("paid_twice", payment.amount) if twice else ("", 0)

    # -- money that went out

    def _refunds(self, outflows: Sequence[BankValue]) -> list[BankValue]:
        """Pair what was sent back with our refunds; returns the other movements out."""
        left = list(outflows)
        for refund in self.month.refunds:
            if refund.road is not Road.TRANSFER or not refund.done:
                continue
            mine = [line for line in left if self._is_refund(line, refund)]
            left = [line for line in left if line not in mine]
            self.sent_back += mine
            self._compare_refund(refund, mine)
        return left

    def _is_refund(self, line: BankValue, refund: RefundValue) -> bool:
        if line.reference == refund.reference:
            return True
        code = self.book.payments[refund.payment].code
        names = [_squeezed(name) for name in (refund.reference, code) if name]
        return any(name in _squeezed(line.memo) for name in names) and "REVERSAL" not in _squeezed(line.memo)

    def _compare_refund(self, refund: RefundValue, lines: Sequence[BankValue]) -> None:
        order = self.book.payments[refund.payment].order
        lines_in = [line for line in lines if self.month.holds(line.at)]
        inside = self.month.holds(refund.at)
        if not inside and not lines_in:
            return
        gap = (refund.amount if inside else 0) + sum(line.amount for line in lines_in)
        sent = -sum(line.amount for line in lines)
        if not lines:
            word = "refund_missing"
        elif len(lines) > 1 and sent == len(lines) * refund.amount:
            word = "refund_twice"
        elif sent != refund.amount:
            word = "refund_differs"
        elif gap:
            word = "date_shifted"
        else:
            return
        wrong = self._add(word, order, abs(gap), order, *lines)
        wrong.explains(Balance.TRANSFER_REFUNDS, gap)

    def _taken_back(self, outflows: Sequence[BankValue]) -> list[BankValue]:
        """Movements out that name a payment: taken back by the bank, or a sign that is wrong."""
        left = []
        for line in outflows:
            codes = [code for code in find_payment_codes(line.memo) if code in self.book.by_code]
            payment = self.book.by_code[codes[0]] if len(codes) == 1 else None
            if payment is None or not self.month.holds(line.at):
                left.append(line)
                continue
            came = self.of_payment.get(payment.key)
            self.sent_back.append(line)
            if came:
                self._reversed(line, payment)
            else:
                self.of_payment[payment.key] = []
                wrong = self._add("sign_wrong", payment.order, -line.amount, payment.order, line)
                wrong.explains(Balance.TRANSFERS, sum(fact.amount for fact in self.book.charged(payment)))
                wrong.explains(Balance.TRANSFER_REFUNDS, line.amount)
        return left

    def _reversed(self, line: BankValue, payment: PaymentValue) -> None:
        known = [
            fact
            for fact in self.book.facts_of.get(payment.key, ())
            if fact.kind in ("charged_back", "reversed", "refunded") and fact.amount == -line.amount
        ]
        if not known:
            wrong = self._add("reversed", payment.order, -line.amount, payment.order, line)
            wrong.explains(Balance.TRANSFER_REFUNDS, line.amount)

    def _add(self, word: str, subject: str, amount: int, order: str, *lines: BankValue) -> Finding:
        wrong = Finding(f"transfer_{word}", subject, amount, order=order)
        wrong.lines = tuple(line.key for line in lines)
        self.found.append(wrong)
        return wrong


def _amounts_word(came: int, recorded: int) -> str:
    if is_bank_fee(recorded - came):
        return "bank_fee"
    return "amount_transposed" if is_transposed(came, recorded) else "amount_differs"


def _is_near(code: str, squeezed: str) -> bool:
    return any(
        OSA.distance(window, code, score_cutoff=NEARLY) <= NEARLY for window in _windows(squeezed, len(code))
    )


def _squeezed(text: str) -> str:
    return ascii_upper(text).replace(" ", "")


def _windows(text: str, length: int) -> Iterable[str]:
    return (
        text[start : start + size]
        for size in (length - 1, length, length + 1)
        for start in range(max(1, len(text) - size + 1))
    )
