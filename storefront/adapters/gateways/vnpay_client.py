"""Signed JSON calls to VNPAY's server, and whether their answers prove themselves."""

from collections.abc import Mapping

from storefront.adapters.gateways import vnpay_signing as signing
from storefront.adapters.gateways.base import GatewayUnavailable
from storefront.adapters.gateways.calls import post_json

# VNPAY cannot sign for a terminal or secret it does not know, so such a plain no is taken as one.
_UNSIGNED_NO = frozenset({"02", "03", "97"})
_FIELDS = {
    "querydr": (signing.QUERY_ASKED, signing.QUERY_ANSWERED),
    "refund": (signing.REFUND_ASKED, signing.REFUND_ANSWERED),
}


def call(url: str, secret: str, message: Mapping[str, str]) -> dict[str, str]:
    """What VNPAY answers to a `querydr` or `refund`, all fields as texts.

    Raises GatewayUnavailable: an answer that proves nothing leaves the result unknown.
    """
    asked, answered = _FIELDS[message["vnp_Command"]]
    signed = {**message, signing.HASH: signing.message_hash(secret, asked, message)}
    fields = post_json(url, signed).fields
    said = {str(name): signing.as_text(value) for name, value in fields.items()}
    proven = signing.same(said.get(signing.HASH, ""), signing.message_hash(secret, answered, said))
    if not proven and said.get("vnp_ResponseCode") not in _UNSIGNED_NO:
        raise GatewayUnavailable("an answer with a wrong checksum")
    return said
