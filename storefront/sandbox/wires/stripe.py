"""Stripe: Checkout Sessions, PaymentIntents, refunds, disputes, Connect, and signed webhooks.

Written from Stripe's API reference, version 2026-10-28; amounts in whole dong. One webhook endpoint a
merchant, told of each fact once. Below /stripe, as api.stripe.com is below its own name.
"""

import hashlib
import hmac
import json
import secrets
import sqlite3
from collections.abc import Sequence
from typing import Any, ClassVar
from urllib.parse import urlencode, urlsplit

from werkzeug import Response
from werkzeug.routing import Rule

from storefront.sandbox import merchants, payments, refunds
from storefront.sandbox.errors import Refused
from storefront.sandbox.wires import stripe_asking as asking
from storefront.sandbox.wires import stripe_objects as objects
from storefront.sandbox.wires.base import Call, Exchange, Telling, facts
from storefront.sandbox.wires.stripe_asking import Asked, StripeError
from storefront.sandbox.wires.stripe_orders import intent_order, session_order

API_VERSION = "2026-10-28.endive"
PAGE = 100
TOLD = {
    "charged": "payment_intent.succeeded",
    "authorized": "payment_intent.amount_capturable_updated",
    "failed": "payment_intent.payment_failed",
    "refunded": "refund.updated",
    "refund_failed": "refund.failed",
    "charged_back": "charge.dispute.created",
}
CLOSED = "dispute_closed"


class Stripe:
    code: ClassVar[str] = asking.WIRE
    name: ClassVar[str] = "Stripe"
    api: ClassVar[Sequence[Rule]] = (
        Rule("/v1/checkout/sessions", endpoint="create_session", methods=["POST"]),
        Rule("/v1/checkout/sessions/<string:reference>", endpoint="session", methods=["GET"]),
        Rule("/v1/checkout/sessions/<string:reference>/expire", endpoint="expire_session", methods=["POST"]),
        Rule("/v1/payment_intents", endpoint="create_intent", methods=["POST"]),
        Rule("/v1/payment_intents", endpoint="intents", methods=["GET"]),
        Rule("/v1/payment_intents/<string:reference>", endpoint="intent", methods=["GET"]),
        Rule("/v1/payment_intents/<string:reference>/capture", endpoint="capture", methods=["POST"]),
        Rule("/v1/payment_intents/<string:reference>/cancel", endpoint="cancel", methods=["POST"]),
        Rule("/v1/refunds", endpoint="create_refund", methods=["POST"]),
        Rule("/v1/refunds", endpoint="refunds", methods=["GET"]),
        Rule("/v1/refunds/<string:reference>", endpoint="refund", methods=["GET"]),
        Rule("/v1/disputes", endpoint="disputes", methods=["GET"]),
        Rule("/v1/disputes/<string:reference>/close", endpoint="close_dispute", methods=["POST"]),
        Rule("/v1/balance", endpoint="balance", methods=["GET"]),
        Rule("/v1/accounts", endpoint="create_account", methods=["POST"]),
    )
    pages: ClassVar[Sequence[Rule]] = ()
    tells: ClassVar[frozenset[str]] = frozenset(TOLD) | {"expired"}
    gaps: ClassVar[tuple[float, ...]] = (1, 3, 300, 1800, 7200, 18000, 36000, 43200, 43200, 43200, 43200)

    def credentials(self, merchant: sqlite3.Row) -> dict[str, str]:
        return {
            "environment": "practice",
            "secret_key": asking.secret_key(merchant),
            "webhook_secret": asking.webhook_secret(merchant),
            "account": "",
            "redirect_method": "",
        }

    def create_session(self, exchange: Exchange) -> Response:
        def work(asked: Asked) -> dict[str, Any]:
            return objects.session(asked, _create(asked, session_order(asked.params, asked.now)))

        return asking.answer(exchange, work)

    def session(self, exchange: Exchange, reference: str) -> Response:
        return asking.answer(
            exchange, lambda asked: objects.session(asked, _payment(asked, "checkout.session", reference))
        )

    def expire_session(self, exchange: Exchange, reference: str) -> Response:
        def work(asked: Asked) -> dict[str, Any]:
            payment = _payment(asked, "checkout.session", reference)
            if objects.session(asked, payment)["status"] != "open":
                raise StripeError(400, "Only Checkout Sessions with a status of open can be expired.")
            asked.db.execute(
                "UPDATE payment SET expires_at = ?, open = 0 WHERE id = ?", (asked.now, payment["id"])
            )
            payments.record(asked.db, payment, "expired", payment["amount"], at=asked.now, send=[asked.now])
            return objects.session(asked, _payment(asked, "checkout.session", reference))

        return asking.answer(exchange, work)

    def create_intent(self, exchange: Exchange) -> Response:
        def work(asked: Asked) -> dict[str, Any]:
            return objects.intent_object(asked, _create(asked, intent_order(asked.params, asked.now)))

        return asking.answer(exchange, work)

    def intents(self, exchange: Exchange) -> Response:
        return asking.answer(exchange, _listed_intents)

    def intent(self, exchange: Exchange, reference: str) -> Response:
        def work(asked: Asked) -> dict[str, Any]:
            return objects.intent_object(asked, _intent(asked, reference), asked.expand)

        return asking.answer(exchange, work)

    def capture(self, exchange: Exchange, reference: str) -> Response:
        def work(asked: Asked) -> dict[str, Any]:
            payment = _intent(asked, reference)
            if objects.intent_status(asked, payment) != "requires_capture":
                raise Refused(409, "nothing_to_capture")
            held = objects.intent_object(asked, payment)["amount_capturable"]
            wanted = asked.params.get("amount_to_capture", held)
            payments.capture(asked.db, payment, asking.whole(wanted, "amount_to_capture"), asked.now)
            return objects.intent_object(asked, payment, asked.expand)

        return asking.answer(exchange, work)

    def cancel(self, exchange: Exchange, reference: str) -> Response:
        def work(asked: Asked) -> dict[str, Any]:
            payment = _intent(asked, reference)
            if objects.intent_status(asked, payment) in ("succeeded", "canceled", "processing"):
                raise Refused(409, "nothing_to_void")
            if not objects.is_direct(payment) and objects.session(asked, payment)["status"] == "open":
                raise StripeError(400, "Expire the Checkout Session instead.")
            payments.record(
                asked.db,
                payment,
                "cancelled",
                payment["amount"],
                at=asked.now,
                send=[asked.now],
                reason=objects.VOIDED,
            )
            return objects.intent_object(asked, payment, asked.expand)

        return asking.answer(exchange, work)

    def create_refund(self, exchange: Exchange) -> Response:
        return asking.answer(exchange, _refund)

    def refund(self, exchange: Exchange, reference: str) -> Response:
        def work(asked: Asked) -> dict[str, Any]:
            try:
                row = refunds.find(asked.db, asked.merchant["id"], reference)
            except Refused:
                asking.missing("refund", reference)
            payment = payments.find(asked.db, asked.merchant["id"], row["number"])
            return objects.refund_object(payment, row, asked.now)

        return asking.answer(exchange, work)

    def refunds(self, exchange: Exchange) -> Response:
        def work(asked: Asked) -> dict[str, Any]:
            payment = _intent(asked, asking.need(asked.params, "payment_intent"))
            rows = objects.refunds_of(asked, payment)
            return objects.page(
                "/v1/refunds", [objects.refund_object(payment, row, asked.now) for row in rows]
            )

        return asking.answer(exchange, work)

    def disputes(self, exchange: Exchange) -> Response:
        def work(asked: Asked) -> dict[str, Any]:
            payment = _intent(asked, asking.need(asked.params, "payment_intent"))
            happened = payments.events(asked.db, payment, until=asked.now)
            status = _dispute_status(happened)
            rows = [
                objects.dispute_object(payment, event, status)
                for event in reversed(happened)
                if event["kind"] == "charged_back"
            ]
            return objects.page("/v1/disputes", rows)

        return asking.answer(exchange, work)

    def close_dispute(self, exchange: Exchange, reference: str) -> Response:
        """The merchant accepts it: the money stays with the buyer."""

        def work(asked: Asked) -> dict[str, Any]:
            event = asked.db.execute(
                "SELECT * FROM event WHERE id = ? AND merchant = ? AND kind = 'charged_back'",
                (objects.number_of(reference), asked.merchant["id"]),
            ).fetchone()
            if event is None:
                asking.missing("dispute", reference)
            payment = payments.find(asked.db, asked.merchant["id"], event["number"])
            if _dispute_status(payments.events(asked.db, payment, until=asked.now)) == "lost":
                raise StripeError(400, "This dispute is already closed.")
            payments.record(
                asked.db,
                payment,
                CLOSED,
                event["amount"],
                at=asked.now,
                send=[asked.now],
                reason=json.dumps([event["id"], event["happened_at"]]),
            )
            return objects.dispute_object(payment, event, "lost")

        return asking.answer(exchange, work)

    def balance(self, exchange: Exchange) -> Response:
        return asking.answer(
            exchange,
            lambda asked: {"object": "balance", "available": [], "pending": [], "livemode": False},
        )

    def create_account(self, exchange: Exchange) -> Response:
        """A connected account; its webhooks go to its platform, signed with the platform's secret."""

        def work(asked: Asked) -> dict[str, Any]:
            platform = asked.caller
            row = merchants.register(
                asked.db,
                wire=self.code,
                reference=f"{platform['id']}/{secrets.token_hex(8)}",
                name=str((asked.params.get("business_profile") or {}).get("name") or platform["name"]),
                callback_url=platform["callback_url"],
            )
            asked.db.execute(
                "UPDATE merchant SET secret = ?, facts = ? WHERE id = ?",
                (platform["secret"], json.dumps({"platform": platform["id"]}), row["id"]),
            )
            return {"id": asking.account_id(row), "object": "account", "charges_enabled": True}

        return asking.answer(exchange, work)

    def call(self, telling: Telling) -> Call | None:
        said = _told(telling)
        if said is None or telling.event is None:
            return None
        kind, thing = said
        body: dict[str, Any] = {
            "id": f"evt_{telling.event['id']}",
            "object": "event",
            "api_version": API_VERSION,
            "created": int(telling.event["happened_at"]),
            "data": {"object": thing},
            "livemode": False,
            "pending_webhooks": 1,
            "request": {"id": None, "idempotency_key": None},
            "type": kind,
        }
        if facts(telling.merchant).get("platform"):
            body["account"] = asking.account_id(telling.merchant)
        raw = json.dumps(body, ensure_ascii=False).encode()
        secret = asking.webhook_secret(telling.merchant) + ("x" if telling.broken else "")
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Stripe-Signature": signed(secret, raw, int(telling.now)),
        }
        return Call("POST", telling.url, headers, raw)

    def is_taken(self, status: int, body: bytes) -> bool:
        return 200 <= status < 300

    def way_back(self, payment: sqlite3.Row, merchant: sqlite3.Row, claims: str, now: float) -> str:
        kept = facts(payment)
        if objects.is_direct(payment):
            status = claims if claims in ("succeeded", "pending") else "failed"
            joint = "&" if urlsplit(payment["return_url"]).query else "?"
            said = {"payment_intent": objects.intent_id(payment), "redirect_status": status}
            return str(payment["return_url"]) + joint + urlencode(said)
        if claims == "succeeded":
            return str(kept["success_url"]).replace("{CHECKOUT_SESSION_ID}", objects.session_id(payment))
        return str(kept["cancel_url"])


def signed(secret: str, body: bytes, timestamp: int) -> str:
    """The header over time and raw body; the key is the whole secret."""
    text = str(timestamp).encode() + b"." + body
    return f"t={timestamp},v1={hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()}"


def _create(asked: Asked, order: dict[str, Any]) -> sqlite3.Row:
    order |= {"number": secrets.token_hex(12), "callback_url": asked.merchant["callback_url"]}
    return payments.create(asked.db, asked.merchant["id"], order, asked.now)


def _payment(asked: Asked, kind: str, reference: str) -> sqlite3.Row:
    try:
        payment = payments.find(asked.db, asked.merchant["id"], objects.number_of(reference))
    except Refused:
        asking.missing(kind, reference)
    known = objects.session_id(payment) if kind == "checkout.session" else objects.intent_id(payment)
    if reference != known or (kind == "checkout.session" and objects.is_direct(payment)):
        asking.missing(kind, reference)
    return payment


def _intent(asked: Asked, reference: str) -> sqlite3.Row:
    payment = _payment(asked, "payment_intent", reference)
    if objects.intent_status(asked, payment) is None:
        asking.missing("payment_intent", reference)
    return payment


def _listed_intents(asked: Asked) -> dict[str, Any]:
    """Newest first; those of a stretch of time, after one that is known."""
    created = asked.params.get("created") or {}
    first = asking.whole(created.get("gte", 0), "created[gte]")
    last = asking.whole(created.get("lte", 2**40), "created[lte]")
    limit = min(asking.whole(asked.params.get("limit", 10), "limit"), PAGE)
    rows = asked.db.execute(
        "SELECT * FROM payment WHERE merchant = ? AND created_at BETWEEN ? AND ? "
        "ORDER BY created_at DESC, number",
        (asked.merchant["id"], first, last + 1),
    ).fetchall()
    found = [row for row in rows if objects.intent_status(asked, row) is not None]
    after = asked.params.get("starting_after")
    ids = [objects.intent_id(row) for row in found]
    begin = ids.index(after) + 1 if after in ids else 0
    shown = [objects.intent_object(asked, row) for row in found[begin : begin + limit]]
    return objects.page("/v1/payment_intents", shown, has_more=len(found) > begin + limit)


def _refund(asked: Asked) -> dict[str, Any]:
    params = asked.params
    asking.only(params, ("payment_intent", "charge", "amount", "reason", "metadata"))
    reference = params.get("payment_intent") or "pi_" + objects.number_of(asking.need(params, "charge"))
    payment = _intent(asked, reference)
    given = sum(
        row["amount"]
        for row in objects.refunds_of(asked, payment)
        if not (row["kind"] == "refund_failed" and row["happened_at"] <= asked.now)
    )
    received = objects.intent_object(asked, payment)["amount_received"]
    if received and given >= received:
        raise StripeError(400, "The charge has already been refunded.", code="charge_already_refunded")
    amount = asking.whole(params.get("amount", received - given), "amount")
    name = f"re_{secrets.token_hex(12)}"
    kept = facts(payment)
    kept["refunds"][name] = {
        "created": asked.now,
        "metadata": params.get("metadata") or {},
        "reason": params.get("reason"),
    }
    asked.db.execute(
        "UPDATE payment SET facts = ? WHERE id = ?", (json.dumps(kept, ensure_ascii=False), payment["id"])
    )
    row = refunds.ask(asked.db, payment, name, amount, asked.now)
    return objects.refund_object(_intent(asked, reference), row, asked.now)


def _dispute_status(happened: list[sqlite3.Row]) -> str:
    return "lost" if any(event["kind"] == CLOSED for event in happened) else "needs_response"


def _told(telling: Telling) -> tuple[str, dict[str, Any]] | None:
    """The kind of event and its object; nothing for a buyer who only walks away from a session's page."""
    payment, event = telling.payment, telling.event
    if payment is None or event is None:
        return None
    kind = event["kind"]
    if kind == "expired":
        if objects.is_direct(payment):
            return None
        return "checkout.session.expired", objects.expired_session(payment)
    if kind in ("refunded", "refund_failed"):
        row = {**dict(event), "id": event["refund"]}
        return TOLD[kind], objects.refund_object(payment, row, telling.now)
    if kind == "charged_back":
        return TOLD[kind], objects.dispute_object(payment, event, "needs_response")
    if kind == CLOSED:
        opened, moment = json.loads(event["reason"])
        row = {**dict(event), "id": opened, "happened_at": moment}
        return "charge.dispute.closed", objects.dispute_object(payment, row, "lost")
    if kind == "cancelled" and event["reason"] == objects.VOIDED:
        return "payment_intent.canceled", objects.told_intent(payment, event)
    if kind == "cancelled" and not objects.is_direct(payment):
        return None
    return TOLD.get(kind, TOLD["failed"]), objects.told_intent(payment, event)
