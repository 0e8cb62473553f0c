"""Memory that the C library keeps for later: less of it, and given back to the system after great work."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable

ARENA_MAX = -8
"""M_ARENA_MAX of glibc's malloc.h."""

_libc = ctypes.CDLL(None) if sys.platform == "linux" else None
_trim: Callable[[int], int] | None = getattr(_libc, "malloc_trim", None)
_set: Callable[[int, int], int] | None = getattr(_libc, "mallopt", None)


def share_arenas() -> None:
    """Before the threads start: they share two heaps instead of keeping one each, as one runs at a time."""
    if _set:
        _set(ARENA_MAX, 2)


def give_back() -> None:
    """After work that needed far more than the rest of the program does; only glibc keeps so much."""
    if _trim:
        _trim(0)
