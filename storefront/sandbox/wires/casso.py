"""Casso as the sandbox plays it: webhook v2 signed with HMAC-SHA512, and the list of transactions."""

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

SERIAL_OFFSET = 55_000_000
BANK = "Ngân hàng Thực hành"


class Casso:
    code: ClassVar[str] = "casso"
    name: ClassVar[str] = "Casso"
    api: ClassVar[Sequence[Rule]] = (Rule("/v2/transactions", endpoint="transactions", methods=["GET"]),)
    pages: ClassVar[Sequence[Rule]] = ()
    tells: ClassVar[frozenset[str]] = frozenset()
    gaps: ClassVar[tuple[float, ...]] = (1, 10, 60, 300, 900, 3600)

    def credentials(self, merchant: sqlite3.Row) -> dict[str, str]:
        return {
            "environment": "practice",
            "account": accounts.number_of(merchant),
            "version": "v2",
            "secret": merchant["secret"],
            "tolerance": "300",
            "api_key": accounts.derived(merchant, "api key"),
        }

    def transactions(self, exchange: Exchange) -> Response:
        key = exchange.request.headers.get("Authorization", "").removeprefix("Apikey ")
        merchant = exchange.merchant(self.code, key.partition("-")[0])
        if not signing.same(key, accounts.derived(merchant, "api key")):
            raise Refused(401, "bad_key")
        asked = exchange.request.args
        page, size = asked.get("page", 1, type=int), asked.get("pageSize", 10, type=int)
        with exchange.transaction() as db:
            rows = accounts.movements(db, merchant, accounts.from_local_time(asked.get("fromDate", "")))
        shown = rows[(page - 1) * size : page * size]
        data = {
            "page": page,
            "pageSize": size,
            "totalPages": max(1, -(-len(rows) // size)),
            "totalRecords": len(rows),
            "records": [_listed(row) for row in shown],
        }
        return said({"error": 0, "message": "success", "data": data})

    def call(self, telling: Telling) -> Call | None:
        url = telling.merchant["callback_url"]
        if telling.transfer is None or not url:
            return None
        body = {"error": 0, "data": _movement(telling.transfer)}
        stamp = str(int(telling.now * 1000))
        secret = telling.merchant["secret"] + ("x" if telling.broken else "")
        signed = json.dumps(body, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        signature = hmac.new(secret.encode(), f"{stamp}.{signed}".encode(), hashlib.sha512).hexdigest()
        headers = {"Content-Type": "application/json", "X-Casso-Signature": f"t={stamp},v1={signature}"}
        return Call("POST", url, headers, json.dumps(body, ensure_ascii=False).encode())

    def is_taken(self, status: int, body: bytes) -> bool:
        return 200 <= status < 300

    def way_back(self, payment: sqlite3.Row, merchant: sqlite3.Row, claims: str, now: float) -> str:
        return str(payment["return_url"])


def _movement(row: sqlite3.Row) -> dict[str, object]:
    return {
        "id": row["serial"] + SERIAL_OFFSET,
        "reference": row["id"],
        "description": row["memo"],
        "amount": row["amount"],
        "runningBalance": row["balance"],
        "transactionDateTime": accounts.local_time(row["happened_at"]),
        "accountNumber": row["account"],
        "bankName": BANK,
        "bankAbbreviation": "THUCHANH",
        "virtualAccountNumber": "",
        "virtualAccountName": "",
        "counterAccountName": row["payer"],
        "counterAccountNumber": "",
        "counterAccountBankId": "999999",
        "counterAccountBankName": BANK,
    }


def _listed(row: sqlite3.Row) -> dict[str, object]:
    return {
        "id": row["serial"] + SERIAL_OFFSET,
        "tid": row["id"],
        "description": row["memo"],
        "amount": row["amount"],
        "cusumBalance": row["balance"],
        "when": accounts.local_time(row["happened_at"]),
        "bankSubAccId": row["account"],
        "corresponsiveName": row["payer"],
    }
