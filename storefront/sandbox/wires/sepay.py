"""SePay as the sandbox plays it: webhooks signed with HMAC-SHA256, and the list of transactions."""

import hashlib
import hmac
import json
import sqlite3
from collections.abc import Sequence
from typing import ClassVar

from werkzeug import Response
from werkzeug.routing import Rule

from storefront.sandbox import accounts, signing
from storefront.sandbox.errors import Refused
from storefront.sandbox.wires.base import Call, Exchange, Telling, said

SERIAL_OFFSET = 90_000
BANK = "Thuc hanh"


class Sepay:
    code: ClassVar[str] = "sepay"
    name: ClassVar[str] = "SePay"
    api: ClassVar[Sequence[Rule]] = (
        Rule("/userapi/transactions/list", endpoint="transactions", methods=["GET"]),
    )
    pages: ClassVar[Sequence[Rule]] = ()
    tells: ClassVar[frozenset[str]] = frozenset()
    gaps: ClassVar[tuple[float, ...]] = (1, 60, 120, 180, 300, 480, 780)
    """Fibonacci minutes, the first one shortened so that a lesson need not wait."""

    def credentials(self, merchant: sqlite3.Row) -> dict[str, str]:
        return {
            "environment": "practice",
            "account": accounts.number_of(merchant),
            "auth": "hmac",
            "secret": merchant["secret"],
            "token": accounts.derived(merchant, "token"),
        }

    def transactions(self, exchange: Exchange) -> Response:
        token = exchange.request.headers.get("Authorization", "").removeprefix("Bearer ")
        merchant = exchange.merchant(self.code, token.partition("-")[0])
        if not signing.same(token, accounts.derived(merchant, "token")):
            raise Refused(401, "bad_token")
        since = accounts.from_local_time(exchange.request.args.get("transaction_date_min", ""))
        with exchange.transaction() as db:
            rows = accounts.movements(db, merchant, since)
        return said({"status": 200, "error": None, "transactions": [_listed(row) for row in rows]})

    def call(self, telling: Telling) -> Call | None:
        url = telling.merchant["callback_url"]
        if telling.transfer is None or not url:
            return None
        body = json.dumps(_movement(telling.transfer), ensure_ascii=False).encode()
        stamp = str(int(telling.now))
        secret = telling.merchant["secret"] + ("x" if telling.broken else "")
        signature = hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
        headers = {
            "Content-Type": "application/json",
            "X-SePay-Signature": f"sha256={signature}",
            "X-SePay-Timestamp": stamp,
        }
        return Call("POST", url, headers, body)

    def is_taken(self, status: int, body: bytes) -> bool:
        try:
            answer = json.loads(body)
        except ValueError:
            return False
        return status in (200, 201) and isinstance(answer, dict) and answer.get("success") is True

    def way_back(self, payment: sqlite3.Row, merchant: sqlite3.Row, claims: str, now: float) -> str:
        return str(payment["return_url"])


def _movement(row: sqlite3.Row) -> dict[str, object]:
    return {
        "id": row["serial"] + SERIAL_OFFSET,
        "gateway": BANK,
        "transactionDate": accounts.local_time(row["happened_at"]),
        "accountNumber": row["account"],
        "subAccount": None,
        "code": None,
        "content": row["memo"],
        "transferType": "in",
        "transferAmount": row["amount"],
        "accumulated": row["balance"],
        "referenceCode": row["id"],
        "description": f"{row['payer']} {row['memo']}".strip(),
    }


def _listed(row: sqlite3.Row) -> dict[str, object]:
    return {
        "id": str(row["serial"] + SERIAL_OFFSET),
        "bank_brand_name": BANK,
        "account_number": row["account"],
        "transaction_date": accounts.local_time(row["happened_at"]),
        "amount_out": "0.00",
        "amount_in": f"{row['amount']}.00",
        "accumulated": f"{row['balance']}.00",
        "transaction_content": row["memo"],
        "reference_number": row["id"],
        "code": None,
        "sub_account": None,
    }
