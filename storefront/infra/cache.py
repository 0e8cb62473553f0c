"""A cache in this process: bounded by bytes, the least recently used goes first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

ValueT = TypeVar("ValueT")


@dataclass(frozen=True, slots=True)
class CacheFigures:
    """How the cache did since the process began, and what it holds now."""

    hits: int
    misses: int
    entries: int
    bytes: int


class ByteCache(Generic[ValueT]):
    """Values with their sizes, safe for threads. What is larger than an eighth of the bound is not kept."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._entries: OrderedDict[Hashable, tuple[ValueT, int]] = OrderedDict()
        self._lock = threading.Lock()
        self._bytes = self._hits = self._misses = 0

    def get(self, key: Hashable) -> ValueT | None:
        """The value at a key, which thereby counts as used; None when there is none."""
        with self._lock:
            entry = self._entries.get(key)
            if entry is None:
                self._misses += 1
                return None
            self._hits += 1
            self._entries.move_to_end(key)
            return entry[0]

    def put(self, key: Hashable, value: ValueT, size: int) -> None:
        """Keep a value of that many bytes, at the cost of those unused for longest."""
        with self._lock:
            self._drop(key)
            if size > self.limit // 8:
                return
            self._entries[key] = (value, size)
            self._bytes += size
            while self._bytes > self.limit:
                _, (_, dropped) = self._entries.popitem(last=False)
                self._bytes -= dropped

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._entries.clear()
            self._bytes = 0

    def figures(self) -> CacheFigures:
        """For the metrics page."""
        with self._lock:
            return CacheFigures(self._hits, self._misses, len(self._entries), self._bytes)

    def _drop(self, key: Hashable) -> None:
        entry = self._entries.pop(key, None)
        if entry is not None:
            self._bytes -= entry[1]
