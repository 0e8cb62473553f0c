"""Where results are kept, and one row of the table."""

from __future__ import annotations

from pathlib import Path

from bench.figures import Figures

RESULTS = Path(__file__).parent / "results" / "latest.json"


def row_line(row: Figures) -> str:
    """A row as people read it."""
    sql = "" if row.statements is None else str(row.statements)
    times = f"{row.p50_ms:9.1f}{row.p95_ms:9.1f}"
    return f"{row.name:26}{row.cpu_ms!s:>22}{row.per_second!s:>24}{times}{sql:>5}{row.failed:8}"
