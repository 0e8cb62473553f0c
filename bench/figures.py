"""From blocks to figures: medians over the rounds, with the least and the most beside them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

from bench.measure import Block


@dataclass(frozen=True)
class Spread:
    """A figure over the rounds of a run."""

    median: float
    least: float
    most: float

    def __str__(self) -> str:
        return f"{short(self.median)} ({short(self.least)}-{short(self.most)})"


@dataclass(frozen=True)
class Figures:
    """One row: processor milliseconds and rate for each unit, times in milliseconds over all rounds."""

    name: str
    cpu_ms: Spread
    per_second: Spread
    p50_ms: float
    p95_ms: float
    p99_ms: float
    done: int
    failed: int
    reasons: tuple[str, ...] = ()
    statements: int | None = None

    def plain(self) -> dict[str, Any]:
        """For the results file, rounded to what the measurement can tell."""
        return {key: rounded(value) for key, value in asdict(self).items()}


def figures(name: str, blocks: Sequence[Block], statements: int | None = None) -> Figures:
    """The row of one subject."""
    times = sorted(latency for block in blocks for latency in block.latencies)
    failures = [failure for block in blocks for failure in block.failures]
    return Figures(
        name=name,
        cpu_ms=spread([block.cpu_ms for block in blocks]),
        per_second=spread([block.per_second for block in blocks]),
        p50_ms=1000 * percentile(times, 50),
        p95_ms=1000 * percentile(times, 95),
        p99_ms=1000 * percentile(times, 99),
        done=len(times),
        failed=len(failures),
        reasons=tuple(sorted(set(failures))),
        statements=statements,
    )


def spread(values: Sequence[float]) -> Spread:
    """The middle one, the least and the most."""
    return Spread(median(values), min(values), max(values))


def ratios(above: Sequence[float], below: Sequence[float]) -> Spread:
    """Round by round, as only what ran side by side can be compared."""
    return spread([one / other for one, other in zip(above, below, strict=True)])


def percentile(ordered: Sequence[float], share: int) -> float:
    """The value that so many percent do not exceed; 0 without values."""
    if not ordered:
        return 0.0
    return ordered[max(0, math.ceil(len(ordered) * share / 100) - 1)]


def rounded(value: Any) -> Any:
    """Floats to four digits that count, also inside."""
    if isinstance(value, dict):
        return {key: rounded(each) for key, each in value.items()}
    return float(f"{value:.4g}") if isinstance(value, float) else value


def short(value: float) -> str:
    """Three digits that count, never in powers of ten."""
    digits = 0 if value >= 100 else 1 if value >= 10 else 2 if value >= 1 else 3
    return f"{value:.{digits}f}"
