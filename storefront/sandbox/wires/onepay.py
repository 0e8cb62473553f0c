"""OnePay's side: one pay page for each kind of card, a GET to the registered address, queryDR by POST."""

import hashlib
import hmac
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from urllib.parse import quote, urlencode, urlsplit

from werkzeug import Response
from werkzeug.routing import Rule
from werkzeug.utils import redirect

from storefront.sandbox import payments
from storefront.sandbox.errors import Refused
from storefront.sandbox.wires.base import Call, Exchange, Telling

FIRST_TRANSACTION = 1_600_000
OPEN_FOR = 900.0
"""Seconds a page stays open; a shop cannot choose it."""
CODES = {"charged": "0", "failed": "21", "cancelled": "99", "expired": "253"}
CLAIMED = {"succeeded": "0", "failed": "21", "cancelled": "99", "pending": "300"}


class Onepay:
    """A merchant's login is its merchant ID; the secret is used as the bytes it spells."""

    code: ClassVar[str] = "onepay"
    name: ClassVar[str] = "OnePay"
    api: ClassVar[Sequence[Rule]] = (
        Rule("/onecomm-pay/Vpcdps.op", endpoint="query", methods=["POST"]),
        Rule("/vpcpay/Vpcdps.op", endpoint="query", methods=["POST"]),
    )
    pages: ClassVar[Sequence[Rule]] = (
        Rule("/onecomm-pay/vpc.op", endpoint="page_pay", methods=["GET"]),
        Rule("/vpcpay/vpcpay.op", endpoint="page_pay", methods=["GET"]),
    )
    tells: ClassVar[frozenset[str]] = frozenset(CODES)
    gaps: ClassVar[tuple[float, ...]] = (1, 3, 60, 300, 900)

    def credentials(self, merchant: sqlite3.Row) -> dict[str, str]:
        return {
            "environment": "practice",
            "merchant": merchant["login"],
            "access_code": _access_code(merchant),
            "hash_secret": merchant["secret"],
            "international_merchant": "",
            "international_access_code": "",
            "international_hash_secret": "",
            "user": "op01",
            "password": _password(merchant),
            "base_url": "",
        }

    def page_pay(self, exchange: Exchange) -> Response:
        asked = exchange.request.args.to_dict()
        merchant = exchange.merchant(self.code, asked.get("vpc_Merchant", ""))
        _check(merchant, asked)
        with exchange.transaction() as db:
            payment = payments.create(db, merchant["id"], _order(asked, merchant, exchange.now), exchange.now)
        return redirect(exchange.pay_page(payment), 302)

    def query(self, exchange: Exchange) -> Response:
        """A form's answer, never JSON; whoever is not known learns nothing about payments."""
        asked = exchange.request.form.to_dict()
        try:
            merchant = exchange.merchant(self.code, asked.get("vpc_Merchant", ""))
            _check(merchant, asked)
        except Refused as refusal:
            if refusal.status != 401:
                raise
            return _form({"vpc_TxnResponseCode": "7", "vpc_Message": refusal.code})
        if (asked.get("vpc_User"), asked.get("vpc_Password")) != ("op01", _password(merchant)):
            return _form({"vpc_TxnResponseCode": "7", "vpc_Message": "wrong user or password"})
        with exchange.transaction() as db:
            payments.expire(db, exchange.now)
            found = _found(db, merchant, asked.get("vpc_MerchTxnRef", ""), exchange.now)
        fields = {"vpc_Command": "queryDR", "vpc_Merchant": merchant["login"], **found}
        return _form({**fields, "vpc_SecureHash": _hash(merchant["secret"], fields)})

    def call(self, telling: Telling) -> Call | None:
        if telling.event is None or telling.payment is None or telling.event["kind"] not in CODES:
            return None
        fields = {
            **_facts(telling.payment, telling.event),
            "vpc_Command": "pay",
            "vpc_Merchant": telling.merchant["login"],
        }
        return Call("GET", _signed(telling.url, telling.merchant["secret"], fields, telling.broken))

    def is_taken(self, status: int, body: bytes) -> bool:
        return status == 200 and body.startswith(b"responsecode=1")

    def way_back(self, payment: sqlite3.Row, merchant: sqlite3.Row, claims: str, now: float) -> str:
        fields = {
            "vpc_Command": "pay",
            "vpc_Merchant": merchant["login"],
            "vpc_MerchTxnRef": payment["number"],
            "vpc_OrderInfo": payment["description"],
            "vpc_Amount": str(payment["amount"] * 100),
            "vpc_TxnResponseCode": CLAIMED[claims],
            "vpc_Version": "2",
        }
        return _signed(payment["return_url"], merchant["secret"], fields)


def _check(merchant: sqlite3.Row, asked: Mapping[str, str]) -> None:
    right = _hash(merchant["secret"], asked)
    if not hmac.compare_digest(right, asked.get("vpc_SecureHash", "").upper()):
        raise Refused(401, "bad_signature")
    if asked.get("vpc_AccessCode") != _access_code(merchant):
        raise Refused(401, "unknown_merchant")


def _order(asked: dict[str, str], merchant: sqlite3.Row, now: float) -> dict[str, Any]:
    amount, number = asked.get("vpc_Amount", ""), asked.get("vpc_MerchTxnRef", "")
    order_info = asked.get("vpc_OrderInfo", "")
    is_whole = amount.isascii() and amount.isdigit() and amount.endswith("00") and len(amount) <= 12
    if not is_whole or not 0 < len(number) <= 34 or not 0 < len(order_info) <= 32 or not int(amount):
        raise Refused(422, "bad_form")
    return {
        "number": number,
        "amount": int(amount) // 100,
        "currency": "VND",
        "description": order_info,
        "capture": "automatic",
        "return_url": asked.get("vpc_ReturnURL", ""),
        "callback_url": merchant["callback_url"],
        "locale": "en" if asked.get("vpc_Locale") == "en" else "vi",
        "expires_at": now + OPEN_FOR,
    }


def _found(db: sqlite3.Connection, merchant: sqlite3.Row, number: str, now: float) -> dict[str, str]:
    try:
        payment = payments.find(db, merchant["id"], number)
    except Refused:
        return {"vpc_DRExists": "N", "vpc_MerchTxnRef": number}
    happened = payments.events(db, payment, until=now)
    state = payments.state(happened)
    last = next((row for row in reversed(happened) if row["kind"] == state), None)
    return {"vpc_DRExists": "Y", **_facts(payment, last)}


def _facts(payment: sqlite3.Row, event: sqlite3.Row | None) -> dict[str, str]:
    return {
        "vpc_MerchTxnRef": payment["number"],
        "vpc_OrderInfo": payment["description"],
        "vpc_Amount": str((event or payment)["amount"] * 100),
        "vpc_CurrencyCode": "VND",
        "vpc_TransactionNo": str(FIRST_TRANSACTION + event["serial"]) if event is not None else "",
        "vpc_TxnResponseCode": CODES[event["kind"]] if event is not None else "300",
        "vpc_Version": "2",
    }


def _signed(url: str, secret: str, fields: Mapping[str, str], broken: bool = False) -> str:
    right = "0" * 64 if broken else _hash(secret, fields)
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in fields.items())
    return f"{url}{'&' if urlsplit(url).query else '?'}{query}&vpc_SecureHash={right}"


def _hash(secret: str, fields: Mapping[str, str]) -> str:
    signed = {name: value for name, value in fields.items() if name[:4] == "vpc_" or name[:5] == "user_"}
    signed.pop("vpc_SecureHash", None)
    text = "&".join(f"{name}={signed[name]}" for name in sorted(signed) if signed[name] != "")
    return hmac.digest(bytes.fromhex(secret), text.encode(), hashlib.sha256).hex().upper()


def _access_code(merchant: sqlite3.Row) -> str:
    return str(merchant["id"])[1:9].upper()


def _password(merchant: sqlite3.Row) -> str:
    return hashlib.sha256(f"password {merchant['secret']}".encode()).hexdigest()[:12]


def _form(fields: Mapping[str, str]) -> Response:
    return Response(urlencode(fields), content_type="text/plain; charset=utf-8")
