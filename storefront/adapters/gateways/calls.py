"""JSON posted to a company's servers; whatever leaves the result open is `GatewayUnavailable`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from storefront.adapters.gateways.base import GatewayUnavailable
from storefront.infra import http

TIMEOUT = 30.0


@dataclass(frozen=True, slots=True)
class Said:
    """An answer that is a JSON object, below HTTP 500; companies put their own code inside."""

    status: int
    fields: Mapping[str, Any]

    def text(self, name: str) -> str:
        """A text or whole number as text, empty when it is neither."""
        value = self.fields.get(name)
        return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""

    def whole(self, name: str) -> int | None:
        """A whole number, also when it was sent as text."""
        return as_whole(self.fields.get(name))

    def rows(self, name: str) -> list["Said"]:
        """The objects of a list, none when there is no list."""
        value = self.fields.get(name)
        return (
            [Said(self.status, row) for row in value if isinstance(row, dict)]
            if isinstance(value, list)
            else []
        )


def post_json(url: str, fields: Mapping[str, object], *, timeout: float = TIMEOUT) -> Said:
    """Post once. Raises GatewayUnavailable; the caller asks again with the same ids."""
    body = json.dumps(fields, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=UTF-8"}
    try:
        answer = http.request("POST", url, headers=headers, body=body, timeout=timeout)
        said = json.loads(answer.body)
    except (http.HttpError, ValueError) as error:
        raise GatewayUnavailable(str(error)) from error
    if not isinstance(said, dict) or answer.status >= 500:
        raise GatewayUnavailable(f"status {answer.status}")
    return Said(answer.status, said)


def as_whole(value: object) -> int | None:
    """A whole number that came as a number or as text."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and value.isascii() and value.removeprefix("-").isdigit():
        return int(value)
    return None
