"""The table for people and the file for comparing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.figures import Figures, Spread, rounded
from bench.goals import CARDS_MS, Reached
from bench.money import Money
from bench.table import RESULTS, row_line
from bench.workshop import Load

ORDERS = ("placing the order", "guest checkout, whole")


@dataclass(frozen=True)
class Report:
    """A whole run."""

    rows: list[Figures]
    goals: list[Reached]
    cards_ms: Spread
    money: Money
    school: Load
    circumstances: dict[str, Any]

    @property
    def failed_orders(self) -> int:
        """Orders that shoppers confirmed and did not get."""
        return sum(row.failed for row in self.rows if row.name in ORDERS)

    def write(self, path: Path = RESULTS) -> None:
        """Leave everything in the results file."""
        path.parent.mkdir(exist_ok=True)
        data = {
            **self.circumstances,
            "failed_orders": self.failed_orders,
            "subjects": [row.plain() for row in self.rows],
            "goals": [goal.plain() for goal in self.goals],
            "cards_cpu_ms": {"at_most": CARDS_MS, **rounded(vars(self.cards_ms))},
            "payments": self.money.plain(),
            "workshop": self.school.plain(),
        }
        path.write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")

    def lines(self) -> Iterator[str]:
        """The table, with goals below."""
        yield f"{'':26}{'CPU ms each':>22}{'per second':>24}{'p50 ms':>9}{'p95 ms':>9}{'SQL':>5}{'failed':>8}"
        yield from map(row_line, (*self.rows, *self.money.rows))
        yield ""
        yield f"{'Ratios':26}{'goal':>9}{'':32}{'by CPU':>13}{'by rate':>9}   met"
        yield from map(str, (*self.goals, *self.money.goals))
        cards = self.cards_ms
        yield f"24 goods cost {cards} ms CPU more than the empty page; at most {CARDS_MS:g}"
        yield from self.money.lines()
        yield from self.school.lines()
        yield f"Failed orders: {self.failed_orders}"
        yield from (f"  {row.name}: {reason}" for row in self.rows for reason in row.reasons)
        seen = self.circumstances
        yield f"Memory of the server after the run: {seen['memory_mib']:.0f} MiB"
        before, after, cores = seen["load_before"], seen["load_after"], seen["machine"]["cores"]
        yield f"Load average {before} before, {after} after, on {cores} cores"
