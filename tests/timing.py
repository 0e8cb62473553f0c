"""Where the suite's time goes: long files first, and after every run the seconds of each group by its budget.

A pytest plugin (`pytest_plugins = ["tests.timing"]` in conftest.py). The budgets add up to eight minutes of
four workers on two cores; a group over its budget is named, so that it is noticed before the suite is late.
"""

import gc
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest

# Marker that puts a test into the group, its name, its budget in seconds; the first that fits counts.
GROUPS = (
    ("wheel", "wheel", 150),
    ("faults", "faults", 330),
    ("browser", "browser", 480),
    ("postgres", "database, PostgreSQL", 170),
    ("committed", "database, SQLite", 80),
    ("", "units", 710),
)


class Timing:
    """Adds up what the workers report; lives in the controller."""

    def __init__(self) -> None:
        self.started = time.monotonic()
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.tests: Counter[str] = Counter()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        name = group(report.keywords)
        self.seconds[name] += report.duration
        self.tests[name] += report.when == "call"

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        write = terminalreporter.write_line
        terminalreporter.section("time by group (seconds of work, all workers)")
        for _, name, budget in GROUPS:
            late = "  OVER BUDGET" if self.seconds[name] > budget else ""
            write(f"{name:22}{self.tests[name]:6} tests {self.seconds[name]:8.1f} of {budget:4}{late}")
        write(f"Tests took {time.monotonic() - self.started:.1f} s; set-up is not in it.")


def pytest_collection_finish() -> None:
    """What collecting made lives to the end: the collector need not look at it again with every test."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put files of long tests first: a worker that came to one last would end long after the others."""
    ranks: dict[Path, int] = {}
    for item in items:
        rank = next(
            place for place, (marker, _, _) in enumerate(GROUPS) if not marker or marker in item.keywords
        )
        ranks[item.path] = min(rank, ranks.get(item.path, rank))
    items.sort(key=lambda item: ranks[item.path])


def group(keywords: Iterable[str]) -> str:
    """A test's group, by its markers."""
    return next(name for marker, name, _ in GROUPS if not marker or marker in keywords)


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Timing(), "storefront-timing")
