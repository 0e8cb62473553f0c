"""A gateway that does not answer is left alone for a while, so that shoppers are told at once.

Counted in this process: each finds out by itself and forgets with it. After three calls without an answer in
a row nothing is sent for half a minute, then twice as long, at most ten minutes; one answer ends it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from flask import current_app

from storefront.adapters.gateways.base import GatewayUnavailable
from storefront.infra import clock
from storefront.models.payment import PaymentMethod

EXTENSION = "storefront.breaker"
TRIES = 3
REST = 30.0
LONGEST_REST = 600.0

T = TypeVar("T")


@dataclass
class _Circuit:
    failures: int = 0
    rests_until: float = 0.0


class _Circuits:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.by_key: dict[str, _Circuit] = {}


def key(method: PaymentMethod) -> str:
    """What fails together: one shop's way to one gateway, since keys and contracts are the shop's own."""
    return f"{method.shop_id}:{method.gateway}"


def is_open(name: str) -> bool:
    """Whether nothing should be sent there now."""
    circuit = _circuits().by_key.get(name)
    return circuit is not None and circuit.rests_until > clock.now().timestamp()


def guarded(name: str, call: Callable[[], T]) -> T:
    """Make the call and note whether it was answered. Raises what it raises, GatewayUnavailable at rest."""
    if is_open(name):
        raise GatewayUnavailable("left alone for a while")
    try:
        answer = call()
    except GatewayUnavailable:
        _failed(name)
        raise
    _answered(name)
    return answer


def _failed(name: str) -> None:
    circuits = _circuits()
    with circuits.lock:
        circuit = circuits.by_key.setdefault(name, _Circuit())
        circuit.failures += 1
        if circuit.failures >= TRIES:
            rest = min(REST * 2 ** (circuit.failures - TRIES), LONGEST_REST)
            circuit.rests_until = clock.now().timestamp() + rest


def _answered(name: str) -> None:
    circuits = _circuits()
    with circuits.lock:
        circuits.by_key.pop(name, None)


def _circuits() -> _Circuits:
    found: _Circuits = current_app.extensions.setdefault(EXTENSION, _Circuits())
    return found
