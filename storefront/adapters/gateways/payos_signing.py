"""How payOS signs: HMAC-SHA256 over sorted `key=value` pairs joined by &, nothing encoded."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

CREATED = ("amount", "cancelUrl", "description", "orderCode", "returnUrl")
"""The fields of a new payment link that are signed."""
_EMPTY = (None, "null", "undefined")


def create_signature(key: str, fields: Mapping[str, Any]) -> str:
    """The signature of a new payment link."""
    return data_signature(key, {name: fields[name] for name in CREATED})


def data_signature(key: str, data: Mapping[str, Any]) -> str:
    """The signature over every key that is present; a typed model would drop new ones and invent others."""
    text = "&".join(f"{name}={_value(data[name])}" for name in sorted(data))
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """Compare in constant time, whatever the letters' case."""
    return hmac.compare_digest(one.lower().encode(), other.lower().encode())


def _value(value: Any) -> str:
    """As JavaScript writes it into a text, because payOS signs there."""
    if isinstance(value, list | dict):
        return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value in _EMPTY else str(_plain(value))


def _plain(value: Any) -> Any:
    """5.0 is 5 there."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    return value
