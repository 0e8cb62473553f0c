"""Ids: 63-bit, time-ordered, unique within one installation.

41 bits of milliseconds since 2026, 10 bits of node, 12 bits of counter. A node number is leased in the
database when a process starts, with a high-water mark in time: whoever takes the node next begins above it.
Moments before 2026 count as 0 (the demo's history).
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from storefront.infra import clock

EPOCH = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
NODES = 1 << 10
NO_LEASE = NODES - 1
"""The node of short commands that hold no lease; never leased, so they never meet a server's ids."""

COUNTS = 1 << 12


class IdMaker:
    """Makes ids for one node: never waits, never goes back."""

    def __init__(self, node: int = 0, not_before: int = 0) -> None:
        self._lock = threading.Lock()
        self._node = node
        self._last = not_before
        self._count = -1

    def take(self) -> int:
        """The next id; a full millisecond borrows from the one after it."""
        now = milliseconds(clock.now())
        with self._lock:
            if now > self._last:
                self._last, self._count = now, 0
            elif self._count + 1 < COUNTS:
                self._count += 1
            else:
                self._last, self._count = self._last + 1, 0
            return (self._last << 22) | (self._node << 12) | self._count

    @property
    def high_water(self) -> int:
        """The millisecond of the newest id made."""
        return self._last


_maker = IdMaker(NO_LEASE)


def milliseconds(moment: dt.datetime) -> int:
    """Milliseconds since 2026; earlier moments count as 0."""
    return max(0, int((moment - EPOCH).total_seconds() * 1000))


def use_node(node: int, not_before: int) -> IdMaker:
    """Make this process's ids with a leased node, above the node's high-water mark."""
    global _maker
    _maker = IdMaker(node, max(not_before, _maker.high_water) + 1)
    return _maker


@contextmanager
def made_by(maker: IdMaker) -> Iterator[None]:
    """Make this process's ids with another maker for the length of a block: the demo's repeatable history."""
    global _maker
    before, _maker = _maker, maker
    try:
        yield
    finally:
        _maker = before


def new_id() -> int:
    """A new id for any row."""
    return _maker.take()
