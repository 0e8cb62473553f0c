"""Stripe's objects, made of what has happened to a payment: sessions, intents, charges, refunds, disputes."""

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from storefront.sandbox import payments
from storefront.sandbox.wires.base import facts
from storefront.sandbox.wires.stripe_asking import Asked

DECLINED = {"code": "card_declined", "decline_code": "insufficient_funds", "type": "card_error"}
LEFT = {"code": "payment_intent_authentication_failure", "type": "invalid_request_error"}
"""What is said when the card has no money, and when the buyer walks away from the bank's page."""
REFUND_FAILURE = "expired_or_canceled_card"
VOIDED = "requested_by_customer"

Events = Sequence[sqlite3.Row]
Read = sqlite3.Row | dict[str, Any]


def session_id(payment: sqlite3.Row) -> str:
    return f"cs_test_{payment['number']}"


def intent_id(payment: sqlite3.Row) -> str:
    return f"pi_{payment['number']}"


def charge_id(payment: sqlite3.Row) -> str:
    """The charge that brought money; each refused try has one of its own."""
    return f"ch_{payment['number']}"


def tried_id(event: sqlite3.Row) -> str:
    return f"ch_{event['id']}"


def dispute_id(event: Read) -> str:
    return f"du_{event['id']}"


def number_of(reference: str) -> str:
    """A payment's number in the sandbox's books."""
    return reference.rpartition("_")[2]


def is_direct(payment: sqlite3.Row) -> bool:
    """Whether the merchant made a PaymentIntent of its own, without a session."""
    return str(facts(payment)["flow"]) == "intent"


def session(asked: Asked, payment: sqlite3.Row) -> dict[str, Any]:
    kept, happened = facts(payment), _happened(asked, payment)
    intent = intent_status(asked, payment)
    over = intent in ("succeeded", "processing", "requires_capture", "canceled")
    expired = any(event["kind"] == "expired" for event in happened)
    status = "expired" if expired and not over else "complete" if over else "open"
    shown = _expanded(asked.expand, "payment_intent")
    return _session_object(payment, status) | {
        "url": asked.exchange.pay_page(payment) if status == "open" else None,
        "payment_status": "paid" if intent == "succeeded" else "unpaid",
        "payment_intent": (
            None
            if intent is None
            else intent_id(payment)
            if shown is None
            else intent_object(asked, payment, shown)
        ),
        "success_url": kept["success_url"],
        "cancel_url": kept["cancel_url"],
    }


def expired_session(payment: sqlite3.Row) -> dict[str, Any]:
    return _session_object(payment, "expired")


def _session_object(payment: sqlite3.Row, status: str) -> dict[str, Any]:
    kept = facts(payment)
    return {
        "id": session_id(payment),
        "object": "checkout.session",
        "amount_subtotal": payment["amount"],
        "amount_total": payment["amount"],
        "client_reference_id": kept["client_reference_id"],
        "created": int(payment["created_at"]),
        "currency": "vnd",
        "expires_at": int(payment["expires_at"]),
        "livemode": False,
        "locale": payment["locale"],
        "metadata": kept["session_metadata"],
        "mode": "payment",
        "payment_intent": None,
        "payment_status": "unpaid",
        "status": status,
    }


def intent_status(asked: Asked, payment: sqlite3.Row) -> str | None:
    """None while a session has not been paid or tried: Stripe makes its intent only then."""
    kinds = [event["kind"] for event in _happened(asked, payment)]
    coming = payments.is_settled(asked.db, payment)
    if "charged" in kinds:
        return "succeeded"
    if "authorized" in kinds:
        return "canceled" if "cancelled" in kinds[kinds.index("authorized") :] else "requires_capture"
    if any(event["reason"] == VOIDED for event in _happened(asked, payment)):
        return "canceled"
    if coming and "failed" not in kinds:
        return "processing"
    if "failed" in kinds or (is_direct(payment) and "cancelled" in kinds):
        return "requires_payment_method"
    return "requires_action" if is_direct(payment) else None


def intent_object(asked: Asked, payment: sqlite3.Row, expand: Iterable[str] = ()) -> dict[str, Any]:
    status = intent_status(asked, payment)
    happened = _happened(asked, payment)
    last = {event["kind"]: event for event in happened}
    charge = _expanded(expand, "latest_charge")
    paid = last.get("charged") or last.get("authorized")
    body = bare_intent(payment, status or "requires_payment_method")
    if status == "requires_capture":
        body["amount_capturable"] = last["authorized"]["amount"]
    if status == "succeeded":
        body["amount_received"] = last["charged"]["amount"]
    if status == "canceled":
        body |= _canceled(last["cancelled"])
    if status == "requires_payment_method":
        tried = last.get("failed") or last["cancelled"]
        body["last_payment_error"] = error_of(tried)
        body["latest_charge"] = (
            tried_id(tried) if charge is None else _bare_charge(payment, tried_id(tried), tried, "failed")
        )
    if status == "requires_action":
        address = {"url": asked.exchange.pay_page(payment), "return_url": payment["return_url"]}
        body["next_action"] = {"type": "redirect_to_url", "redirect_to_url": address}
    if paid is not None:
        body["latest_charge"] = charge_id(payment) if charge is None else _charge(asked, payment, charge)
    return body


def told_intent(payment: sqlite3.Row, event: sqlite3.Row) -> dict[str, Any]:
    """The intent as it stood when one thing happened to it."""
    kind = event["kind"]
    if kind == "charged":
        return bare_intent(payment, "succeeded") | {
            "amount_received": event["amount"],
            "latest_charge": charge_id(payment),
        }
    if kind == "authorized":
        return bare_intent(payment, "requires_capture") | {
            "amount_capturable": event["amount"],
            "latest_charge": charge_id(payment),
        }
    if event["reason"] == VOIDED:
        return bare_intent(payment, "canceled") | _canceled(event)
    return bare_intent(payment, "requires_payment_method") | {
        "latest_charge": tried_id(event),
        "last_payment_error": error_of(event),
    }


def bare_intent(payment: sqlite3.Row, status: str) -> dict[str, Any]:
    kept = facts(payment)
    return {
        "id": intent_id(payment),
        "object": "payment_intent",
        "amount": payment["amount"],
        "amount_capturable": 0,
        "amount_received": 0,
        "canceled_at": None,
        "cancellation_reason": None,
        "capture_method": payment["capture"],
        "created": int(payment["created_at"]),
        "currency": "vnd",
        "description": payment["description"],
        "last_payment_error": None,
        "latest_charge": None,
        "livemode": False,
        "metadata": kept["metadata"],
        "next_action": None,
        "status": status,
    }


def error_of(event: sqlite3.Row) -> dict[str, Any]:
    said = DECLINED if event["kind"] == "failed" else LEFT
    return {**said, "charge": tried_id(event), "message": "The payment did not succeed."}


def refunds_of(asked: Asked, payment: sqlite3.Row) -> list[sqlite3.Row]:
    """Newest first, as Stripe lists."""
    return asked.db.execute(
        """SELECT refund.*, event.kind, event.happened_at FROM refund JOIN event ON event.id = refund.event
           WHERE refund.merchant = ? AND refund.number = ? ORDER BY event.serial DESC""",
        (payment["merchant"], payment["number"]),
    ).fetchall()


def refund_object(payment: sqlite3.Row, refund: Read, now: float) -> dict[str, Any]:
    """A refund with the fact that ends it; `id`, `amount`, `kind`, `happened_at` of that row are read."""
    kept = facts(payment)["refunds"][refund["id"]]
    over = refund["happened_at"] <= now
    ending = "succeeded" if refund["kind"] == "refunded" else "failed"
    return {
        "id": refund["id"],
        "object": "refund",
        "amount": refund["amount"],
        "balance_transaction": f"txn_{refund['id']}",
        "charge": charge_id(payment),
        "created": int(kept["created"]),
        "currency": "vnd",
        "failure_reason": REFUND_FAILURE if over and ending == "failed" else None,
        "metadata": kept["metadata"],
        "payment_intent": intent_id(payment),
        "reason": kept["reason"],
        "status": ending if over else "pending",
    }


def dispute_object(payment: sqlite3.Row, event: Read, status: str) -> dict[str, Any]:
    return {
        "id": dispute_id(event),
        "object": "dispute",
        "amount": event["amount"],
        "charge": charge_id(payment),
        "created": int(event["happened_at"]),
        "currency": "vnd",
        "livemode": False,
        "metadata": {},
        "payment_intent": intent_id(payment),
        "reason": "fraudulent",
        "status": status,
    }


def page(address: str, rows: list[dict[str, Any]], has_more: bool = False) -> dict[str, Any]:
    return {"object": "list", "url": address, "data": rows, "has_more": has_more}


def _charge(asked: Asked, payment: sqlite3.Row, expand: Iterable[str]) -> dict[str, Any]:
    """The charge that brought or holds the money."""
    last = {event["kind"]: event for event in _happened(asked, payment)}
    taken = last.get("charged")
    first = last.get("authorized") or last["charged"]
    charge = _bare_charge(payment, charge_id(payment), first, "succeeded")
    charge |= {"amount": first["amount"], "disputed": "charged_back" in last}
    if taken is None:
        return charge
    given = sum(row["amount"] for row in refunds_of(asked, payment) if row["kind"] == "refunded")
    entry = _entry(payment, taken)
    return charge | {
        "amount_captured": taken["amount"],
        "amount_refunded": given,
        "balance_transaction": entry if "balance_transaction" in expand else entry["id"],
        "captured": True,
        "refunded": given >= taken["amount"],
    }


def _bare_charge(payment: sqlite3.Row, reference: str, event: sqlite3.Row, status: str) -> dict[str, Any]:
    """A charge of which nothing is captured, disputed or given back."""
    return {
        "id": reference,
        "object": "charge",
        "amount": payment["amount"],
        "amount_captured": 0,
        "amount_refunded": 0,
        "balance_transaction": None,
        "captured": False,
        "created": int(event["happened_at"]),
        "currency": "vnd",
        "disputed": False,
        "metadata": facts(payment)["metadata"],
        "paid": status == "succeeded",
        "payment_intent": intent_id(payment),
        "refunded": False,
        "status": status,
    }


def _entry(payment: sqlite3.Row, taken: sqlite3.Row) -> dict[str, Any]:
    """The line in the merchant's balance."""
    return {
        "id": f"txn_{payment['number']}",
        "object": "balance_transaction",
        "amount": taken["amount"],
        "created": int(taken["happened_at"]),
        "currency": "vnd",
        "fee": 0,
        "net": taken["amount"],
        "type": "charge",
    }


def _canceled(event: sqlite3.Row) -> dict[str, Any]:
    return {"canceled_at": int(event["happened_at"]), "cancellation_reason": VOIDED}


def _happened(asked: Asked, payment: sqlite3.Row) -> Events:
    return payments.events(asked.db, payment, until=asked.now)


def _expanded(expand: Iterable[str], name: str) -> list[str] | None:
    """What is asked for below an expanded member; None when only its id is wanted."""
    below = [
        path.removeprefix(name).removeprefix(".")
        for path in expand
        if path == name or path.startswith(f"{name}.")
    ]
    return [path for path in below if path] if below else None
