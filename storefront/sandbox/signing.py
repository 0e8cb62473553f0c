"""How the practice gateway signs and checks: HMAC-SHA256 over lines of text, hex, with time and nonce."""

import hashlib
import hmac
import secrets
from urllib.parse import urlencode

TOLERANCE = 300


def request_text(method: str, target: str, merchant: str, timestamp: str, nonce: str, body: bytes) -> str:
    """What a merchant signs; `target` is the path with its query."""
    return "\n".join(("request", method, target, merchant, timestamp, nonce, _digest(body)))


def callback_headers(merchant: str, secret: str, body: bytes, timestamp: int) -> dict[str, str]:
    """Headers of a call from here to a merchant, signed at the moment of sending."""
    nonce = secrets.token_hex(16)
    text = "\n".join(("callback", merchant, str(timestamp), nonce, _digest(body)))
    return {
        "Content-Type": "application/json",
        "X-Practice-Merchant": merchant,
        "X-Practice-Timestamp": str(timestamp),
        "X-Practice-Nonce": nonce,
        "X-Practice-Signature": sign(secret, text),
    }


def signed_query(merchant: str, secret: str, fields: dict[str, str]) -> str:
    """The query with which the browser goes back to the shop."""
    text = "\n".join(("return", merchant, urlencode(sorted(fields.items()))))
    return urlencode({**fields, "signature": sign(secret, text)})


def sign(secret: str, text: str) -> str:
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(one.encode(), other.encode())


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
