"""Processor time that other processes have used, to the nanosecond (Linux)."""

from __future__ import annotations

import time
from collections.abc import Iterable


def process_seconds(process: int) -> float:
    """Seconds of processor time a process has used in all its threads, ended ones too.

    The clock's number is what clock_getcpuclockid(3) makes of a process id.
    """
    return time.clock_gettime((~process << 3) | 2)


def group_seconds(processes: Iterable[int]) -> float:
    """The same for several processes together."""
    return sum(process_seconds(process) for process in processes)
