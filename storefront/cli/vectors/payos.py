"""Vectors of payOS."""

from storefront.adapters.gateways.payos_signing import create_signature, data_signature, same
from storefront.cli.vectors.checks import Check, Vector, accepted, expect


def webhook(vector: Vector) -> None:
    """A signed call."""
    given = vector["input"]
    right = data_signature(vector["secret"], given["data"])
    accepted(vector, same(given["signature"], right))
    expect({"signature": right}, vector["expected"])


def create(vector: Vector) -> None:
    """A new payment link."""
    given = vector["input"]
    right = create_signature(vector["secret"], given)
    accepted(vector, same(given.get("signature", right), right))
    expect({"signature": right}, vector["expected"])


CHECKS: dict[tuple[str, str], Check] = {("payos", "webhook"): webhook, ("payos", "create"): create}
