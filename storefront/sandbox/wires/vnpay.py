"""VNPAY's side of PAY 2.1.0: the pay page, the IPN by GET, and querydr and refund at one address."""

import hashlib
import hmac
import json
import re
import secrets
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, ClassVar
from urllib.parse import quote_plus, urlsplit

from werkzeug import Response
from werkzeug.routing import Rule
from werkzeug.utils import redirect

from storefront.sandbox import payments, refunds
from storefront.sandbox.errors import Refused
from storefront.sandbox.wires.base import Call, Exchange, Telling, facts, said

HANOI = timezone(timedelta(hours=7))
FIRST_TRANSACTION = 14_000_000
CODES = {
    "charged": ("00", "00"),
    "failed": ("51", "02"),
    "cancelled": ("24", "02"),
    "expired": ("11", "02"),
}
"""Response code and status of what VNPAY tells by IPN; of refunds and disputes it tells nothing."""
CLAIMED = {
    "succeeded": CODES["charged"],
    "failed": CODES["failed"],
    "cancelled": CODES["cancelled"],
    "pending": ("99", "01"),
}
REFUND_STATUS = {"done": "00", "pending": "05", "failed": "09"}
ASKED = {
    "querydr": "RequestId Version Command TmnCode TxnRef TransactionDate CreateDate IpAddr OrderInfo",
    "refund": "RequestId Version Command TmnCode TransactionType TxnRef Amount TransactionNo TransactionDate "
    "CreateBy CreateDate IpAddr OrderInfo",
}
ANSWERED = (
    "ResponseId Command ResponseCode Message TmnCode TxnRef Amount BankCode PayDate TransactionNo "
    "TransactionType TransactionStatus OrderInfo"
)
PROMOTION = " PromotionCode PromotionAmount"
MESSAGES = {
    "00": "Success",
    "02": "Invalid terminal",
    "03": "Invalid data format",
    "91": "Transaction not found",
    "93": "Invalid amount",
    "94": "Duplicate request",
    "95": "Original transaction not successful",
    "97": "Invalid checksum",
}


class Vnpay:
    """A merchant's login is its terminal code; its IPN address is known from its contract."""

    code: ClassVar[str] = "vnpay"
    name: ClassVar[str] = "VNPAY"
    api: ClassVar[Sequence[Rule]] = (
        Rule("/merchant_webapi/api/transaction", endpoint="transact", methods=["POST"]),
    )
    pages: ClassVar[Sequence[Rule]] = (Rule("/paymentv2/vpcpay.html", endpoint="page_pay", methods=["GET"]),)
    tells: ClassVar[frozenset[str]] = frozenset(CODES)
    gaps: ClassVar[tuple[float, ...]] = (1, 3, *[300] * 7)

    def credentials(self, merchant: sqlite3.Row) -> dict[str, str]:
        return {
            "environment": "practice",
            "tmn_code": merchant["login"],
            "hash_secret": merchant["secret"],
            "pay_url": "",
            "api_url": "",
        }

    def page_pay(self, exchange: Exchange) -> Response:
        """The address a shop signs: it makes the payment and shows the page to choose at."""
        asked = exchange.request.args.to_dict()
        merchant = exchange.merchant(self.code, asked.get("vnp_TmnCode", ""))
        if not _same(_query_hash(merchant["secret"], asked), asked.get("vnp_SecureHash", "")):
            raise Refused(401, "bad_signature")
        with exchange.transaction() as db:
            payment = payments.create(db, merchant["id"], _order(asked, merchant), exchange.now)
        return redirect(exchange.pay_page(payment), 302)

    def transact(self, exchange: Exchange) -> Response:
        """`querydr` and `refund`; every refusal is an answer with a code."""
        asked = exchange.json()
        command = asked.get("vnp_Command")
        if command not in ASKED:
            return _answer(asked, "", {"ResponseCode": "03"})
        try:
            merchant = exchange.merchant(self.code, str(asked.get("vnp_TmnCode", "")))
        except Refused as refusal:
            if refusal.status != 401:
                raise
            return _answer(asked, "", {"ResponseCode": "02"})
        if not _same(
            _joined_hash(merchant["secret"], ASKED[command], asked), asked.get("vnp_SecureHash", "")
        ):
            return _answer(asked, merchant["secret"], {"ResponseCode": "97"})
        work = _query if command == "querydr" else _refund
        with exchange.transaction() as db:
            payments.expire(db, exchange.now)
            payment = _paid_for(db, merchant, asked)
            found = {"ResponseCode": "91"} if payment is None else work(db, payment, asked, exchange.now)
        return _answer(asked, merchant["secret"], found)

    def call(self, telling: Telling) -> Call | None:
        if telling.event is None or telling.payment is None or telling.event["kind"] not in CODES:
            return None
        event, kind = telling.event, telling.event["kind"]
        transaction = str(FIRST_TRANSACTION + event["serial"]) if kind in ("charged", "failed") else "0"
        fields = {
            **_common(telling.payment, telling.merchant, CODES[kind]),
            "vnp_Amount": str(event["amount"] * 100),
            "vnp_BankTranNo": f"VNP{transaction}" if kind == "charged" else "",
            "vnp_CardType": "ATM",
            "vnp_PayDate": _stamp(event["happened_at"]),
            "vnp_TransactionNo": transaction,
        }
        return Call(
            "GET", _with_query(telling.url, _signed(telling.merchant["secret"], fields, telling.broken))
        )

    def is_taken(self, status: int, body: bytes) -> bool:
        try:
            answer = json.loads(body)
        except ValueError:
            return False
        return status == 200 and isinstance(answer, dict) and answer.get("RspCode") in ("00", "02")

    def way_back(self, payment: sqlite3.Row, merchant: sqlite3.Row, claims: str, now: float) -> str:
        fields = {
            **_common(payment, merchant, CLAIMED[claims]),
            "vnp_Amount": str(payment["amount"] * 100),
            "vnp_PayDate": _stamp(now),
        }
        return _with_query(payment["return_url"], _signed(merchant["secret"], fields))


def _order(asked: dict[str, str], merchant: sqlite3.Row) -> dict[str, Any]:
    amount = asked.get("vnp_Amount", "")
    named = [
        asked.get(f"vnp_{name}", "") for name in ("TxnRef", "OrderInfo", "CreateDate", "IpAddr", "ReturnUrl")
    ]
    whole = re.fullmatch(r"[1-9]\d{0,9}00", amount)
    if not whole or not all(named) or asked.get("vnp_CurrCode") != "VND" or asked.get("vnp_Command") != "pay":
        raise Refused(422, "bad_form")
    return {
        "number": asked["vnp_TxnRef"],
        "amount": int(amount) // 100,
        "currency": "VND",
        "description": asked["vnp_OrderInfo"],
        "capture": "automatic",
        "return_url": asked["vnp_ReturnUrl"],
        "callback_url": merchant["callback_url"],
        "locale": "en" if asked.get("vnp_Locale") == "en" else "vi",
        "expires_at": _moment(asked.get("vnp_ExpireDate", "")),
        "facts": {"created": asked["vnp_CreateDate"], "bank": asked.get("vnp_BankCode", "")},
    }


def _paid_for(db: sqlite3.Connection, merchant: sqlite3.Row, asked: Mapping[str, Any]) -> sqlite3.Row | None:
    """The payment meant; its date of creation must be named rightly too."""
    try:
        payment = payments.find(db, merchant["id"], asked.get("vnp_TxnRef", ""))
    except Refused:
        return None
    return payment if facts(payment)["created"] == asked.get("vnp_TransactionDate") else None


def _query(
    db: sqlite3.Connection, payment: sqlite3.Row, asked: Mapping[str, Any], now: float
) -> dict[str, str]:
    """The named transaction, or the latest one: a refund once there is one, else the payment."""
    named = str(asked.get("vnp_TransactionNo") or "")
    given = [row for row in _refunds(db, payment) if named in ("", _number(row))]
    if given:
        return _refund_facts(payment, given[-1], now)
    happened = payments.events(db, payment, until=now)
    state = payments.state(happened)
    last = next((row for row in reversed(happened) if row["kind"] == state), None)
    if named and (last is None or named != _number(last)):
        return {"ResponseCode": "91"}
    return {
        **_transaction(payment, "01", CODES[state][1] if last is not None else "01"),
        "Amount": str((last or payment)["amount"] * 100),
        "PayDate": _stamp(last["happened_at"]) if last is not None else "",
        "TransactionNo": _number(last) if last is not None and state in ("charged", "failed") else "",
    }


def _refund(
    db: sqlite3.Connection, payment: sqlite3.Row, asked: Mapping[str, Any], now: float
) -> dict[str, str]:
    request, amount = str(asked.get("vnp_RequestId", "")), str(asked.get("vnp_Amount", ""))
    if payments.state(payments.events(db, payment, until=now)) != "charged":
        return {"ResponseCode": "95"}
    if not re.fullmatch(r"[1-9]\d{0,9}00", amount) or not 0 < len(request) <= 32:
        return {"ResponseCode": "03"}
    if any(row["refund"] == request for row in _refunds(db, payment)):
        return {"ResponseCode": "94"}
    try:
        refunds.ask(db, payment, request, int(amount) // 100, now)
    except Refused:
        return {"ResponseCode": "93"}
    return _refund_facts(payment, _refunds(db, payment)[-1], now)


def _refunds(db: sqlite3.Connection, payment: sqlite3.Row) -> list[sqlite3.Row]:
    """The facts that end refunds, also those still to come, as they were asked for."""
    found = payments.events(db, payment, until=float("inf"))
    return sorted((row for row in found if row["refund"]), key=lambda row: int(row["serial"]))


def _refund_facts(payment: sqlite3.Row, event: sqlite3.Row, now: float) -> dict[str, str]:
    ended = "done" if event["kind"] == "refunded" else "failed"
    status = REFUND_STATUS[ended if event["happened_at"] <= now else "pending"]
    whole = event["amount"] == payment["amount"]
    return {
        **_transaction(payment, "02" if whole else "03", status),
        "Amount": str(event["amount"] * 100),
        "PayDate": _stamp(event["happened_at"]),
        "TransactionNo": _number(event),
    }


def _transaction(payment: sqlite3.Row, type_: str, status: str) -> dict[str, str]:
    return {
        "ResponseCode": "00",
        "BankCode": "NCB",
        "TransactionType": type_,
        "TransactionStatus": status,
        "OrderInfo": payment["description"],
    }


def _answer(asked: Mapping[str, Any], secret: str, found: Mapping[str, str]) -> Response:
    """An answer with every field of the protocol, signed where the merchant is known."""
    command = str(asked.get("vnp_Command", ""))
    fields = ANSWERED + (PROMOTION if command == "querydr" else "")
    answer = {f"vnp_{name}": found.get(name, "") for name in fields.split()}
    answer |= {
        "vnp_ResponseId": secrets.token_hex(16),
        "vnp_Command": command,
        "vnp_Message": MESSAGES[found["ResponseCode"]],
        "vnp_TmnCode": str(asked.get("vnp_TmnCode", "")),
        "vnp_TxnRef": str(asked.get("vnp_TxnRef", "")),
    }
    signature = {"vnp_SecureHash": _joined_hash(secret, fields, answer)} if secret else {}
    return said(answer | signature)


def _common(payment: sqlite3.Row, merchant: sqlite3.Row, codes: tuple[str, str]) -> dict[str, str]:
    return {
        "vnp_TmnCode": merchant["login"],
        "vnp_TxnRef": payment["number"],
        "vnp_OrderInfo": payment["description"],
        "vnp_ResponseCode": codes[0],
        "vnp_TransactionStatus": codes[1],
        "vnp_BankCode": "NCB",
    }


def _signed(secret: str, fields: Mapping[str, str], broken: bool = False) -> str:
    right = _query_hash(secret + ("x" if broken else ""), fields)
    return (
        "&".join(f"{name}={quote_plus(value)}" for name, value in fields.items()) + f"&vnp_SecureHash={right}"
    )


def _query_hash(secret: str, fields: Mapping[str, str]) -> str:
    """SHA-512 over `name=value` of the filled fields in the order of their names, encoded as a form is."""
    pairs = sorted(
        f"{quote_plus(name)}={quote_plus(value)}"
        for name, value in fields.items()
        if name.startswith("vnp_") and value and name not in ("vnp_SecureHash", "vnp_SecureHashType")
    )
    return _hmac(secret, "&".join(pairs))


def _joined_hash(secret: str, names: str, fields: Mapping[str, Any]) -> str:
    return _hmac(secret, "|".join(str(fields.get(f"vnp_{name}", "")) for name in names.split()))


def _hmac(secret: str, text: str) -> str:
    return hmac.new(secret.encode(), text.encode(), hashlib.sha512).hexdigest()


def _same(right: str, given: object) -> bool:
    return hmac.compare_digest(right.encode(), str(given).lower().encode())


def _with_query(url: str, query: str) -> str:
    return url + ("&" if urlsplit(url).query else "?") + query


def _number(event: sqlite3.Row) -> str:
    return str(FIRST_TRANSACTION + event["serial"])


def _stamp(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).astimezone(HANOI).strftime("%Y%m%d%H%M%S")


def _moment(stamp: str) -> float:
    try:
        return datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=HANOI).timestamp()
    except ValueError as error:
        raise Refused(422, "bad_form") from error
