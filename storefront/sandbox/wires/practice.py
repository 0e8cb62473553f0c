"""The practice gateway's own signed JSON; docs/sandbox.md lists it."""

import json
import sqlite3
from collections.abc import Sequence
from typing import Any, ClassVar
from urllib.parse import urlsplit

from werkzeug import Response
from werkzeug.routing import Rule

from storefront.sandbox import merchants, payments, reading, refunds, signing
from storefront.sandbox.errors import Refused
from storefront.sandbox.payments import moment
from storefront.sandbox.wires.base import Call, Exchange, Telling, said

LARGEST_NUMBER = 2**53 - 1


class Practice:
    """All of it needs a merchant's signature."""

    code: ClassVar[str] = "practice"
    name: ClassVar[str] = ""
    api: ClassVar[Sequence[Rule]] = (
        Rule("/payments", endpoint="create", methods=["POST"]),
        Rule("/payments/<int:number>", endpoint="query", methods=["GET"]),
        Rule("/payments/<int:number>/capture", endpoint="capture", methods=["POST"]),
        Rule("/payments/<int:number>/void", endpoint="void", methods=["POST"]),
        Rule("/payments/<int:number>/refunds", endpoint="refund", methods=["POST"]),
        Rule("/refunds/<string:refund>", endpoint="query_refund", methods=["GET"]),
    )
    pages: ClassVar[Sequence[Rule]] = ()
    tells: ClassVar[frozenset[str]] = frozenset(
        {
            "charged",
            "authorized",
            "failed",
            "cancelled",
            "expired",
            "refunded",
            "refund_failed",
            "charged_back",
        }
    )
    gaps: ClassVar[tuple[float, ...]] = (1, 3, 10, 30, 60, 300, 900, 3600, 3600, 3600)

    def credentials(self, merchant: sqlite3.Row) -> dict[str, str]:
        return {"merchant": merchant["id"], "secret": merchant["secret"]}

    def create(self, exchange: Exchange) -> Response:
        with self._signed(exchange) as db:
            merchant = merchants.authenticate(db, exchange.request, exchange.now)
            payment = payments.create(db, merchant["id"], _order(exchange.json()), exchange.now)
            return said(self._facts(db, payment, exchange), 201)

    def query(self, exchange: Exchange, number: int) -> Response:
        with self._signed(exchange) as db:
            payment = self._mine(db, exchange, number)
            payments.expire(db, exchange.now)
            return said(self._facts(db, payment, exchange))

    def capture(self, exchange: Exchange, number: int) -> Response:
        with self._signed(exchange) as db:
            payment = self._mine(db, exchange, number)
            payments.capture(db, payment, reading.whole(exchange.json(), "amount"), exchange.now)
            return said(self._facts(db, payment, exchange))

    def void(self, exchange: Exchange, number: int) -> Response:
        with self._signed(exchange) as db:
            payment = self._mine(db, exchange, number)
            payments.void(db, payment, exchange.now)
            return said(self._facts(db, payment, exchange))

    def refund(self, exchange: Exchange, number: int) -> Response:
        with self._signed(exchange) as db:
            payment = self._mine(db, exchange, number)
            asked = exchange.json()
            refund, amount = reading.text(asked, "refund"), reading.whole(asked, "amount")
            row = refunds.ask(db, payment, refund, amount, exchange.now)
            return said(refunds.as_json(row, exchange.now))

    def query_refund(self, exchange: Exchange, refund: str) -> Response:
        with self._signed(exchange) as db:
            merchant = merchants.authenticate(db, exchange.request, exchange.now)
            return said(refunds.as_json(refunds.find(db, merchant["id"], refund), exchange.now))

    def call(self, telling: Telling) -> Call:
        events = [payments.as_json(telling.event)] if telling.event is not None else []
        body: dict[str, Any] = {"version": 1, "mode": "test", "merchant": telling.merchant["id"]}
        if telling.transfer is not None:
            body["transfers"] = [_transfer(telling.transfer)]
        else:
            body["events"] = events
        raw = json.dumps(body, ensure_ascii=False).encode()
        secret = telling.merchant["secret"] + ("x" if telling.broken else "")
        headers = signing.callback_headers(telling.merchant["id"], secret, raw, int(telling.now))
        return Call("POST", telling.url, headers, raw)

    def is_taken(self, status: int, body: bytes) -> bool:
        try:
            answer = json.loads(body)
        except ValueError:
            return False
        return status == 200 and isinstance(answer, dict) and answer.get("received") is True

    def way_back(self, payment: sqlite3.Row, merchant: sqlite3.Row, claims: str, now: float) -> str:
        fields = {
            "merchant": merchant["id"],
            "number": payment["number"],
            "result": claims,
            "timestamp": str(int(now)),
        }
        joint = "&" if urlsplit(payment["return_url"]).query else "?"
        query = signing.signed_query(merchant["id"], merchant["secret"], fields)
        return str(payment["return_url"]) + joint + query

    def _signed(self, exchange: Exchange) -> Any:
        login = exchange.request.headers.get("X-Practice-Merchant", "")
        with exchange.transaction() as db:
            row = merchants.find(db, login)
        exchange.merchant(self.code, row["login"])
        return exchange.transaction()

    def _mine(self, db: sqlite3.Connection, exchange: Exchange, number: int) -> sqlite3.Row:
        merchant = merchants.authenticate(db, exchange.request, exchange.now)
        return payments.find(db, merchant["id"], number)

    def _facts(self, db: sqlite3.Connection, payment: sqlite3.Row, exchange: Exchange) -> dict[str, Any]:
        happened = payments.events(db, payment, until=exchange.now)
        return {
            "id": payment["id"],
            "number": int(payment["number"]),
            "amount": payment["amount"],
            "currency": "VND",
            "state": payments.state(happened),
            "pay_url": exchange.pay_page(payment),
            "expires_at": moment(payment["expires_at"]),
            "events": [payments.as_json(event) for event in happened],
        }


def _order(asked: dict[str, Any]) -> dict[str, Any]:
    if asked.get("currency") != "VND":
        raise Refused(422, "currency")
    number = reading.whole(asked, "number")
    if number > LARGEST_NUMBER:
        raise Refused(422, "number")
    return {
        "number": number,
        "amount": reading.whole(asked, "amount"),
        "currency": "VND",
        "description": reading.text(asked, "description"),
        "capture": "manual" if asked.get("capture") == "manual" else "automatic",
        "return_url": reading.address(asked, "return_url"),
        "callback_url": reading.address(asked, "callback_url"),
        "locale": "en" if asked.get("locale") == "en" else "vi",
        "expires_at": reading.moment(asked, "expires_at"),
    }


def _transfer(row: sqlite3.Row) -> dict[str, Any]:
    return {
        "id": row["id"],
        "bank_bin": "999999",
        "account": row["account"],
        "amount": row["amount"],
        "currency": "VND",
        "memo": row["memo"],
        "payer": row["payer"],
        "happened_at": moment(row["happened_at"]),
    }
