"""What the checks of signature vectors share."""

from collections.abc import Callable, Mapping
from typing import Any

Vector = Mapping[str, Any]
Check = Callable[[Vector], None]


class Mismatch(Exception):
    """Our code says something else than the vector expects."""


def accepted(vector: Vector, is_accepted: bool, why: str = "") -> None:
    """Raises Mismatch unless our verdict is the vector's."""
    if vector["expect_valid"] is not is_accepted:
        raise Mismatch(
            "accepted, should be refused" if is_accepted else f"refused, should be accepted: {why}"
        )


def expect(got: Mapping[str, Any], expected: Mapping[str, Any]) -> None:
    """Every expected field must be there and equal; a vector that expects nothing proves nothing."""
    wrong = [
        f"{name} is {got.get(name)!r}, expected {value!r}"
        for name, value in expected.items()
        if name not in got or type(got[name]) is not type(value) or got[name] != value
    ]
    if wrong or not expected:
        raise Mismatch("; ".join(wrong) or "nothing expected")
