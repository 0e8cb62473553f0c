"""How VNPAY PAY 2.1.0 proves who speaks: HMAC-SHA512, over a sorted query or over values joined by bars."""

import hashlib
import hmac
from collections.abc import Mapping
from urllib.parse import urlencode

HASH = "vnp_SecureHash"
_UNSIGNED = (HASH, "vnp_SecureHashType")


def _fields(names: str) -> tuple[str, ...]:
    return tuple(f"vnp_{name}" for name in names.split())


QUERY_ASKED = _fields("RequestId Version Command TmnCode TxnRef TransactionDate CreateDate IpAddr OrderInfo")
REFUND_ASKED = _fields(
    "RequestId Version Command TmnCode TransactionType TxnRef Amount TransactionNo TransactionDate CreateBy "
    "CreateDate IpAddr OrderInfo"
)
REFUND_ANSWERED = _fields(
    "ResponseId Command ResponseCode Message TmnCode TxnRef Amount BankCode PayDate TransactionNo "
    "TransactionType TransactionStatus OrderInfo"
)
QUERY_ANSWERED = REFUND_ANSWERED + _fields("PromotionCode PromotionAmount")
"""Which fields of a call to VNPAY's server and of its answer are signed, in this order."""


def hash_data(parameters: Mapping[str, str]) -> str:
    """The query that is both sent and signed: VNPAY's own parameters, filled ones only, sorted by name."""
    return urlencode(
        sorted(
            (name, value)
            for name, value in parameters.items()
            if name.startswith("vnp_") and name not in _UNSIGNED and value
        )
    )


def query_hash(secret: str, parameters: Mapping[str, str]) -> str:
    """The checksum of a pay address, of the browser's return and of an IPN."""
    return _hmac(secret, hash_data(parameters))


def signed_query(secret: str, parameters: Mapping[str, str]) -> str:
    """The query of a pay address with its checksum last."""
    return f"{hash_data(parameters)}&{HASH}={query_hash(secret, parameters)}"


def message_hash(secret: str, fields: tuple[str, ...], message: Mapping[str, object]) -> str:
    """The checksum of a call to VNPAY's server or of its answer; what is missing counts as empty."""
    return _hmac(secret, "|".join(as_text(message.get(name)) for name in fields))


def same(one: str, other: str) -> bool:
    """Compare in constant time, whatever the letters' case."""
    return hmac.compare_digest(one.lower().encode(), other.lower().encode())


def as_text(value: object) -> str:
    """A field of a JSON message as it is signed."""
    return "" if value is None else str(value)


def _hmac(secret: str, text: str) -> str:
    return hmac.new(secret.encode(), text.encode(), hashlib.sha512).hexdigest()
