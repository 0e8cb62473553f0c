"""OnePay's hash of a pay address and of the way back."""

from storefront.adapters.gateways.onepay import HASH, secure_hash
from storefront.cli.vectors.checks import Check, Vector, accepted, expect


def _hash(vector: Vector) -> None:
    """The right hash, and whether one that came along is it, whatever its letters' case."""
    fields = {name: str(value) for name, value in vector["input"].items() if value is not None}
    right, received = secure_hash(vector["secret"], fields), fields.get(HASH)
    accepted(vector, received is None or received.upper() == right)
    expect({HASH: right}, vector["expected"])


CHECKS: dict[tuple[str, str], Check] = {("onepay", "request"): _hash, ("onepay", "return_verify"): _hash}
