"""Vectors of VietQR codes."""

from dataclasses import asdict

from storefront.adapters.gateways import vietqr
from storefront.cli.vectors.checks import Check, Vector, accepted, expect


def decode(vector: Vector) -> None:
    """Read a code; write it again where the vector says of what."""
    payload = vector["input"]["payload"]
    try:
        code = vietqr.parse(payload)
    except vietqr.InvalidVietQR as error:
        accepted(vector, False, str(error))
        expect({"valid": False}, vector["expected"])
        return
    accepted(vector, True)
    expect(asdict(code) | {"purpose": code.purpose}, vector["expected"])
    if "build_input" in vector:
        expect({"payload": vietqr.build(**vector["build_input"])}, {"payload": payload})


def crc(vector: Vector) -> None:
    """The check sum of a text."""
    expect({"crc": vietqr.crc(vector["input"]["data"])}, vector["expected"])


CHECKS: dict[tuple[str, str], Check] = {("vietqr", "decode"): decode, ("vietqr", "crc"): crc}
