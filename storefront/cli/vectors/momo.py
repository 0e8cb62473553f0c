"""MoMo's signatures."""

import json
from functools import partial

from storefront.adapters.gateways import momo_signing as signing
from storefront.adapters.gateways.base import BadSignature, Callback
from storefront.adapters.gateways.momo import Momo
from storefront.cli.vectors.checks import Check, Vector, accepted, expect


def request(names: tuple[str, ...], vector: Vector) -> None:
    """The signature of one of our calls."""
    expect({"signature": _signature(names, vector)}, vector["expected"])


def ipn(vector: Vector) -> None:
    """The right signature, and whether we take the call."""
    expect({"signature": _signature(signing.RESULT, vector)}, vector["expected"])
    body = json.dumps(vector["input"], ensure_ascii=False).encode()
    try:
        _momo(vector).read_callback(Callback("POST", {}, {}, body))
    except BadSignature as error:
        accepted(vector, False, str(error))
        return
    accepted(vector, True)


def redirect(vector: Vector) -> None:
    """The browser's return, signed over the same names as the IPN."""
    expect({"signature": _signature(signing.RESULT, vector)}, vector["expected"])
    query = {name: str(value) for name, value in vector["input"].items()}
    accepted(vector, _momo(vector).read_return(query).signed)


def _signature(names: tuple[str, ...], vector: Vector) -> str:
    return signing.signature(names, vector["input"], access_key=vector["access_key"], secret=vector["secret"])


def _momo(vector: Vector) -> Momo:
    return Momo(
        {
            "partner_code": vector["input"].get("partnerCode", ""),
            "access_key": vector["access_key"],
            "secret_key": vector["secret"],
        }
    )


CHECKS: dict[tuple[str, str], Check] = {
    ("momo", "create"): partial(request, signing.CREATE),
    ("momo", "query"): partial(request, signing.QUERY),
    ("momo", "refund_query"): partial(request, signing.QUERY),
    ("momo", "refund"): partial(request, signing.REFUND),
    ("momo", "confirm"): partial(request, signing.CONFIRM),
    ("momo", "ipn"): ipn,
    ("momo", "redirect"): redirect,
}
