"""Payments at the practice gateway: what a merchant asks for and what a person chose to let happen."""

import json
import secrets
import sqlite3
from datetime import UTC, datetime
from typing import Any

from storefront.sandbox.errors import Refused

PAID = ("charged", "authorized")
OUTCOMES = (
    "paid",
    "refused",
    "cancelled",
    "abandoned",
    "late",
    "twice",
    "reordered",
    "failed_then_paid",
    "wrong",
    "broken",
    "charged_back",
)
NEEDS = {"reordered": "failed", "charged_back": "charged_back"}
"""What a company must tell by itself for an outcome to differ from plain money."""
REFUNDS = ("now", "later", "fail")
SHORT_WAIT = 2.0


def create(db: sqlite3.Connection, merchant: str, order: dict[str, Any], now: float) -> sqlite3.Row:
    """A payment under the merchant's own number; asked again with the same amount it is the same payment.

    `order` has number, amount, currency, description, capture, return_url, callback_url, locale, expires_at,
    and as `facts` whatever the wire wants to find again.
    """
    values = {
        **order,
        "number": str(order["number"]),
        "facts": json.dumps(order.get("facts", {}), ensure_ascii=False),
        "merchant": merchant,
        "id": "PP" + secrets.token_hex(8),
        "token": secrets.token_urlsafe(24),
        "created_at": now,
    }
    db.execute(
        """INSERT INTO payment (merchant, number, id, token, amount, currency, description, capture,
               return_url, callback_url, locale, facts, created_at, expires_at)
           VALUES (:merchant, :number, :id, :token, :amount, :currency, :description, :capture, :return_url,
               :callback_url, :locale, :facts, :created_at, :expires_at)
           ON CONFLICT (merchant, number) DO NOTHING""",
        values,
    )
    payment = find(db, merchant, values["number"])
    if payment["amount"] != order["amount"]:
        raise Refused(409, "number_used_for_another_amount")
    return payment


def find(db: sqlite3.Connection, merchant: str, number: object) -> sqlite3.Row:
    row = db.execute(
        "SELECT * FROM payment WHERE merchant = ? AND number = ?", (merchant, str(number))
    ).fetchone()
    if row is None:
        raise Refused(404, "unknown_payment")
    return row


def find_by_token(db: sqlite3.Connection, token: str) -> sqlite3.Row:
    row = db.execute("SELECT * FROM payment WHERE token = ?", (token,)).fetchone()
    if row is None:
        raise Refused(404, "unknown_payment")
    return row


def choose(
    db: sqlite3.Connection, payment: sqlite3.Row, outcome: str, *, seconds: float, amount: int, now: float
) -> None:
    """Let the chosen outcome happen: facts with the time they happen, calls with the time they are sent.

    `seconds` is how late `late` is; what else comes apart comes at most a short while later.
    """
    if is_settled(db, payment):
        raise Refused(409, "already_paid")
    if now >= payment["expires_at"]:
        raise Refused(410, "expired")
    paid = "authorized" if payment["capture"] == "manual" else "charged"
    whole, soon = payment["amount"], min(seconds, SHORT_WAIT)
    plans: dict[str, list[tuple[str, int, float, list[float]]]] = {
        "paid": [(paid, whole, 0, [0])],
        "refused": [("failed", whole, 0, [0])],
        "cancelled": [("cancelled", whole, 0, [0])],
        "abandoned": [],
        "late": [(paid, whole, seconds, [seconds])],
        "twice": [(paid, whole, 0, [0, soon])],
        "reordered": [("failed", whole, 0, [soon]), (paid, whole, 0, [0])],
        "failed_then_paid": [("failed", whole, 0, [0]), (paid, whole, soon, [soon])],
        "wrong": [(paid, amount, 0, [0])],
        "broken": [(paid, whole, 0, [0])],
        "charged_back": [(paid, whole, 0, [0]), ("charged_back", whole, soon, [soon])],
    }
    for kind, sum_, happens, sent in plans[outcome]:
        moments = [now + delay for delay in sent]
        record(db, payment, kind, sum_, at=now + happens, send=moments, broken=outcome == "broken")


def outcomes(tells: frozenset[str]) -> tuple[str, ...]:
    """The outcomes that make sense at a company that tells these kinds of facts."""
    return tuple(one for one in OUTCOMES if NEEDS.get(one, "charged") in tells)


def record(
    db: sqlite3.Connection,
    payment: sqlite3.Row,
    kind: str,
    amount: int,
    *,
    at: float,
    send: list[float],
    refund: str = "",
    reason: str = "",
    broken: bool = False,
) -> str:
    """Append one fact, with the calls that will tell the merchant; the fact's id.

    A `broken` telling is signed wrongly the first time; its repeat is right.
    """
    event = "PT" + secrets.token_hex(8)
    db.execute(
        "INSERT INTO event (id, merchant, number, kind, amount, refund, reason, happened_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (event, payment["merchant"], payment["number"], kind, amount, refund, reason, at),
    )
    db.executemany(
        "INSERT INTO delivery (merchant, url, event, broken, due_at) VALUES (?, ?, ?, ?, ?)",
        [(payment["merchant"], payment["callback_url"], event, int(broken), moment) for moment in send],
    )
    return event


def is_settled(db: sqlite3.Connection, payment: sqlite3.Row) -> bool:
    """Whether money came or is on its way."""
    return any(row["kind"] in PAID for row in events(db, payment, until=float("inf")))


def events(db: sqlite3.Connection, payment: sqlite3.Row, *, until: float) -> list[sqlite3.Row]:
    """What has happened to a payment by a moment, in order."""
    return db.execute(
        "SELECT * FROM event WHERE merchant = ? AND number = ? AND happened_at <= ? "
        "ORDER BY happened_at, serial",
        (payment["merchant"], payment["number"], until),
    ).fetchall()


def expire(db: sqlite3.Connection, now: float) -> None:
    """Close payments whose time is over, and record the end of those to which nothing happened in time."""
    over = db.execute("SELECT * FROM payment WHERE open AND expires_at <= ?", (now,)).fetchall()
    db.execute("UPDATE payment SET open = 0 WHERE open AND expires_at <= ?", (now,))
    for payment in over:
        if not events(db, payment, until=payment["expires_at"]):
            record(db, payment, "expired", payment["amount"], at=payment["expires_at"], send=[now])


def capture(db: sqlite3.Connection, payment: sqlite3.Row, amount: int, now: float) -> None:
    """Take held money, once; asked again with the same amount nothing more happens."""
    happened = events(db, payment, until=now)
    charged = [row["amount"] for row in happened if row["kind"] == "charged"]
    if charged == [amount]:
        return
    held = sum(row["amount"] for row in happened if row["kind"] == "authorized")
    if charged or _is_voided(happened) or not 0 < amount <= held:
        raise Refused(409, "nothing_to_capture")
    record(db, payment, "charged", amount, at=now, send=[now])


def void(db: sqlite3.Connection, payment: sqlite3.Row, now: float) -> None:
    """Let held money go, once."""
    happened = events(db, payment, until=now)
    kinds = {row["kind"] for row in happened}
    if "authorized" not in kinds or "charged" in kinds:
        raise Refused(409, "nothing_to_void")
    if not _is_voided(happened):
        record(db, payment, "cancelled", payment["amount"], at=now, send=[now], reason="voided")


def state(happened: list[sqlite3.Row]) -> str:
    """One word for a payment: money wins over whatever else was said."""
    kinds = [row["kind"] for row in happened]
    if "charged" in kinds:
        return "charged"
    if _is_voided(happened):
        return "cancelled"
    decisive = [kind for kind in kinds if kind in ("authorized", "failed", "cancelled", "expired")]
    return "authorized" if "authorized" in decisive else (decisive or ["pending"])[-1]


def as_json(event: sqlite3.Row) -> dict[str, object]:
    """A fact as it travels."""
    return {
        "ref": event["id"],
        "kind": event["kind"],
        "number": int(event["number"]),
        "amount": event["amount"],
        "currency": "VND",
        "refund": event["refund"],
        "happened_at": moment(event["happened_at"]),
    }


def moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()


def _is_voided(happened: list[sqlite3.Row]) -> bool:
    kinds = [row["kind"] for row in happened]
    return "authorized" in kinds and "cancelled" in kinds[kinds.index("authorized") :]
