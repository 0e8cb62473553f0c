"""payOS as the sandbox plays it: payment links, their page, and a signed webhook for each transfer."""

import binascii
import hashlib
import hmac
import json
import sqlite3
import urllib.request
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from urllib.parse import urlencode, urlsplit

from werkzeug import Response
from werkzeug.routing import Rule
from werkzeug.utils import redirect

from storefront.sandbox import accounts, bank, payments, reading, signing
from storefront.sandbox.errors import Refused
from storefront.sandbox.wires.base import Call, Exchange, Telling, facts, said

PREFIX = "CS"
"""payOS puts letters before the description, so that its own account finds the transfer."""
STATUS = {"succeeded": "PAID", "failed": "CANCELLED", "cancelled": "CANCELLED", "pending": "PENDING"}
ENDS = {"cancelled": "CANCELLED", "failed": "FAILED", "expired": "EXPIRED"}
TRIAL_TIMEOUT = 5.0
TRIAL = {
    "orderCode": 123,
    "amount": 3000,
    "description": "VQRIO123",
    "accountNumber": "12345678",
    "reference": "TF230204212323",
    "transactionDateTime": "2023-02-04 18:25:00",
    "currency": "VND",
    "paymentLinkId": "124c33293c43417ab7879e14c8d9eb18",
    "code": "00",
    "desc": "Thành công",
    "counterAccountName": "",
    "virtualAccountNumber": "",
}
"""What payOS sends to try an address out."""
LARGEST_NUMBER = 2**53 - 1


class Payos:
    code: ClassVar[str] = "payos"
    name: ClassVar[str] = "payOS"
    api: ClassVar[Sequence[Rule]] = (
        Rule("/v2/payment-requests", endpoint="create", methods=["POST"]),
        Rule("/v2/payment-requests/<int:number>", endpoint="show", methods=["GET"]),
        Rule("/v2/payment-requests/<int:number>/cancel", endpoint="cancel", methods=["POST"]),
        Rule("/confirm-webhook", endpoint="confirm_webhook", methods=["POST"]),
    )
    pages: ClassVar[Sequence[Rule]] = (Rule("/web/<string:link>", endpoint="page_link", methods=["GET"]),)
    tells: ClassVar[frozenset[str]] = frozenset({"charged"})
    gaps: ClassVar[tuple[float, ...]] = (1, 10, 60, 300, 900)

    def credentials(self, merchant: sqlite3.Row) -> dict[str, str]:
        return {
            "environment": "practice",
            "client_id": merchant["login"],
            "api_key": accounts.derived(merchant, "api key"),
            "checksum_key": merchant["secret"],
            "shown": "page",
        }

    def create(self, exchange: Exchange) -> Response:
        merchant, asked = self._merchant(exchange), exchange.json()
        signed = {name: asked.get(name) for name in ("amount", "cancelUrl", "description", "orderCode")}
        right = _signature(merchant["secret"], {**signed, "returnUrl": asked.get("returnUrl")})
        if not signing.same(str(asked.get("signature", "")), right):
            return _refusal("201", "Sai chữ ký")
        with exchange.transaction() as db:
            if _existing(db, merchant, asked) is not None:
                return _refusal("231", "Đơn thanh toán đã tồn tại")
            payment = payments.create(db, merchant["id"], _order(asked, merchant), exchange.now)
        return _answer(merchant, _link(payment, merchant))

    def show(self, exchange: Exchange, number: int) -> Response:
        merchant = self._merchant(exchange)
        with exchange.transaction() as db:
            payments.expire(db, exchange.now)
            return self._facts(exchange, db, merchant, number)

    def cancel(self, exchange: Exchange, number: int) -> Response:
        merchant = self._merchant(exchange)
        with exchange.transaction() as db:
            payment = payments.find(db, merchant["id"], number)
            if not payments.is_settled(db, payment):
                payments.record(db, payment, "cancelled", payment["amount"], at=exchange.now, send=[])
                db.execute(
                    "UPDATE payment SET open = 0, expires_at = min(expires_at, ?) WHERE id = ?",
                    (exchange.now, payment["id"]),
                )
            return self._facts(exchange, db, merchant, number)

    def confirm_webhook(self, exchange: Exchange) -> Response:
        """Register an address, if the call that tries it out is answered with a success."""
        merchant = self._merchant(exchange)
        url = reading.address(exchange.json(), "webhookUrl")
        if not _is_answered(url, _webhook(merchant["secret"], TRIAL)):
            return _refusal("20", "Webhook url không hợp lệ")
        with exchange.transaction() as db:
            db.execute("UPDATE merchant SET callback_url = ? WHERE id = ?", (url, merchant["id"]))
        return said({"code": "00", "desc": "success", "data": {"webhookUrl": url}})

    def page_link(self, exchange: Exchange, link: str) -> Response:
        with exchange.transaction() as db:
            payment = db.execute("SELECT * FROM payment WHERE id = ?", (link,)).fetchone()
        if payment is None:
            raise Refused(404, "unknown_payment")
        return redirect(exchange.pay_page(payment), 303)

    def call(self, telling: Telling) -> Call | None:
        """Money that came; payOS tells nothing of links that were not paid."""
        event, payment, url = telling.event, telling.payment, telling.merchant["callback_url"]
        if event is None or payment is None or event["kind"] != "charged" or not url:
            return None
        data = _transfer(event, payment, telling.merchant) | {
            "orderCode": int(payment["number"]),
            "paymentLinkId": payment["id"],
            "currency": "VND",
            "code": "00",
            "desc": "Thành công",
        }
        secret = telling.merchant["secret"] + ("x" if telling.broken else "")
        return Call("POST", url, {"Content-Type": "application/json"}, _webhook(secret, data))

    def is_taken(self, status: int, body: bytes) -> bool:
        return 200 <= status < 300

    def way_back(self, payment: sqlite3.Row, merchant: sqlite3.Row, claims: str, now: float) -> str:
        fields = {
            "code": "00",
            "id": payment["id"],
            "cancel": "true" if claims in ("cancelled", "failed") else "false",
            "status": STATUS[claims],
            "orderCode": payment["number"],
        }
        joint = "&" if urlsplit(payment["return_url"]).query else "?"
        return str(payment["return_url"]) + joint + urlencode(fields)

    def _merchant(self, exchange: Exchange) -> sqlite3.Row:
        headers = exchange.request.headers
        merchant = exchange.merchant(self.code, headers.get("x-client-id", ""))
        if not signing.same(headers.get("x-api-key", ""), accounts.derived(merchant, "api key")):
            raise Refused(401, "bad_key")
        return merchant

    def _facts(
        self, exchange: Exchange, db: sqlite3.Connection, merchant: sqlite3.Row, number: int
    ) -> Response:
        try:
            payment = payments.find(db, merchant["id"], number)
        except Refused:
            return _refusal("101", "Mã thanh toán không tồn tại")
        happened = payments.events(db, payment, until=exchange.now)
        paid = [event for event in happened if event["kind"] == "charged"]
        ended = [event for event in happened if event["kind"] in ENDS]
        came = sum(event["amount"] for event in paid)
        status = "PAID" if came >= payment["amount"] else "UNDERPAID" if paid else "PENDING"
        data = {
            "id": payment["id"],
            "orderCode": int(payment["number"]),
            "amount": payment["amount"],
            "amountPaid": came,
            "amountRemaining": max(0, payment["amount"] - came),
            "status": ENDS[ended[-1]["kind"]] if ended and not paid else status,
            "createdAt": payments.moment(payment["created_at"]),
            "transactions": [_transfer(event, payment, merchant) for event in paid],
            "cancellationReason": None,
            "canceledAt": payments.moment(ended[-1]["happened_at"]) if ended else None,
        }
        return _answer(merchant, data)


def _existing(db: sqlite3.Connection, merchant: sqlite3.Row, asked: Mapping[str, Any]) -> sqlite3.Row | None:
    found: sqlite3.Row | None = db.execute(
        "SELECT * FROM payment WHERE merchant = ? AND number = ?",
        (merchant["id"], str(asked.get("orderCode"))),
    ).fetchone()
    return found


def _order(asked: dict[str, Any], merchant: sqlite3.Row) -> dict[str, Any]:
    number = reading.whole(asked, "orderCode")
    if number > LARGEST_NUMBER or not isinstance(asked.get("expiredAt"), int):
        raise Refused(422, "orderCode or expiredAt")
    description = reading.text(asked, "description")
    if len(description) > 25:
        raise Refused(422, "description")
    return {
        "number": number,
        "amount": reading.whole(asked, "amount"),
        "currency": "VND",
        "description": description,
        "capture": "automatic",
        "return_url": reading.address(asked, "returnUrl"),
        "callback_url": merchant["callback_url"],
        "locale": "vi",
        "expires_at": float(asked["expiredAt"]),
        "facts": {"memo": PREFIX + description},
    }


def _link(payment: sqlite3.Row, merchant: sqlite3.Row) -> dict[str, Any]:
    memo, account = facts(payment)["memo"], accounts.number_of(merchant)
    return {
        "bin": bank.BIN,
        "accountNumber": account,
        "accountName": merchant["name"],
        "amount": payment["amount"],
        "description": memo,
        "orderCode": int(payment["number"]),
        "currency": "VND",
        "paymentLinkId": payment["id"],
        "status": "PENDING",
        "checkoutUrl": f"https://pay.payos.vn/web/{payment['id']}",
        "qrCode": _qr_text(account, payment["amount"], memo),
    }


def _transfer(event: sqlite3.Row, payment: sqlite3.Row, merchant: sqlite3.Row) -> dict[str, Any]:
    return {
        "reference": event["id"],
        "amount": event["amount"],
        "accountNumber": accounts.number_of(merchant),
        "description": facts(payment)["memo"],
        "transactionDateTime": accounts.local_time(event["happened_at"]),
        "virtualAccountName": None,
        "virtualAccountNumber": None,
        "counterAccountBankId": None,
        "counterAccountBankName": None,
        "counterAccountName": None,
        "counterAccountNumber": None,
    }


def _answer(merchant: sqlite3.Row, data: dict[str, Any]) -> Response:
    signature = _signature(merchant["secret"], data)
    return said({"code": "00", "desc": "success", "data": data, "signature": signature})


def _refusal(code: str, words: str) -> Response:
    return said({"code": code, "desc": words, "data": None})


def _webhook(secret: str, data: dict[str, Any]) -> bytes:
    body = {"code": "00", "desc": "success", "success": True, "data": data}
    return json.dumps(body | {"signature": _signature(secret, data)}, ensure_ascii=False).encode()


def _is_answered(url: str, body: bytes) -> bool:
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"}, method="POST")
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=TRIAL_TIMEOUT) as answer:
            return bool(200 <= answer.status < 300)
    except OSError:
        return False


def _signature(key: str, data: Mapping[str, Any]) -> str:
    text = "&".join(f"{name}={_text(data[name])}" for name in sorted(data))
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()


def _text(value: Any) -> str:
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return "" if value is None else str(value)


def _qr_text(account: str, amount: int, memo: str) -> str:
    receiver = _field("00", bank.BIN) + _field("01", account)
    service = _field("00", "A000000727") + _field("01", receiver) + _field("02", "QRIBFTTA")
    text = _field("00", "01") + _field("01", "12") + _field("38", service) + _field("53", "704")
    text += _field("54", str(amount)) + _field("58", "VN") + _field("62", _field("08", memo)) + "6304"
    return f"{text}{binascii.crc_hqx(text.encode(), 0xFFFF):04X}"


def _field(number: str, value: str) -> str:
    return f"{number}{len(value):02}{value}"
