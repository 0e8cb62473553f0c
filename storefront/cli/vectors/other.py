"""Signatures of gateways that are not offered: Viettel Money and ShopeePay."""

from storefront.adapters.gateways.signatures_other import shopeepay_header, viettel_checksum
from storefront.cli.vectors.checks import Check, Vector, accepted, expect


def _viettel(vector: Vector) -> None:
    fields = {name: str(value) for name, value in vector["input"].items()}
    _judge(vector, "check_sum", viettel_checksum(vector["secret"], vector["access_code"], fields))


def _shopeepay(vector: Vector) -> None:
    right = shopeepay_header(vector["secret"], vector["input"]["raw_body"].encode())
    _judge(vector, "X-Airpay-Req-H", right)


def _judge(vector: Vector, name: str, right: str) -> None:
    """The right signature, and whether one that came along is it."""
    received = vector["input"].get(name)
    accepted(vector, received is None or received == right)
    expect({name: right}, vector["expected"])


CHECKS: dict[tuple[str, str], Check] = {
    ("other", "viettel_checksum"): _viettel,
    ("other", "shopeepay_header"): _shopeepay,
}
