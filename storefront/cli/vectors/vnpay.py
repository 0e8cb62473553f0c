"""VNPAY's checksums, and the answer to an IPN by the state of the stored order."""

import json
from collections.abc import Mapping
from typing import Any

from storefront.adapters.gateways import vnpay_signing as signing
from storefront.adapters.gateways.base import BadSignature, Callback, EventKind, GatewayEvent, Outcome
from storefront.adapters.gateways.vnpay import Vnpay
from storefront.cli.vectors.checks import Check, Vector, accepted, expect

_AFTER = {
    EventKind.CHARGED: "paid",
    EventKind.FAILED: "failed",
    EventKind.CANCELLED: "failed",
    EventKind.EXPIRED: "failed",
}


def _pay_url(vector: Vector) -> None:
    fields = _texts(vector["input"])
    got = {
        signing.HASH: signing.query_hash(vector["secret"], fields),
        "query": signing.signed_query(vector["secret"], fields),
    }
    _judge(vector, got)


def _incoming(vector: Vector) -> None:
    _judge(vector, {signing.HASH: signing.query_hash(vector["secret"], _texts(vector["input"]))})


def _message(names: tuple[str, ...]) -> Check:
    def check(vector: Vector) -> None:
        _judge(vector, {signing.HASH: signing.message_hash(vector["secret"], names, vector["input"])})

    return check


def _judge(vector: Vector, got: Mapping[str, str]) -> None:
    """The right checksum, and whether one that came along is it."""
    received = vector["input"].get(signing.HASH)
    accepted(vector, received is None or signing.same(received, got[signing.HASH]))
    expect(got, vector["expected"])


def _ipn_answer(vector: Vector) -> None:
    query, order = _texts(vector["input"]["query"]), vector["input"]["order"]
    gateway = Vnpay(
        {"environment": "test", "tmn_code": query.get("vnp_TmnCode", ""), "hash_secret": vector["secret"]}
    )
    outcomes, after = _decide(gateway, Callback("GET", {}, query, b""), order)
    code = json.loads(gateway.acknowledge(outcomes).body)["RspCode"]
    accepted(vector, code in ("00", "02"))
    if vector["expected"].get("order_status_after") == "not paid" and after != "paid":
        after = "not paid"
    expect({"RspCode": code, "order_status_after": after}, vector["expected"])


def _decide(gateway: Vnpay, callback: Callback, order: Mapping[str, Any]) -> tuple[list[Outcome], str | None]:
    """What the core makes of one call for an order in this state, and the order's state after it.

    As `domain/payments/record`: nothing leaves paid again, money wins over an unpaid end, an end counts once.
    """
    before = order["status"]
    try:
        told = gateway.read_callback(callback)
    except BadSignature:
        return [Outcome.BAD_SIGNATURE], before
    outcomes = [_outcome(event, order) for event in told]
    after = [_AFTER[event.kind] for event in told if event.kind in _AFTER and outcomes == [Outcome.ACCEPTED]]
    return outcomes, after[0] if after else before


def _outcome(event: GatewayEvent, order: Mapping[str, Any]) -> Outcome:
    if not order["exists"]:
        return Outcome.UNKNOWN_PAYMENT
    if event.money.amount != order["amount_vnd"]:
        return Outcome.WRONG_AMOUNT
    is_over = order["status"] == "paid" or (
        order["status"] != "pending" and event.kind is not EventKind.CHARGED
    )
    return Outcome.DUPLICATE if is_over else Outcome.ACCEPTED


def _texts(fields: Mapping[str, Any]) -> dict[str, str]:
    return {name: signing.as_text(value) for name, value in fields.items()}


CHECKS: dict[tuple[str, str], Check] = {
    ("vnpay", "pay_url"): _pay_url,
    ("vnpay", "incoming_verify"): _incoming,
    ("vnpay", "querydr_request"): _message(signing.QUERY_ASKED),
    ("vnpay", "querydr_response"): _message(signing.QUERY_ANSWERED),
    ("vnpay", "refund_request"): _message(signing.REFUND_ASKED),
    ("vnpay", "refund_response"): _message(signing.REFUND_ANSWERED),
    ("vnpay", "ipn_answer"): _ipn_answer,
}
