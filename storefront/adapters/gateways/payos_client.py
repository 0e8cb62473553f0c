"""Calls to payOS and what their answers mean."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from storefront.adapters.gateways.base import GatewayUnavailable
from storefront.infra import http

API = "https://api-merchant.payos.vn"
TIMEOUT = 10.0
SUCCESS = "00"


@dataclass(frozen=True, slots=True)
class Reply:
    """A definite answer: `code` is 00 for yes, else payOS's word for why not."""

    code: str
    data: Mapping[str, Any] = field(default_factory=dict)
    signature: str = ""

    @property
    def agreed(self) -> bool:
        return self.code == SUCCESS


@dataclass(frozen=True, slots=True)
class PayosClient:
    base: str
    client_id: str
    api_key: str

    def get(self, path: str) -> Reply:
        return self._call("GET", path, b"")

    def post(self, path: str, said: Mapping[str, Any]) -> Reply:
        return self._call("POST", path, json.dumps(said, ensure_ascii=False).encode())

    def _call(self, method: str, path: str, body: bytes) -> Reply:
        """Raises GatewayUnavailable when the answer leaves the result open."""
        headers = {
            "Content-Type": "application/json",
            "x-client-id": self.client_id,
            "x-api-key": self.api_key,
        }
        try:
            answer = http.request(method, self.base + path, headers=headers, body=body, timeout=TIMEOUT)
            said = json.loads(answer.body)
        except (http.HttpError, ValueError) as error:
            raise GatewayUnavailable(str(error)) from error
        if not isinstance(said, dict) or answer.status >= 500 or answer.status == 429:
            raise GatewayUnavailable(f"status {answer.status}")
        data = said.get("data")
        return Reply(
            code=str(said.get("code") or answer.status),
            data=data if isinstance(data, dict) else {},
            signature=str(said.get("signature") or ""),
        )
