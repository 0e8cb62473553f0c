"""Memory that the C library keeps for later, given back to the system."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable

_trim: Callable[[int], int] | None = (
    getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
)


def give_back() -> None:
    """After work that needed far more than the rest of the program does; only glibc keeps so much."""
    if _trim:
        _trim(0)
