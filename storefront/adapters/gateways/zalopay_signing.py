"""ZaloPay's signatures: HMAC-SHA256 in hex over values joined by `|`, with nothing escaped."""

import hashlib
import hmac
from collections.abc import Mapping

CREATE = ("app_id", "app_trans_id", "app_user", "amount", "app_time", "embed_data", "item")
REFUND = ("app_id", "zp_trans_id", "amount", "description", "timestamp")
QUERY_REFUND = ("app_id", "m_refund_id", "timestamp")
REDIRECT = ("appid", "apptransid", "pmcid", "bankcode", "amount", "discountamount", "status")


def mac(key: str, data: str) -> str:
    """The digest of a data string; a callback's is signed byte for byte as it was received."""
    return hmac.new(key.encode(), data.encode(), hashlib.sha256).hexdigest()


def fields_mac(names: tuple[str, ...], fields: Mapping[str, object], key: str) -> str:
    """The digest of named fields in their order; one that is absent counts as empty."""
    return mac(key, "|".join(str(fields.get(name, "")) for name in names))


def query_mac(fields: Mapping[str, object], key1: str) -> str:
    """The digest of a query, whose data ends with the key itself."""
    return mac(key1, f"{fields.get('app_id', '')}|{fields.get('app_trans_id', '')}|{key1}")


def same(one: object, other: str) -> bool:
    """Compare in constant time; what is no text is never the same."""
    return isinstance(one, str) and hmac.compare_digest(one.encode(), other.encode())
