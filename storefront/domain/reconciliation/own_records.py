"""What does not fit within our own book, before anybody else is asked."""

from __future__ import annotations

from storefront.domain.reconciliation.book import Book
from storefront.domain.reconciliation.values import Balance, FactValue, Finding, OrderValue, Road


def look(book: Book) -> list[Finding]:
    """Orders paid without a record, marked paid twice, or paid after they were called off."""
    facts: dict[str, list[FactValue]] = {}
    for fact in book.month.facts:
        if fact.payment in book.payments:
            facts.setdefault(book.payments[fact.payment].order, []).append(fact)
    found: list[Finding] = []
    for order in book.month.orders:
        found += _look_at(book, order, facts.get(order.number, []))
    return found


def _look_at(book: Book, order: OrderValue, facts: list[FactValue]) -> list[Finding]:
    charged = [fact for fact in facts if fact.kind == "charged"]
    brought = sum(fact.amount for fact in charged)
    found = []
    if order.paid != brought:
        word = "paid_without_record" if order.paid > brought else "record_not_counted"
        found.append(_finding(word, order, abs(order.paid - brought)))
        found[-1].explains(Balance.RECORDS, order.paid - brought)
    if _is_marked_twice(book, order, charged):
        found.append(_finding("marked_paid_twice", order, brought - order.total))
    back = sum(fact.amount for fact in facts if fact.kind != "charged")
    late = [fact for fact in charged if order.cancelled_at and fact.at > order.cancelled_at]
    if late and brought > back:
        found.append(_finding("paid_after_cancel", order, brought - back))
    if back > brought:
        found.append(_finding("refunded_too_much", order, back - brought))
    return found


def _is_marked_twice(book: Book, order: OrderValue, charged: list[FactValue]) -> bool:
    """More than the order was recorded, a part of it by hand on a road that nobody else tells of."""
    by_hand = [
        fact for fact in charged if fact.by_hand and book.payments[fact.payment].road is not Road.TRANSFER
    ]
    return len(charged) > 1 and bool(by_hand) and sum(fact.amount for fact in charged) > order.total


def _finding(word: str, order: OrderValue, amount: int) -> Finding:
    return Finding(f"order_{word}", order.number, amount, order=order.number)
