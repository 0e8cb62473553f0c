"""ZaloPay's signatures: key1 signs our requests, key2 callbacks and the way back."""

import json
from functools import partial

from storefront.adapters.gateways import zalopay_signing as signing
from storefront.adapters.gateways.base import BadSignature, Callback
from storefront.adapters.gateways.zalopay import ZaloPay
from storefront.cli.vectors.checks import Check, Vector, accepted, expect


def request(names: tuple[str, ...], vector: Vector) -> None:
    """The mac of one of our calls."""
    expect({"mac": signing.fields_mac(names, vector["input"], vector["secret"])}, vector["expected"])


def query(vector: Vector) -> None:
    """The mac of a query, in whose data the key itself stands."""
    expect({"mac": signing.query_mac(vector["input"], vector["secret"])}, vector["expected"])


def callback(vector: Vector) -> None:
    """The right mac, and whether we take the call."""
    given = vector["input"]
    expect({"mac": signing.mac(vector["secret"], given["data"])}, vector["expected"])
    call = Callback("POST", {}, {}, json.dumps(given, ensure_ascii=False).encode())
    try:
        ZaloPay({"app_id": _app_id(given["data"]), "key2": vector["secret"]}).read_callback(call)
    except BadSignature as error:
        accepted(vector, False, str(error))
        return
    accepted(vector, True)


def redirect(vector: Vector) -> None:
    """The browser's return; a vector that carries a checksum of its own is also judged."""
    given, key2 = vector["input"], vector["secret"]
    checksum = signing.fields_mac(signing.REDIRECT, given, key2)
    expect({"checksum": checksum}, vector["expected"])
    came = {"checksum": checksum} | {name: str(value) for name, value in given.items()}
    accepted(vector, ZaloPay({"key2": key2}).read_return(came).signed)


def _app_id(data: str) -> str:
    """The app a callback names, empty where the text was spoiled."""
    try:
        return str(json.loads(data)["app_id"])
    except (ValueError, KeyError, TypeError):
        return ""


CHECKS: dict[tuple[str, str], Check] = {
    ("zalopay", "create"): partial(request, signing.CREATE),
    ("zalopay", "query"): query,
    ("zalopay", "refund"): partial(request, signing.REFUND),
    ("zalopay", "query_refund"): partial(request, signing.QUERY_REFUND),
    ("zalopay", "callback"): callback,
    ("zalopay", "redirect"): redirect,
}
