"""Refunds at the practice gateway: done at once, later, or refused later, as was chosen when paying."""

import sqlite3

from storefront.sandbox import payments
from storefront.sandbox.errors import Refused

LONGEST_WAIT = 3.0
"""Seconds a refund is under way, or less where the person chose less."""


def ask(db: sqlite3.Connection, payment: sqlite3.Row, refund: str, amount: int, now: float) -> sqlite3.Row:
    """Refund once by the merchant's own id; never more than was charged and not given back."""
    known = db.execute(
        "SELECT * FROM refund WHERE merchant = ? AND id = ?", (payment["merchant"], refund)
    ).fetchone()
    if known is None:
        if not 0 < amount <= _refundable(db, payment, now):
            raise Refused(409, "more_than_was_paid")
        _create(db, payment, refund, amount, now)
    elif (known["number"], known["amount"]) != (payment["number"], amount):
        raise Refused(409, "refund_used_for_another_amount")
    return find(db, payment["merchant"], refund)


def find(db: sqlite3.Connection, merchant: str, refund: str) -> sqlite3.Row:
    """A refund with the fact that ends it."""
    row = db.execute(
        """SELECT refund.*, event.kind, event.happened_at FROM refund JOIN event ON event.id = refund.event
           WHERE refund.merchant = ? AND refund.id = ?""",
        (merchant, refund),
    ).fetchone()
    if row is None:
        raise Refused(404, "unknown_refund")
    return row


def as_json(refund: sqlite3.Row, now: float) -> dict[str, object]:
    over = refund["happened_at"] <= now
    ending = "done" if refund["kind"] == "refunded" else "failed"
    return {
        "refund": refund["id"],
        "number": int(refund["number"]),
        "amount": refund["amount"],
        "ref": refund["event"],
        "state": ending if over else "pending",
    }


def _create(db: sqlite3.Connection, payment: sqlite3.Row, refund: str, amount: int, now: float) -> None:
    kind = "refund_failed" if payment["refunds"] == "fail" else "refunded"
    at = now if payment["refunds"] == "now" else now + payment["refunds_after"]
    event = payments.record(db, payment, kind, amount, at=at, send=[at], refund=refund)
    db.execute(
        "INSERT INTO refund (merchant, id, number, amount, event) VALUES (?, ?, ?, ?, ?)",
        (payment["merchant"], refund, payment["number"], amount, event),
    )


def _refundable(db: sqlite3.Connection, payment: sqlite3.Row, now: float) -> int:
    """Charged, less what is given back or on its way; a refund that failed counts again once it has."""
    charged = sum(
        row["amount"] for row in payments.events(db, payment, until=now) if row["kind"] == "charged"
    )
    (given,) = db.execute(
        """SELECT coalesce(sum(refund.amount), 0) FROM refund JOIN event ON event.id = refund.event
           WHERE refund.merchant = ? AND refund.number = ?
           AND NOT (event.kind = 'refund_failed' AND event.happened_at <= ?)""",
        (payment["merchant"], payment["number"], now),
    ).fetchone()
    return charged - given
