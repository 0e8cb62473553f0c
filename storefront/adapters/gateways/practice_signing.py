"""How we and the practice gateway prove who speaks: HMAC-SHA256 over lines of text (docs/sandbox.md)."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode

TOLERANCE_SECONDS = 300
RETURN_FIELDS = ("merchant", "number", "result", "timestamp")


def request_signature(
    secret: str, *, method: str, target: str, merchant: str, timestamp: str, nonce: str, body: bytes
) -> str:
    """The signature of our own call; `target` is the path with its query."""
    return _sign(secret, "request", method, target, merchant, timestamp, nonce, _digest(body))


def callback_signature(secret: str, *, merchant: str, timestamp: str, nonce: str, body: bytes) -> str:
    """The signature the practice gateway puts on a call to us."""
    return _sign(secret, "callback", merchant, timestamp, nonce, _digest(body))


def return_signature(secret: str, *, merchant: str, fields: Mapping[str, str]) -> str:
    """The signature on the browser's way back; the shop's own query fields beside it are not signed."""
    signed = [(name, fields[name]) for name in RETURN_FIELDS if name in fields]
    return _sign(secret, "return", merchant, urlencode(signed))


def is_fresh(timestamp: str, received_at: datetime) -> bool:
    """Whether a message was signed at most five minutes from when it was received."""
    is_number = timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12
    return is_number and abs(received_at.timestamp() - int(timestamp)) <= TOLERANCE_SECONDS


def same(one: str, other: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(one.encode(), other.encode())


def _sign(secret: str, *lines: str) -> str:
    return hmac.new(secret.encode(), "\n".join(lines).encode(), hashlib.sha256).hexdigest()


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
