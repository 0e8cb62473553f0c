"""Faults in the shop's own book."""

from __future__ import annotations

import datetime as dt

from .faults_rows import Fault
from .month import Month


def paid_without_record(month: Month) -> None:
    sale = month.take("hand", "order")
    sale.facts.clear()
    sale.paid_off = sale.total
    month.note("order_paid_without_record", sale.number, sale.total)


def record_not_counted(month: Month) -> None:
    sale = month.take("hand", "order")
    sale.paid_off = -sale.total
    month.note("order_record_not_counted", sale.number, sale.total)


def marked_twice(month: Month) -> None:
    sale = month.take("hand", "order")
    sale.charge(sale.total, f"manual:{month.number(8)}", sale.at + dt.timedelta(hours=2))
    month.note("order_marked_paid_twice", sale.number, sale.total)


def refunded_too_much(month: Month) -> None:
    sale = month.take("hand", "order")
    sale.facts.append(sale.fact("refunded", sale.total + 30_000, f"manual:{month.number(8)}", sale.at))
    month.note("order_refunded_too_much", sale.number, 30_000)


def paid_after_cancel(month: Month) -> None:
    sale = month.take("gateway", "order", "refund", without="refund")
    sale.cancelled_at = sale.at - dt.timedelta(hours=2)
    month.note("order_paid_after_cancel", sale.number, sale.total)


FAULTS: dict[str, Fault] = {
    "order_paid_without_record": paid_without_record,
    "order_record_not_counted": record_not_counted,
    "order_marked_paid_twice": marked_twice,
    "order_refunded_too_much": refunded_too_much,
    "order_paid_after_cancel": paid_after_cancel,
}
