"""Vectors of SePay."""

from datetime import UTC, datetime

from storefront.adapters.bank_feeds.sepay import HMAC, Sepay, checkout_signature, webhook_signature
from storefront.adapters.gateways.base import BadSignature, Callback, Unreadable
from storefront.cli.vectors.checks import Check, Vector, accepted, expect


def webhook_hmac(vector: Vector) -> None:
    """A signed call, read at the vector's moment."""
    given = vector["input"]
    call = Callback(
        "POST",
        given["headers"],
        {},
        given["raw_body"].encode(),
        datetime.fromtimestamp(given["now"], UTC),
    )
    try:
        Sepay({"auth": HMAC, "secret": vector["secret"]}).read_callback(call)
    except Unreadable:
        accepted(vector, True)
    except BadSignature as error:
        accepted(vector, False, str(error))
    else:
        accepted(vector, True)
    right = webhook_signature(vector["secret"], call.header("X-SePay-Timestamp"), call.body)
    expect({"signature": right}, vector["expected"])


def pg_checkout_form(vector: Vector) -> None:
    """The form that leads to SePay's payment page."""
    given = vector["input"]
    right = checkout_signature(vector["secret"], given)
    accepted(vector, given.get("signature", right) == right)
    expect({"signature": right}, vector["expected"])


CHECKS: dict[tuple[str, str], Check] = {
    ("sepay", "webhook_hmac"): webhook_hmac,
    ("sepay", "pg_checkout_form"): pg_checkout_form,
}
