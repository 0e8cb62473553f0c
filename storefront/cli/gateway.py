"""`gateway verify FILE.json`: run signature vectors against the code that speaks to gateways."""

import argparse
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from storefront.adapters.gateways import vietqr
from storefront.adapters.gateways.base import BadSignature, Callback
from storefront.adapters.gateways.practice import Practice
from storefront.adapters.gateways.practice_signing import callback_signature, request_signature

Vector = Mapping[str, Any]


class Mismatch(Exception):
    """Our code says something else than the vector expects."""


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("gateway", help="check signature vectors against the gateways")
    commands = parser.add_subparsers(required=True, metavar="ACTION")
    verify = commands.add_parser("verify", help="run files of signature vectors")
    verify.add_argument("files", nargs="+", metavar="FILE.json")
    verify.set_defaults(run=run_verify)


def run_verify(arguments: argparse.Namespace) -> int:
    """Check every file; 0 only when all of them ran and nothing failed."""
    results = [verify_file(path) for path in arguments.files]
    passed, failed = sum(result[0] for result in results), sum(result[1] for result in results)
    for _, _, lines in results:
        print(*lines, sep="\n", end="\n" if lines else "")
    print(f"{passed} passed, {failed} failed")
    every_file_ran = all(result[0] for result in results)
    return 0 if every_file_ran and not failed else 1


def verify_file(path: str | Path) -> tuple[int, int, list[str]]:
    """Run one file: how many passed, how many failed, a line for each failure. An unreadable file fails."""
    try:
        content = json.loads(Path(path).read_text(encoding="utf-8"))
        key, vectors = content["key"], list(content["vectors"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        return 0, 1, [f"{path}: not a vector file: {type(error).__name__}: {error}"]
    lines = [line for vector in vectors if (line := _failure(key, vector))]
    if not vectors:
        lines.append(f"{path}: no vectors")
    return len(vectors) - len(lines) if vectors else 0, len(lines), lines


def _failure(key: str, vector: Vector) -> str:
    """Why a vector fails, named, or nothing."""
    name = f"{key}: {vector.get('id', '?') if isinstance(vector, Mapping) else vector}"
    try:
        check = CHECKS.get((key, vector["operation"]))
        if check is None:
            return f"{name}: unknown operation {vector['operation']!r} of {key!r}"
        check(vector)
    except Mismatch as error:
        return f"{name}: {error}"
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        return f"{name}: unusable vector: {type(error).__name__}: {error}"
    return ""


def _vietqr_decode(vector: Vector) -> None:
    payload = vector["input"]["payload"]
    try:
        code = vietqr.parse(payload)
    except vietqr.InvalidVietQR as error:
        _accepted(vector, False, str(error))
        _expect({"valid": False}, vector["expected"])
        return
    _accepted(vector, True)
    _expect(asdict(code) | {"purpose": code.purpose}, vector["expected"])
    if "build_input" in vector:
        _expect({"payload": vietqr.build(**vector["build_input"])}, {"payload": payload})


def _vietqr_crc(vector: Vector) -> None:
    _expect({"crc": vietqr.crc(vector["input"]["data"])}, vector["expected"])


def _practice_request(vector: Vector) -> None:
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
    _expect({"signature": signature}, vector["expected"])


def _practice_callback(vector: Vector) -> None:
    given = vector["input"]
    callback = Callback(
        "POST", given["headers"], {}, given["body"].encode(), datetime.fromisoformat(vector["now"])
    )
    try:
        events = _practice(vector).read_callback(callback)
    except BadSignature as error:
        _accepted(vector, False, str(error))
        _expect({"signature": _callback_signature(vector["secret"], callback)}, vector["expected"])
        return
    _accepted(vector, True)
    facts = [
        {"kind": event.kind.value, "ref": event.provider_ref, "number": event.public_number}
        | {"amount": event.money.amount, "currency": event.money.currency, "refund": event.refund_id}
        for event in events
    ]
    _expect({"events": facts}, vector["expected"])


def _practice_return(vector: Vector) -> None:
    hint = _practice(vector).read_return(vector["input"])
    _accepted(vector, hint.signed)
    _expect({"number": hint.public_number, "claims": hint.claims}, vector["expected"])


def _callback_signature(secret: str, callback: Callback) -> str:
    return callback_signature(
        secret,
        merchant=callback.header("X-Practice-Merchant"),
        timestamp=callback.header("X-Practice-Timestamp"),
        nonce=callback.header("X-Practice-Nonce"),
        body=callback.body,
    )


def _practice(vector: Vector) -> Practice:
    return Practice({"merchant": vector["merchant"], "secret": vector["secret"]})


def _accepted(vector: Vector, accepted: bool, why: str = "") -> None:
    if vector["expect_valid"] is not accepted:
        raise Mismatch("accepted, should be refused" if accepted else f"refused, should be accepted: {why}")


def _expect(got: Mapping[str, Any], expected: Mapping[str, Any]) -> None:
    """Every expected field must be there and equal; a vector that expects nothing proves nothing."""
    wrong = [
        f"{name} is {got.get(name)!r}, expected {value!r}"
        for name, value in expected.items()
        if name not in got or type(got[name]) is not type(value) or got[name] != value
    ]
    if wrong or not expected:
        raise Mismatch("; ".join(wrong) or "nothing expected")


CHECKS: dict[tuple[str, str], Callable[[Vector], None]] = {
    ("vietqr", "decode"): _vietqr_decode,
    ("vietqr", "crc"): _vietqr_crc,
    ("practice", "request"): _practice_request,
    ("practice", "callback"): _practice_callback,
    ("practice", "return"): _practice_return,
}
