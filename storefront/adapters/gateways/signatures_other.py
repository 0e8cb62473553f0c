"""Signatures of gateways that are not offered: a package that adds one of them starts from here."""

import base64
import hashlib
import hmac
from collections.abc import Mapping

_VIETTEL_FIELDS = ("billcode", "command", "merchant_code", "order_id", "trans_amount", "version")


def viettel_checksum(secret: str, access_code: str, fields: Mapping[str, str]) -> str:
    """`check_sum` of a Viettel Money pay address: base64 HMAC-SHA1. Source: public integrations only."""
    text = access_code + "".join(fields[name] for name in _VIETTEL_FIELDS)
    return _base64(hmac.digest(secret.encode(), text.encode(), hashlib.sha1))


def shopeepay_header(secret: str, body: bytes) -> str:
    """`X-Airpay-Req-H` of a ShopeePay call or callback: base64 HMAC-SHA256 of the raw body."""
    return _base64(hmac.digest(secret.encode(), body, hashlib.sha256))


def _base64(digest: bytes) -> str:
    return base64.b64encode(digest).decode()
