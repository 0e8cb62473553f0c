"""The size of the long proofs: full in `make soak`, smaller in `make test`."""

from __future__ import annotations

import os
from typing import TypeVar

Size = TypeVar("Size")

FULL = os.environ.get("SOAK") == "1"


def sized(small: Size, full: Size) -> Size:
    """The size of a proof in this run."""
    return full if FULL else small
