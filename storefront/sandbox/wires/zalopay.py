"""ZaloPay's open interface, version 2: create, query, refund and query_refund; only success is told."""

import hashlib
import hmac
import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any, ClassVar
from urllib.parse import urlencode, urlsplit

from werkzeug import Response
from werkzeug.routing import Rule

from storefront.sandbox import payments, reading, refunds
from storefront.sandbox.errors import Refused
from storefront.sandbox.wires.base import Call, Exchange, Telling, facts, said

VIETNAM = timezone(timedelta(hours=7))
MOST_AWAY = 15 * 60
USUAL_LIFETIME, SHORTEST, LONGEST = 900, 300, 2_592_000
SIGNED = {
    "create": ["app_id", "app_trans_id", "app_user", "amount", "app_time", "embed_data", "item"],
    "query": ["app_id", "app_trans_id"],
    "refund": ["app_id", "zp_trans_id", "amount", "description", "timestamp"],
    "query_refund": ["app_id", "m_refund_id", "timestamp"],
}
DONE, FAILED, PROCESSING = 1, 2, 3
DUPLICATE, MALFORMED, STRANGER, UNKNOWN = -68, -401, -402, -101
REFUSED, CANCELLED, EXPIRED = -32, -329, -54
ENDS = {"failed": REFUSED, "cancelled": CANCELLED, "expired": EXPIRED}
STATUSES = {"succeeded": DONE, "failed": REFUSED, "cancelled": CANCELLED, "pending": PROCESSING}
WALLET = 38

Told = dict[str, Any]
Work = Callable[[sqlite3.Connection, sqlite3.Row, dict[str, Any], Exchange], Told]


class ZaloPay:
    """Takes JSON or a form; every answer is HTTP 200 with `return_code` and `sub_return_code`."""

    code: ClassVar[str] = "zalopay"
    name: ClassVar[str] = "ZaloPay"
    api: ClassVar[Sequence[Rule]] = (
        Rule("/v2/create", endpoint="create", methods=["POST"]),
        Rule("/v2/query", endpoint="query", methods=["POST"]),
        Rule("/v2/refund", endpoint="refund", methods=["POST"]),
        Rule("/v2/query_refund", endpoint="query_refund", methods=["POST"]),
    )
    pages: ClassVar[Sequence[Rule]] = ()
    tells: ClassVar[frozenset[str]] = frozenset({"charged"})
    gaps: ClassVar[tuple[float, ...]] = (2, 30, 60)
    """Three more times, as the comment of the official sample says."""

    def credentials(self, merchant: sqlite3.Row) -> dict[str, str]:
        return {
            "environment": "practice",
            "app_id": merchant["login"],
            "key1": merchant["secret"],
            "key2": _key2(merchant),
        }

    def create(self, exchange: Exchange) -> Response:
        return self._answer(exchange, "create", _create)

    def query(self, exchange: Exchange) -> Response:
        return self._answer(exchange, "query", _query)

    def refund(self, exchange: Exchange) -> Response:
        return self._answer(exchange, "refund", _refund)

    def query_refund(self, exchange: Exchange) -> Response:
        return self._answer(exchange, "query_refund", _query_refund)

    def call(self, telling: Telling) -> Call | None:
        """The callback of money that came; failures, ends and refunds are told by nobody."""
        payment, event = telling.payment, telling.event
        if payment is None or event is None or event["kind"] != "charged":
            return None
        kept = facts(payment)
        told = {
            "app_id": int(telling.merchant["login"]),
            "app_trans_id": payment["number"],
            "app_time": kept["app_time"],
            "app_user": kept["app_user"],
            "amount": event["amount"],
            "embed_data": kept["embed_data"],
            "item": kept["item"],
            "zp_trans_id": _transaction(event),
            "server_time": int(event["happened_at"] * 1000),
            "channel": WALLET,
            "merchant_user_id": "practice",
            "user_fee_amount": 0,
            "discount_amount": 0,
        }
        data = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
        key = _key2(telling.merchant) + ("x" if telling.broken else "")
        body = json.dumps({"data": data, "mac": _hmac(key, data), "type": 1}, ensure_ascii=False)
        return Call("POST", telling.url, {"Content-Type": "application/json"}, body.encode())

    def is_taken(self, status: int, body: bytes) -> bool:
        try:
            answer = json.loads(body)
        except ValueError:
            return False
        return status == 200 and isinstance(answer, dict) and answer.get("return_code") in (1, 2)

    def way_back(self, payment: sqlite3.Row, merchant: sqlite3.Row, claims: str, now: float) -> str:
        fields = {
            "appid": merchant["login"],
            "apptransid": payment["number"],
            "pmcid": WALLET,
            "bankcode": facts(payment)["bank_code"],
            "amount": payment["amount"],
            "discountamount": 0,
            "status": STATUSES[claims],
        }
        fields["checksum"] = _hmac(_key2(merchant), "|".join(str(value) for value in fields.values()))
        joint = "&" if urlsplit(payment["return_url"]).query else "?"
        return str(payment["return_url"]) + joint + urlencode(fields)

    def _answer(self, exchange: Exchange, operation: str, work: Work) -> Response:
        asked = _asked(exchange)
        try:
            merchant = exchange.merchant(self.code, str(asked.get("app_id", "")))
        except Refused as error:
            if error.status != 401:
                raise
            return _told({"return_code": FAILED, "sub_return_code": STRANGER})
        values = [str(asked.get(name, "")) for name in SIGNED[operation]]
        values += [merchant["secret"]] if operation == "query" else []
        right = _hmac(merchant["secret"], "|".join(values))
        if not hmac.compare_digest(str(asked.get("mac")).encode(), right.encode()):
            return _told({"return_code": FAILED, "sub_return_code": STRANGER})
        try:
            with exchange.transaction() as db:
                told = work(db, merchant, asked, exchange)
        except Refused as error:
            told = {"return_code": FAILED, "sub_return_code": UNKNOWN if error.status == 404 else MALFORMED}
        return _told(told)


def _asked(exchange: Exchange) -> dict[str, Any]:
    """The fields of a form or of JSON, numbers as numbers."""
    form = exchange.request.form
    asked: dict[str, Any] = form.to_dict() if form else exchange.json()
    whole = ("amount", "app_time", "timestamp", "expire_duration_seconds")
    return asked | {name: int(asked[name]) for name in whole if str(asked.get(name, "")).isdecimal()}


def _create(db: sqlite3.Connection, merchant: sqlite3.Row, asked: dict[str, Any], exchange: Exchange) -> Told:
    number = reading.text(asked, "app_trans_id")
    _check_day(number, exchange.now)
    _check_clock(reading.whole(asked, "app_time"), exchange.now)
    if db.execute(
        "SELECT 1 FROM payment WHERE merchant = ? AND number = ?", (merchant["id"], number)
    ).fetchone():
        return {"return_code": FAILED, "sub_return_code": DUPLICATE}
    payment = payments.create(db, merchant["id"], _order(asked, exchange.now), exchange.now)
    return {
        "return_code": DONE,
        "sub_return_code": DONE,
        "order_url": exchange.pay_page(payment),
        "zp_trans_token": payment["token"],
        "order_token": payment["token"],
        "qr_code": f"zalopay:{payment['token']}",
    }


def _order(asked: dict[str, Any], now: float) -> dict[str, Any]:
    try:
        embed, items = json.loads(asked["embed_data"]), json.loads(asked["item"])
    except (KeyError, TypeError, ValueError) as error:
        raise Refused(422, "json") from error
    if not isinstance(embed, dict) or not isinstance(items, list):
        raise Refused(422, "json")
    lifetime = asked.get("expire_duration_seconds", USUAL_LIFETIME)
    if not isinstance(lifetime, int) or not SHORTEST <= lifetime <= LONGEST:
        raise Refused(422, "expire_duration_seconds")
    kept = ("app_time", "app_user", "embed_data", "item", "bank_code")
    return {
        "number": asked["app_trans_id"],
        "amount": reading.whole(asked, "amount"),
        "currency": "VND",
        "description": reading.text(asked, "description"),
        "capture": "automatic",
        "return_url": reading.address(embed, "redirecturl"),
        "callback_url": reading.address(asked, "callback_url"),
        "locale": "vi",
        "expires_at": now + lifetime,
        "facts": {name: asked.get(name, "") for name in kept},
    }


def _query(db: sqlite3.Connection, merchant: sqlite3.Row, asked: dict[str, Any], exchange: Exchange) -> Told:
    payments.expire(db, exchange.now)
    payment = payments.find(db, merchant["id"], asked["app_trans_id"])
    happened = payments.events(db, payment, until=exchange.now)
    state = payments.state(happened)
    told: Told = {"is_processing": False, "amount": payment["amount"], "zp_trans_id": 0, "discount_amount": 0}
    money = next((event for event in happened if event["kind"] == "charged"), None)
    if money is not None:
        found = {"amount": money["amount"], "zp_trans_id": _transaction(money)}
        at = {"server_time": int(money["happened_at"] * 1000)}
        return told | found | at | {"return_code": DONE, "sub_return_code": DONE}
    if state in ENDS:
        return told | {"return_code": FAILED, "sub_return_code": ENDS[state]}
    return told | {"return_code": PROCESSING, "sub_return_code": UNKNOWN}


def _refund(db: sqlite3.Connection, merchant: sqlite3.Row, asked: dict[str, Any], exchange: Exchange) -> Told:
    refund = reading.text(asked, "m_refund_id")
    _check_day(refund, exchange.now)
    _check_clock(reading.whole(asked, "timestamp"), exchange.now)
    if refund.split("_")[1:2] != [merchant["login"]]:
        raise Refused(422, "m_refund_id")
    known = "SELECT 1 FROM refund WHERE merchant = ? AND id = ?"
    if db.execute(known, (merchant["id"], refund)).fetchone():
        return {"return_code": FAILED, "sub_return_code": DUPLICATE}
    serial = int(str(asked.get("zp_trans_id", ""))[-9:] or 0)
    money = db.execute(
        "SELECT * FROM event WHERE merchant = ? AND serial = ? AND kind = 'charged'", (merchant["id"], serial)
    ).fetchone()
    if money is None:
        raise Refused(404, "zp_trans_id")
    payment = payments.find(db, merchant["id"], money["number"])
    refunds.ask(db, payment, refund, reading.whole(asked, "amount"), exchange.now)
    return _refund_told(db, merchant, refund, exchange.now)


def _query_refund(
    db: sqlite3.Connection, merchant: sqlite3.Row, asked: dict[str, Any], exchange: Exchange
) -> Told:
    return _refund_told(db, merchant, reading.text(asked, "m_refund_id"), exchange.now)


def _refund_told(db: sqlite3.Connection, merchant: sqlite3.Row, refund: str, now: float) -> Told:
    row = refunds.find(db, merchant["id"], refund)
    if row["happened_at"] > now:
        return {"return_code": PROCESSING, "sub_return_code": PROCESSING}
    if row["kind"] == "refunded":
        return {"return_code": DONE, "sub_return_code": DONE}
    return {"return_code": FAILED, "sub_return_code": REFUSED}


def _check_day(id: str, now: float) -> None:
    """Ids begin with today's date in Vietnam."""
    if not id.startswith(f"{datetime.fromtimestamp(now, VIETNAM):%y%m%d}_"):
        raise Refused(422, "date")


def _check_clock(milliseconds: int, now: float) -> None:
    if abs(now - milliseconds / 1000) > MOST_AWAY:
        raise Refused(422, "time")


def _transaction(event: sqlite3.Row) -> int:
    """ZaloPay's number: the day in Vietnam, then nine digits."""
    day = datetime.fromtimestamp(event["happened_at"], VIETNAM)
    return int(f"{day:%y%m%d}{event['serial']:09d}")


def _told(told: Mapping[str, Any]) -> Response:
    """The messages stand beside the codes."""
    message = {DONE: "Giao dịch thành công", PROCESSING: "Giao dịch đang được xử lý"}
    words = message.get(told["return_code"], "Giao dịch thất bại")
    return said({**told, "return_message": words, "sub_return_message": words})


def _key2(merchant: sqlite3.Row) -> str:
    return hashlib.sha256(("key2" + merchant["secret"]).encode()).hexdigest()[:32]


def _hmac(key: str, data: str) -> str:
    return hmac.new(key.encode(), data.encode(), hashlib.sha256).hexdigest()
