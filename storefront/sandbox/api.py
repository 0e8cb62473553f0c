"""The signed JSON API of the practice gateway; docs/sandbox.md lists it."""

import json
import sqlite3
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from werkzeug import Request, Response
from werkzeug.routing import Rule

from storefront.sandbox import bank, merchants, payments, refunds, signing
from storefront.sandbox.errors import Refused
from storefront.sandbox.store import Store

LARGEST_NUMBER = 2**53 - 1

RULES = [
    Rule("/api/health", endpoint="health", methods=["GET"]),
    Rule("/api/merchants", endpoint="register", methods=["POST"]),
    Rule("/api/accounts", endpoint="open_account", methods=["POST"]),
    Rule("/api/payments", endpoint="create", methods=["POST"]),
    Rule("/api/payments/<int:number>", endpoint="query", methods=["GET"]),
    Rule("/api/payments/<int:number>/capture", endpoint="capture", methods=["POST"]),
    Rule("/api/payments/<int:number>/void", endpoint="void", methods=["POST"]),
    Rule("/api/payments/<int:number>/refunds", endpoint="refund", methods=["POST"]),
    Rule("/api/refunds/<string:refund>", endpoint="query_refund", methods=["GET"]),
]


class Api:
    """One method an address. All but `health` and `register` need a merchant's signature."""

    def __init__(
        self,
        store: Store,
        now: Callable[[], float],
        *,
        pages: str,
        bootstrap_key: str,
        wake: Callable[[], None],
    ) -> None:
        self._store = store
        self._now = now
        self._pages = pages
        self._bootstrap_key = bootstrap_key
        self._wake = wake

    def answer(self, request: Request, endpoint: str, arguments: dict[str, Any]) -> Response:
        now = self._now()
        try:
            with self._store.transaction() as db:
                status, said = getattr(self, f"_{endpoint}")(db, request, now, **arguments)
        except Refused as error:
            status, said = error.status, {"error": error.code}
        self._wake()
        return Response(json.dumps(said), status=status, content_type="application/json")

    def _health(self, db: sqlite3.Connection, request: Request, now: float) -> tuple[int, dict[str, object]]:
        return 200, {"ok": True}

    def _register(
        self, db: sqlite3.Connection, request: Request, now: float
    ) -> tuple[int, dict[str, object]]:
        given = request.headers.get("X-Practice-Bootstrap", "")
        if not self._bootstrap_key or not signing.same(given, self._bootstrap_key):
            raise Refused(401, "bad_bootstrap_key")
        asked = _body(request)
        row = merchants.register(db, reference=_text(asked, "reference"), name=_text(asked, "name"))
        return 201, {"merchant": row["id"], "secret": row["secret"]}

    def _open_account(
        self, db: sqlite3.Connection, request: Request, now: float
    ) -> tuple[int, dict[str, object]]:
        merchant = merchants.authenticate(db, request, now)
        asked = _body(request)
        row = bank.open_account(
            db, merchant["id"], holder=_text(asked, "holder"), feed_url=_address(asked, "feed_url")
        )
        return 201, {"bank_bin": bank.BIN, "account": row["number"], "holder": row["holder"]}

    def _create(self, db: sqlite3.Connection, request: Request, now: float) -> tuple[int, dict[str, object]]:
        merchant = merchants.authenticate(db, request, now)
        payment = payments.create(db, merchant["id"], _order(_body(request)))
        return 201, self._facts(db, payment, now)

    def _query(
        self, db: sqlite3.Connection, request: Request, now: float, *, number: int
    ) -> tuple[int, dict[str, object]]:
        payment = self._mine(db, request, now, number)
        payments.expire(db, now)
        return 200, self._facts(db, payment, now)

    def _capture(
        self, db: sqlite3.Connection, request: Request, now: float, *, number: int
    ) -> tuple[int, dict[str, object]]:
        payment = self._mine(db, request, now, number)
        payments.capture(db, payment, _whole(_body(request), "amount"), now)
        return 200, self._facts(db, payment, now)

    def _void(
        self, db: sqlite3.Connection, request: Request, now: float, *, number: int
    ) -> tuple[int, dict[str, object]]:
        payment = self._mine(db, request, now, number)
        payments.void(db, payment, now)
        return 200, self._facts(db, payment, now)

    def _refund(
        self, db: sqlite3.Connection, request: Request, now: float, *, number: int
    ) -> tuple[int, dict[str, object]]:
        payment = self._mine(db, request, now, number)
        asked = _body(request)
        row = refunds.ask(db, payment, _text(asked, "refund"), _whole(asked, "amount"), now)
        return 200, refunds.as_json(row, now)

    def _query_refund(
        self, db: sqlite3.Connection, request: Request, now: float, *, refund: str
    ) -> tuple[int, dict[str, object]]:
        merchant = merchants.authenticate(db, request, now)
        return 200, refunds.as_json(refunds.find(db, merchant["id"], refund), now)

    def _mine(self, db: sqlite3.Connection, request: Request, now: float, number: int) -> sqlite3.Row:
        return payments.find(db, merchants.authenticate(db, request, now)["id"], number)

    def _facts(self, db: sqlite3.Connection, payment: sqlite3.Row, now: float) -> dict[str, object]:
        happened = payments.events(db, payment, until=now)
        return {
            "id": payment["id"],
            "number": payment["number"],
            "amount": payment["amount"],
            "currency": "VND",
            "state": payments.state(happened),
            "pay_url": f"{self._pages}/pay/{payment['token']}",
            "expires_at": payments.moment(payment["expires_at"]),
            "events": [payments.as_json(event) for event in happened],
        }


def _order(asked: dict[str, object]) -> dict[str, object]:
    if asked.get("currency") != "VND":
        raise Refused(422, "currency")
    number = _whole(asked, "number")
    if number > LARGEST_NUMBER:
        raise Refused(422, "number")
    return {
        "number": number,
        "amount": _whole(asked, "amount"),
        "description": _text(asked, "description"),
        "capture": "manual" if asked.get("capture") == "manual" else "automatic",
        "return_url": _address(asked, "return_url"),
        "callback_url": _address(asked, "callback_url"),
        "locale": "en" if asked.get("locale") == "en" else "vi",
        "expires_at": _moment(asked, "expires_at"),
    }


def _body(request: Request) -> dict[str, object]:
    try:
        said = json.loads(request.get_data())
    except ValueError as error:
        raise Refused(400, "not_json") from error
    if not isinstance(said, dict):
        raise Refused(400, "not_json")
    return said


def _text(asked: dict[str, object], name: str) -> str:
    value = asked.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= 255:
        raise Refused(422, name)
    return value


def _whole(asked: dict[str, object], name: str) -> int:
    value = asked.get(name)
    if type(value) is not int or not 0 < value < 2**63:
        raise Refused(422, name)
    return value


def _address(asked: dict[str, object], name: str) -> str:
    value = asked.get(name)
    if not isinstance(value, str) or len(value) > 2000:
        raise Refused(422, name)
    if urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).hostname:
        raise Refused(422, name)
    return value


def _moment(asked: dict[str, object], name: str) -> float:
    try:
        moment = datetime.fromisoformat(str(asked.get(name)))
    except ValueError as error:
        raise Refused(422, name) from error
    if moment.utcoffset() is None:
        raise Refused(422, name)
    return moment.timestamp()
