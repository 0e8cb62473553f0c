"""MoMo, version 2: create, query, refund, refund/query and confirm, with its rules of idempotency."""

import hashlib
import hmac
import json
import re
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar
from urllib.parse import urlencode, urlsplit

from werkzeug import Response
from werkzeug.routing import Rule

from storefront.sandbox import payments, reading, refunds
from storefront.sandbox.errors import Refused
from storefront.sandbox.wires.base import Call, Exchange, Telling, facts, said

RESULT_NAMES = [
    "amount",
    "extraData",
    "message",
    "orderId",
    "orderInfo",
    "orderType",
    "partnerCode",
    "payType",
    "requestId",
    "responseTime",
    "resultCode",
    "transId",
]
SIGNED = {
    "create": [
        "amount",
        "extraData",
        "ipnUrl",
        "orderId",
        "orderInfo",
        "partnerCode",
        "redirectUrl",
        "requestId",
        "requestType",
    ],
    "query": ["orderId", "partnerCode", "requestId"],
    "refund": ["amount", "description", "orderId", "partnerCode", "requestId", "transId"],
    "confirm": ["amount", "description", "orderId", "partnerCode", "requestId", "requestType"],
}
LIMITS = {
    "captureWallet": (1_000, 50_000_000),
    "payWithATM": (10_000, 50_000_000),
    "payWithCC": (1_000, 10_000_000),
    "payWithMethod": (1_000, 50_000_000),
}
PAY_TYPES = {"captureWallet": "qr", "payWithATM": "napas", "payWithCC": "credit", "payWithMethod": "qr"}
ORDER = re.compile(r"[0-9a-zA-Z]([-_.]*[0-9a-zA-Z]+)*")
LIFETIME = 100 * 60
FIRST_TRANSACTION = 4_000_000_000
SUCCESS, AUTHORIZED, WAITING = 0, 9000, 1000
STRANGER, MALFORMED, OUT_OF_RANGE = 13, 20, 22
SAME_REQUEST, SAME_ORDER, NOT_FOUND = 40, 41, 42
IN_WORK, PROCESSING, REFUND_FAILED, TOO_MUCH = 7000, 7002, 1080, 1081
CODES = {"charged": SUCCESS, "authorized": AUTHORIZED, "failed": 1002, "cancelled": 1006, "expired": 1005}
VOIDED = 1003
MESSAGES = {
    SUCCESS: "Thành công.",
    AUTHORIZED: "Giao dịch được cấp quyền thành công.",
    WAITING: "Giao dịch đang chờ người dùng xác nhận thanh toán.",
    PROCESSING: "Giao dịch đang được xử lý bởi nhà cung cấp thanh toán.",
    1006: "Giao dịch bị từ chối bởi người dùng.",
}
CLAIMS = {"succeeded": SUCCESS, "failed": 1002, "cancelled": 1006, "pending": WAITING}

Told = dict[str, Any]
Work = Callable[[sqlite3.Connection, sqlite3.Row, dict[str, Any], Exchange], Told]


class Momo:
    """Every answer carries a `resultCode`; a request id that was answered gets its answer again."""

    code: ClassVar[str] = "momo"
    name: ClassVar[str] = "MoMo"
    api: ClassVar[Sequence[Rule]] = (
        Rule("/v2/gateway/api/create", endpoint="create", methods=["POST"]),
        Rule("/v2/gateway/api/query", endpoint="query", methods=["POST"]),
        Rule("/v2/gateway/api/refund", endpoint="refund", methods=["POST"]),
        Rule("/v2/gateway/api/refund/query", endpoint="query_refund", methods=["POST"]),
        Rule("/v2/gateway/api/confirm", endpoint="confirm", methods=["POST"]),
    )
    pages: ClassVar[Sequence[Rule]] = ()
    tells: ClassVar[frozenset[str]] = frozenset(CODES)
    gaps: ClassVar[tuple[float, ...]] = ()
    """Merchants report a single delivery: what it misses, only `query` finds."""

    def credentials(self, merchant: sqlite3.Row) -> dict[str, str]:
        return {
            "environment": "practice",
            "partner_code": f"MOMO{merchant['login']}",
            "access_key": _access_key(merchant),
            "secret_key": merchant["secret"],
        }

    def create(self, exchange: Exchange) -> Response:
        return self._answer(exchange, "create", _once("create", _create))

    def query(self, exchange: Exchange) -> Response:
        return self._answer(exchange, "query", _query)

    def refund(self, exchange: Exchange) -> Response:
        return self._answer(exchange, "refund", _once("refund", _refund))

    def query_refund(self, exchange: Exchange) -> Response:
        return self._answer(exchange, "query", _query_refund)

    def confirm(self, exchange: Exchange) -> Response:
        return self._answer(exchange, "confirm", _once("confirm", _confirm))

    def call(self, telling: Telling) -> Call | None:
        """The IPN of a payment's end; refunds, captures and releases are told by nobody."""
        payment, event = telling.payment, telling.event
        if payment is None or event is None or not _is_told(payment, event):
            return None
        fields = _result(payment, telling.merchant, CODES[event["kind"]], event["happened_at"])
        fields |= {"amount": event["amount"], "transId": FIRST_TRANSACTION + event["serial"]}
        secret = telling.merchant["secret"] + ("x" if telling.broken else "")
        fields["signature"] = _sign(RESULT_NAMES, fields, telling.merchant, secret)
        body = json.dumps(fields, ensure_ascii=False).encode()
        return Call("POST", telling.url, {"Content-Type": "application/json; charset=UTF-8"}, body)

    def is_taken(self, status: int, body: bytes) -> bool:
        return status == 204 and not body

    def way_back(self, payment: sqlite3.Row, merchant: sqlite3.Row, claims: str, now: float) -> str:
        fields = _result(payment, merchant, CLAIMS[claims], now)
        fields["signature"] = _sign(RESULT_NAMES, fields, merchant, merchant["secret"])
        joint = "&" if urlsplit(payment["return_url"]).query else "?"
        return str(payment["return_url"]) + joint + urlencode(fields)

    def _answer(self, exchange: Exchange, operation: str, work: Work) -> Response:
        asked = exchange.json()
        partner = str(asked.get("partnerCode", ""))
        try:
            merchant = exchange.merchant(self.code, partner.removeprefix("MOMO"))
        except Refused as error:
            if error.status != 401:
                raise
            return _told(asked, exchange.now, {"resultCode": STRANGER})
        right = _sign(SIGNED[operation], asked, merchant, merchant["secret"])
        if not hmac.compare_digest(str(asked.get("signature", "")).encode(), right.encode()):
            return _told(asked, exchange.now, {"resultCode": STRANGER})
        try:
            with exchange.transaction() as db:
                told = work(db, merchant, asked, exchange)
        except Refused as error:
            told = {"resultCode": NOT_FOUND if error.status == 404 else MALFORMED}
        return _told(asked, exchange.now, told)


def _once(operation: str, work: Work) -> Work:
    """The same request again gets the same answer, another one under its id 40; work not finished 7000."""

    def worked(
        db: sqlite3.Connection, merchant: sqlite3.Row, asked: dict[str, Any], exchange: Exchange
    ) -> Told:
        kept_as = f"{merchant['id']}:{reading.text(asked, 'requestId')}"
        given = {name: asked.get(name) for name in SIGNED[operation]}
        found = db.execute("SELECT answer FROM kept WHERE wire = 'momo' AND id = ?", (kept_as,)).fetchone()
        if found is None:
            told = {"responseTime": int(exchange.now * 1000)} | work(db, merchant, asked, exchange)
            answer = json.dumps({"operation": operation, "given": given, "told": told}, ensure_ascii=False)
            db.execute("INSERT INTO kept VALUES ('momo', ?, ?, ?)", (kept_as, answer, exchange.now))
            return told
        kept = json.loads(found["answer"])
        if (kept["operation"], kept["given"]) != (operation, given):
            return {"resultCode": SAME_REQUEST}
        if kept["told"]["resultCode"] != PROCESSING:
            return dict(kept["told"])
        now_told = _refund_told(db, merchant, asked["orderId"], exchange.now)
        return now_told | ({"resultCode": IN_WORK} if now_told["resultCode"] == PROCESSING else {})

    return worked


def _create(db: sqlite3.Connection, merchant: sqlite3.Row, asked: dict[str, Any], exchange: Exchange) -> Told:
    order = reading.text(asked, "orderId")
    if _is_known(db, merchant, order):
        return {"resultCode": SAME_ORDER}
    kind, amount = asked.get("requestType"), asked.get("amount")
    if not ORDER.fullmatch(order) or kind not in LIMITS or type(amount) is not int:
        return {"resultCode": MALFORMED}
    lowest, highest = LIMITS[kind]
    if not lowest <= amount <= highest:
        return {"resultCode": OUT_OF_RANGE}
    payment = payments.create(db, merchant["id"], _order(asked, exchange.now), exchange.now)
    page = exchange.pay_page(payment)
    return {"resultCode": SUCCESS, "amount": amount, "payUrl": page, "qrCodeUrl": f"momo:{payment['token']}"}


def _order(asked: dict[str, Any], now: float) -> dict[str, Any]:
    return {
        "number": asked["orderId"],
        "amount": asked["amount"],
        "currency": "VND",
        "description": reading.text(asked, "orderInfo"),
        "capture": "manual" if asked.get("autoCapture") is False else "automatic",
        "return_url": reading.address(asked, "redirectUrl"),
        "callback_url": reading.address(asked, "ipnUrl"),
        "locale": "en" if asked.get("lang") == "en" else "vi",
        "expires_at": now + LIFETIME,
        "facts": {name: asked.get(name, "") for name in ("requestId", "requestType", "extraData")},
    }


def _query(db: sqlite3.Connection, merchant: sqlite3.Row, asked: dict[str, Any], exchange: Exchange) -> Told:
    payments.expire(db, exchange.now)
    payment = payments.find(db, merchant["id"], asked["orderId"])
    happened = payments.events(db, payment, until=exchange.now)
    state = payments.state(happened)
    last = next((event for event in reversed(happened) if event["kind"] == state), None)
    money = next((event for event in happened if event["kind"] in payments.PAID), None)
    code = VOIDED if state == "cancelled" and money is not None else CODES.get(state, WAITING)
    return {
        "resultCode": code,
        "amount": last["amount"] if last is not None else payment["amount"],
        "transId": FIRST_TRANSACTION + money["serial"] if money is not None else 0,
        "responseTime": int((last["happened_at"] if last is not None else exchange.now) * 1000),
        "payType": PAY_TYPES[facts(payment)["requestType"]] if money is not None else "",
        "extraData": facts(payment)["extraData"],
        "refundTrans": [
            _refund_row(db, merchant, event["refund"], exchange.now) for event in happened if event["refund"]
        ],
    }


def _refund(db: sqlite3.Connection, merchant: sqlite3.Row, asked: dict[str, Any], exchange: Exchange) -> Told:
    order = reading.text(asked, "orderId")
    if _is_known(db, merchant, order):
        return {"resultCode": SAME_ORDER}
    serial = reading.whole(asked, "transId") - FIRST_TRANSACTION
    money = db.execute(
        "SELECT * FROM event WHERE merchant = ? AND serial = ? AND kind IN ('charged', 'authorized')",
        (merchant["id"], serial),
    ).fetchone()
    if money is None:
        return {"resultCode": NOT_FOUND}
    payment, amount = payments.find(db, merchant["id"], money["number"]), reading.whole(asked, "amount")
    if amount < LIMITS[facts(payment)["requestType"]][0]:
        return {"resultCode": OUT_OF_RANGE}
    try:
        refunds.ask(db, payment, order, amount, exchange.now)
    except Refused as error:
        if error.code != "more_than_was_paid":
            raise
        return {"resultCode": TOO_MUCH}
    return _refund_told(db, merchant, order, exchange.now)


def _query_refund(
    db: sqlite3.Connection, merchant: sqlite3.Row, asked: dict[str, Any], exchange: Exchange
) -> Told:
    row = _refund_row(db, merchant, asked["orderId"], exchange.now)
    return {"resultCode": SUCCESS, "refundTrans": [row]}


def _confirm(
    db: sqlite3.Connection, merchant: sqlite3.Row, asked: dict[str, Any], exchange: Exchange
) -> Told:
    payment = payments.find(db, merchant["id"], asked["orderId"])
    amount = reading.whole(asked, "amount")
    if asked.get("requestType") == "capture":
        payments.capture(db, payment, amount, exchange.now)
    elif asked.get("requestType") == "cancel":
        payments.void(db, payment, exchange.now)
    else:
        return {"resultCode": MALFORMED}
    held = next(event for event in payments.events(db, payment, until=exchange.now))
    transaction = FIRST_TRANSACTION + held["serial"]
    return {
        "resultCode": SUCCESS,
        "amount": amount,
        "transId": transaction,
        "requestType": asked["requestType"],
    }


def _refund_told(db: sqlite3.Connection, merchant: sqlite3.Row, order: str, now: float) -> Told:
    row = _refund_row(db, merchant, order, now)
    return {name: row[name] for name in ("resultCode", "amount", "transId")} | {
        "responseTime": row["createdTime"]
    }


def _refund_row(db: sqlite3.Connection, merchant: sqlite3.Row, order: str, now: float) -> Told:
    refund = refunds.find(db, merchant["id"], order)
    ending = SUCCESS if refund["kind"] == "refunded" else REFUND_FAILED
    (serial,) = db.execute("SELECT serial FROM event WHERE id = ?", (refund["event"],)).fetchone()
    return {
        "orderId": refund["id"],
        "amount": refund["amount"],
        "resultCode": ending if refund["happened_at"] <= now else PROCESSING,
        "transId": FIRST_TRANSACTION + serial,
        "createdTime": int(refund["happened_at"] * 1000),
    }


def _is_known(db: sqlite3.Connection, merchant: sqlite3.Row, order: str) -> bool:
    """Whether an order id was used, for a payment or for a refund."""
    used = (
        "SELECT 1 FROM payment WHERE merchant = :merchant AND number = :id "
        "UNION SELECT 1 FROM refund WHERE merchant = :merchant AND id = :id"
    )
    return db.execute(used, {"merchant": merchant["id"], "id": order}).fetchone() is not None


def _is_told(payment: sqlite3.Row, event: sqlite3.Row) -> bool:
    captured = event["kind"] == "charged" and payment["capture"] == "manual"
    return event["kind"] in CODES and not captured and event["reason"] != "voided"


def _result(payment: sqlite3.Row, merchant: sqlite3.Row, code: int, moment: float) -> dict[str, Any]:
    """The fields of the IPN and of the way back."""
    kept = facts(payment)
    paid = code in (SUCCESS, AUTHORIZED)
    return {
        "partnerCode": f"MOMO{merchant['login']}",
        "orderId": payment["number"],
        "requestId": kept["requestId"],
        "amount": payment["amount"],
        "orderInfo": payment["description"],
        "orderType": "momo_wallet",
        "transId": int(moment * 1000),
        "resultCode": code,
        "message": _message(code),
        "payType": PAY_TYPES[kept["requestType"]] if paid else "",
        "responseTime": int(moment * 1000),
        "extraData": kept["extraData"],
    }


def _told(asked: Mapping[str, Any], now: float, told: Told) -> Response:
    """HTTP 422 while an earlier request is in work, 400 for what was refused on sight."""
    code = told["resultCode"]
    echo = {name: asked.get(name) for name in ("partnerCode", "orderId", "requestId")}
    body = echo | {"responseTime": int(now * 1000), "message": _message(code)} | told
    return said(body, 422 if code == IN_WORK else 400 if code in (STRANGER, MALFORMED) else 200)


def _message(code: int) -> str:
    return MESSAGES.get(code, "Giao dịch không thành công.")


def _access_key(merchant: sqlite3.Row) -> str:
    return hashlib.sha256(merchant["secret"].encode()).hexdigest()[:16]


def _sign(names: Sequence[str], fields: Mapping[str, Any], merchant: sqlite3.Row, secret: str) -> str:
    pairs = [f"accessKey={_access_key(merchant)}", *(f"{name}={fields.get(name, '')}" for name in names)]
    return hmac.new(secret.encode(), "&".join(pairs).encode(), hashlib.sha256).hexdigest()
