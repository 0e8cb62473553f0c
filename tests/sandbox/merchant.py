"""A merchant who signs by the written protocol, without the storefront's adapter."""

import hashlib
import hmac
import json
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from werkzeug.test import Client, TestResponse

KEY = "a key for tests only"


class Merchant:
    def __init__(self, client: Client, now: Callable[[], datetime]) -> None:
        self.client = client
        self.now = now
        self.reference = secrets.token_hex(4)
        issued = client.post(
            "/api/merchants",
            json={"reference": self.reference, "name": "Gốm Tam Thọ"},
            headers={"X-Practice-Bootstrap": KEY},
        ).json
        self.id, self.secret = issued["settings"]["merchant"], issued["settings"]["secret"]
        self.controls = issued["controls"]

    def ask(
        self, method: str, target: str, said: dict[str, Any] | None = None, **headers: str
    ) -> TestResponse:
        """A signed call; named headers replace the right ones."""
        body = b"" if said is None else json.dumps(said).encode()
        timestamp, nonce = str(int(self.now().timestamp())), secrets.token_hex(8)
        text = "\n".join(
            ("request", method, target, self.id, timestamp, nonce, hashlib.sha256(body).hexdigest())
        )
        signed = {
            "X-Practice-Merchant": self.id,
            "X-Practice-Timestamp": timestamp,
            "X-Practice-Nonce": nonce,
            "X-Practice-Signature": hmac.new(self.secret.encode(), text.encode(), hashlib.sha256).hexdigest(),
        }
        changed = {f"X-Practice-{name.title()}": value for name, value in headers.items()}
        self.sent = signed | changed
        return self.client.open(target, method=method, data=body, headers=self.sent)

    def create(self, **changes: Any) -> TestResponse:
        order = {
            "number": 1042,
            "amount": 125_000,
            "currency": "VND",
            "description": "Đơn #1042 <b>",
            "return_url": "http://shop.example/orders/token?lang=vi",
            "callback_url": "http://127.0.0.1:9/hooks",
            "expires_at": (self.now() + timedelta(minutes=30)).isoformat(),
        }
        return self.ask("POST", "/api/payments", order | changes)

    def pay_page(self, **changes: Any) -> str:
        """Where the hosted page of a new payment stands."""
        return str(self.create(**changes).json["pay_url"])

    def state(self, number: int = 1042) -> str:
        return str(self.ask("GET", f"/api/payments/{number}").json["state"])
