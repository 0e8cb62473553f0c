"""MoMo's signature: HMAC-SHA256 over `name=value` pairs in a fixed order, nothing URL-encoded."""

import hashlib
import hmac
from collections.abc import Mapping

CREATE = (
    "accessKey",
    "amount",
    "extraData",
    "ipnUrl",
    "orderId",
    "orderInfo",
    "partnerCode",
    "redirectUrl",
    "requestId",
    "requestType",
)
QUERY = ("accessKey", "orderId", "partnerCode", "requestId")
REFUND = ("accessKey", "amount", "description", "orderId", "partnerCode", "requestId", "transId")
CONFIRM = ("accessKey", "amount", "description", "orderId", "partnerCode", "requestId", "requestType")
RESULT = (
    "accessKey",
    "amount",
    "extraData",
    "message",
    "orderId",
    "orderInfo",
    "orderType",
    "partnerCode",
    "payType",
    "requestId",
    "responseTime",
    "resultCode",
    "transId",
)
"""Names signed in the IPN and in the browser's return."""


def signature(names: tuple[str, ...], fields: Mapping[str, object], *, access_key: str, secret: str) -> str:
    """The hex digest; a field that is absent is signed as empty."""
    values = {**fields, "accessKey": access_key}
    text = "&".join(f"{name}={values.get(name, '')}" for name in names)
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def is_signed(names: tuple[str, ...], fields: Mapping[str, object], *, access_key: str, secret: str) -> bool:
    """Whether the fields carry their right signature; never with an empty secret."""
    given = fields.get("signature")
    right = signature(names, fields, access_key=access_key, secret=secret)
    return bool(secret) and isinstance(given, str) and hmac.compare_digest(given.encode(), right.encode())
