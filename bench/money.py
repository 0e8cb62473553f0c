"""The payment layer's own figures: callbacks settled, waiting payments polled, bank lines matched.

`python -m bench.money` measures them alone and puts them into the results file; `make bench` does so with
everything else.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.callbacks import BARE_POSTGRES, BARE_SQLITE, POSTGRES, SQLITE, callback_subjects
from bench.figures import Figures, figures, rounded
from bench.goals import Goal, Reached, reached
from bench.machine import commit, load
from bench.matching import Matching, measure
from bench.measure import Block, run_block
from bench.polling import Polling, measure_polling
from bench.postgres import postgres
from bench.table import RESULTS, row_line

RATE = 200
"""Callbacks a second that are made ready for: more than any machine so far has settled."""
GOALS = (Goal(SQLITE, BARE_SQLITE, 0.3), Goal(POSTGRES, BARE_POSTGRES, 0.3))


@dataclass(frozen=True)
class Money:
    """What was measured, when, on which code, and how busy the machine was."""

    rows: list[Figures]
    goals: list[Reached]
    polling: Polling
    matching: Matching
    circumstances: dict[str, Any]

    def plain(self) -> dict[str, Any]:
        """For the results file."""
        return {
            **self.circumstances,
            "subjects": [row.plain() for row in self.rows],
            "goals": [goal.plain() for goal in self.goals],
            "polling": rounded({**asdict(self.polling), "per_second": self.polling.per_second}),
            "matching": rounded({**asdict(self.matching), "per_second": self.matching.per_second}),
        }

    def lines(self) -> Iterator[str]:
        """What the table has no column for."""
        yield from (f"{row.name}: p99 {row.p99_ms:.0f} ms" for row in self.rows)
        polling, matching = self.polling, self.matching
        yield (
            f"{polling.payments} waiting payments polled in {polling.seconds:.0f} s "
            f"({polling.per_second:.0f} a second, {polling.cpu_ms:.0f} ms CPU each with the sandbox's part), "
            f"{polling.found_paid} found paid"
        )
        yield (
            f"{matching.lines} bank lines against {matching.orders} open orders: matched in "
            f"{matching.seconds:.2f} s; taken in with {matching.settled} orders paid in "
            f"{matching.whole_seconds:.0f} s"
        )
        if len(self.goals) < len(GOALS):
            yield "PostgreSQL is not installed: callbacks were measured with SQLite alone"


def run(folder: Path, *, seconds: float, rounds: int, polled: int = 1_000) -> Money:
    """Measure all three in an empty folder; `seconds` of a block."""
    before = load()
    blocks: dict[str, list[Block]] = {}
    calls = round(RATE * seconds * (rounds + 1))
    with postgres() as urls, callback_subjects(folder, calls, urls) as measured:
        for subject in measured:
            run_block(subject, seconds / 3)
        for _ in range(rounds):
            for subject in measured:
                blocks.setdefault(subject.name, []).append(run_block(subject, seconds))
    matching = folder / "matching"
    matching.mkdir()
    return Money(
        rows=[figures(name, each) for name, each in blocks.items()],
        goals=[reached(goal, blocks) for goal in GOALS if goal.subject in blocks],
        polling=measure_polling(folder / "polling", polled),
        matching=measure(matching),
        circumstances={
            "at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            "commit": commit(),
            "load_before": before,
            "load_after": load(),
            "rounds": rounds,
            "seconds_a_block": seconds,
        },
    )


def main() -> int:
    """Measure, print, and replace this part of the results file."""
    with tempfile.TemporaryDirectory(prefix="storefront-bench-") as folder:
        money = run(Path(folder), seconds=1.5, rounds=5)
    print(*map(row_line, money.rows), *map(str, money.goals), *money.lines(), sep="\n")
    standing = json.loads(RESULTS.read_text(encoding="utf-8"))
    text = json.dumps({**standing, "payments": money.plain()}, ensure_ascii=False, indent=2)
    RESULTS.write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
