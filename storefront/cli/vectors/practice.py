"""Vectors of the practice gateway."""

from datetime import datetime

from storefront.adapters.gateways.base import BadSignature, Callback
from storefront.adapters.gateways.practice import Practice
from storefront.adapters.gateways.practice_signing import callback_signature, request_signature
from storefront.cli.vectors.checks import Check, Vector, accepted, expect


def request(vector: Vector) -> None:
    """The signature of our own call."""
    given = vector["input"]
    signature = request_signature(
        vector["secret"],
        method=given["method"],
        target=given["target"],
        merchant=given["merchant"],
        timestamp=given["timestamp"],
        nonce=given["nonce"],
        body=given["body"].encode(),
    )
    expect({"signature": signature}, vector["expected"])


def callback(vector: Vector) -> None:
    """What a call to us says, or that it is refused."""
    given = vector["input"]
    call = Callback(
        "POST", given["headers"], {}, given["body"].encode(), datetime.fromisoformat(vector["now"])
    )
    try:
        events = _practice(vector).read_callback(call)
    except BadSignature as error:
        accepted(vector, False, str(error))
        expect({"signature": _signature(vector["secret"], call)}, vector["expected"])
        return
    accepted(vector, True)
    facts = [
        {"kind": event.kind.value, "ref": event.provider_ref, "number": event.public_number}
        | {"amount": event.money.amount, "currency": event.money.currency, "refund": event.refund_id}
        for event in events
    ]
    expect({"events": facts}, vector["expected"])


def way_back(vector: Vector) -> None:
    """What the browser's return claims."""
    hint = _practice(vector).read_return(vector["input"])
    accepted(vector, hint.signed)
    expect({"number": hint.public_number, "claims": hint.claims}, vector["expected"])


def _signature(secret: str, call: Callback) -> str:
    return callback_signature(
        secret,
        merchant=call.header("X-Practice-Merchant"),
        timestamp=call.header("X-Practice-Timestamp"),
        nonce=call.header("X-Practice-Nonce"),
        body=call.body,
    )


def _practice(vector: Vector) -> Practice:
    return Practice({"merchant": vector["merchant"], "secret": vector["secret"]})


CHECKS: dict[tuple[str, str], Check] = {
    ("practice", "request"): request,
    ("practice", "callback"): callback,
    ("practice", "return"): way_back,
}
