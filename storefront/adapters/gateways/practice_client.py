"""Signed JSON calls to the sandbox, and what their answers mean."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from storefront.adapters.gateways import practice_signing as signing
from storefront.adapters.gateways.base import GatewayUnavailable
from storefront.infra import clock, http

TIMEOUT = 8.0


@dataclass(frozen=True, slots=True)
class Reply:
    """A definite answer: what was said, or the word with which it was refused."""

    said: Mapping[str, Any] = field(default_factory=dict)
    refusal: str = ""

    def text(self, name: str) -> str:
        """A text of the answer. Raises `GatewayUnavailable` when it is not there."""
        value = self.said.get(name)
        if not isinstance(value, str):
            raise GatewayUnavailable(f"the answer has no {name}")
        return value


@dataclass(frozen=True, slots=True)
class PracticeClient:
    merchant: str
    secret: str
    timeout: float = TIMEOUT

    def get(self, target: str) -> Reply:
        return self._send("GET", target, b"")

    def post(self, target: str, said: Mapping[str, object]) -> Reply:
        return self._send("POST", target, json.dumps(said).encode())

    def _send(self, method: str, target: str, body: bytes) -> Reply:
        timestamp, nonce = str(int(clock.now().timestamp())), secrets.token_hex(16)
        signature = signing.request_signature(
            self.secret,
            method=method,
            target=target,
            merchant=self.merchant,
            timestamp=timestamp,
            nonce=nonce,
            body=body,
        )
        headers = {
            "Content-Type": "application/json",
            "X-Practice-Merchant": self.merchant,
            "X-Practice-Timestamp": timestamp,
            "X-Practice-Nonce": nonce,
            "X-Practice-Signature": signature,
        }
        return _exchange(method, target, headers, body, self.timeout)


def register_merchant(
    *, reference: str, name: str, bootstrap_key: str, wire: str = "practice", callback_url: str = ""
) -> dict[str, str]:
    """Settings of a new merchant of one of the sandbox's companies; the same reference gets the same again.

    `callback_url` is for companies that know it from a contract. Raises `GatewayUnavailable` when the sandbox
    does not answer or does not know the key.
    """
    headers = {"Content-Type": "application/json", "X-Practice-Bootstrap": bootstrap_key}
    asked = {"reference": reference, "name": name, "wire": wire, "callback_url": callback_url}
    reply = _exchange("POST", "/api/merchants", headers, json.dumps(asked).encode(), TIMEOUT)
    settings = reply.said.get("settings")
    if reply.refusal or not isinstance(settings, dict):
        raise GatewayUnavailable(reply.refusal or "no settings in the answer")
    return {str(name): str(value) for name, value in settings.items()}


def forget_merchant(reference: str, *, bootstrap_key: str) -> None:
    """Have the sandbox delete all that a shop did there; harmless twice. Raises `GatewayUnavailable`."""
    reply = _exchange(
        "DELETE", f"/api/merchants/{reference}", {"X-Practice-Bootstrap": bootstrap_key}, b"", TIMEOUT
    )
    if reply.refusal:
        raise GatewayUnavailable(reply.refusal)


def _exchange(method: str, target: str, headers: dict[str, str], body: bytes, timeout: float) -> Reply:
    """One call; whatever leaves the result open raises `GatewayUnavailable`."""
    if not http.inner_base():
        raise GatewayUnavailable("the practice gateway is switched off")
    try:
        answer = http.request(method, http.inner_base() + target, headers=headers, body=body, timeout=timeout)
        said = json.loads(answer.body)
    except (http.HttpError, ValueError) as error:
        raise GatewayUnavailable(str(error)) from error
    if not isinstance(said, dict) or answer.status >= 500:
        raise GatewayUnavailable(f"status {answer.status}")
    if answer.status >= 400:
        return Reply(refusal=str(said.get("error") or answer.status))
    return Reply(said)
