"""Stripe's webhook signature, with the clock and tolerance a vector gives."""

from datetime import UTC, datetime

from storefront.adapters.gateways import stripe_events as stripe
from storefront.adapters.gateways.base import BadSignature, Callback
from storefront.cli.vectors.checks import Check, Vector, accepted, expect


def _webhook(vector: Vector) -> None:
    given = vector["input"]
    header, body = given["header"], given["raw_body"].encode()
    now = datetime.fromtimestamp(given["now"], UTC)
    callback = Callback("POST", {"Stripe-Signature": header}, {}, body, now)
    try:
        stripe.check_signature(vector["secret"], callback, given.get("tolerance", stripe.TOLERANCE))
    except BadSignature as error:
        accepted(vector, False, str(error))
    else:
        accepted(vector, True)
    expect(_right(vector["secret"], header, body), vector["expected"])


def _right(secret: str, header: str, body: bytes) -> dict[str, str]:
    """The signature the header should carry; none where it names no time."""
    try:
        return {"v1": stripe.signature(secret, stripe.time_of(header), body)}
    except BadSignature:
        return {}


CHECKS: dict[tuple[str, str], Check] = {("stripe", "webhook"): _webhook}
