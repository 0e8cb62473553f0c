"""Ví Sông Mã's own side, played by the sandbox. It shares no line with the gateway."""

import hashlib
import hmac
import json
import sqlite3
from collections.abc import Sequence
from typing import Any, ClassVar
from urllib.parse import urlencode, urlsplit

from werkzeug import Response
from werkzeug.routing import Rule

from storefront.sandbox import payments, reading, refunds
from storefront.sandbox.errors import Refused
from storefront.sandbox.wires.base import Call, Exchange, Telling, said

KINDS = {
    "charged": "paid",
    "failed": "refused",
    "cancelled": "cancelled",
    "expired": "expired",
    "refunded": "refunded",
    "refund_failed": "refund_refused",
    "charged_back": "disputed",
}
CODES = {"failed": "E01", "cancelled": "E05", "expired": "E09"}
STATES = {"done": "done", "pending": "waiting", "failed": "refused"}


class SongMa:
    code: ClassVar[str] = "song_ma"
    name: ClassVar[str] = "Ví Sông Mã"
    api: ClassVar[Sequence[Rule]] = (
        Rule("/v1/hello", endpoint="hello", methods=["POST"]),
        Rule("/v1/payments", endpoint="create", methods=["POST"]),
        Rule("/v1/payments/find", endpoint="find", methods=["POST"]),
        Rule("/v1/refunds", endpoint="refund", methods=["POST"]),
        Rule("/v1/refunds/find", endpoint="find_refund", methods=["POST"]),
    )
    pages: ClassVar[Sequence[Rule]] = ()
    tells: ClassVar[frozenset[str]] = frozenset(KINDS)
    gaps: ClassVar[tuple[float, ...]] = (1, 5, 60, 600)

    def credentials(self, merchant: sqlite3.Row) -> dict[str, str]:
        return {"environment": "practice", "partner": merchant["login"], "secret": merchant["secret"]}

    def hello(self, exchange: Exchange) -> Response:
        self._partner(exchange)
        return said({"ok": True})

    def create(self, exchange: Exchange) -> Response:
        partner, asked = self._partner(exchange)
        order = {
            "number": reading.text(asked, "order"),
            "amount": reading.whole(asked, "amount"),
            "currency": "VND",
            "description": reading.text(asked, "note"),
            "capture": "automatic",
            "return_url": reading.address(asked, "return_url"),
            "callback_url": reading.address(asked, "notify_url"),
            "locale": "en" if asked.get("language") == "en" else "vi",
            "expires_at": float(reading.whole(asked, "closes_at")),
        }
        with exchange.transaction() as db:
            payment = payments.create(db, partner["id"], order, exchange.now)
        return said({"page": exchange.pay_page(payment)}, 201)

    def find(self, exchange: Exchange) -> Response:
        partner, asked = self._partner(exchange)
        with exchange.transaction() as db:
            payments.expire(db, exchange.now)
            payment = payments.find(db, partner["id"], asked.get("order"))
            happened = payments.events(db, payment, until=exchange.now)
        return said({"events": [_told(event) for event in happened]})

    def refund(self, exchange: Exchange) -> Response:
        partner, asked = self._partner(exchange)
        refund, amount = reading.text(asked, "refund"), reading.whole(asked, "amount")
        with exchange.transaction() as db:
            payment = payments.find(db, partner["id"], asked.get("order"))
            row = refunds.ask(db, payment, refund, amount, exchange.now)
        return said(_refund(row, exchange.now))

    def find_refund(self, exchange: Exchange) -> Response:
        partner, asked = self._partner(exchange)
        with exchange.transaction() as db:
            row = refunds.find(db, partner["id"], reading.text(asked, "refund"))
        return said(_refund(row, exchange.now))

    def call(self, telling: Telling) -> Call | None:
        if telling.event is None:
            return None
        told = {"partner": telling.merchant["login"], "event": _told(telling.event)}
        body = json.dumps(told, ensure_ascii=False).encode()
        mac = "0" * 64 if telling.broken else _mac(telling.merchant["secret"], body)
        return Call("POST", telling.url, {"Content-Type": "application/json", "X-SongMa-Mac": mac}, body)

    def is_taken(self, status: int, body: bytes) -> bool:
        return status == 200 and body == b'{"ok": true}'

    def way_back(self, payment: sqlite3.Row, merchant: sqlite3.Row, claims: str, now: float) -> str:
        fields = {"partner": merchant["login"], "order": payment["number"], "result": claims}
        fields["mac"] = _mac(merchant["secret"], "|".join(fields.values()).encode())
        joint = "&" if urlsplit(payment["return_url"]).query else "?"
        return str(payment["return_url"]) + joint + urlencode(fields)

    def _partner(self, exchange: Exchange) -> tuple[sqlite3.Row, dict[str, Any]]:
        """Who asks, and what; raises Refused 401 for whoever did not sign it."""
        asked = exchange.json()
        partner = exchange.merchant(self.code, str(asked.get("partner")))
        right = _mac(partner["secret"], exchange.request.get_data())
        if not hmac.compare_digest(right, exchange.request.headers.get("X-SongMa-Mac", "")):
            raise Refused(401, "mac")
        return partner, asked


def _told(event: sqlite3.Row) -> dict[str, Any]:
    return {
        "number": "SM" + event["id"],
        "order": event["number"],
        "kind": KINDS[event["kind"]],
        "amount": event["amount"],
        "at": int(event["happened_at"]),
        "refund": event["refund"],
        "code": CODES.get(event["kind"], ""),
    }


def _refund(row: sqlite3.Row, now: float) -> dict[str, str]:
    state = str(refunds.as_json(row, now)["state"])
    return {"state": STATES[state], "number": "SM" + row["event"]}


def _mac(secret: str, text: bytes) -> str:
    return hmac.digest(secret.encode(), text, hashlib.sha256).hex()
