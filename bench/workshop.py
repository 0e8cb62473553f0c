"""A class under load: thirty learners join in a minute and do the whole syllabus at once, by forms alone.

`python -m bench.workshop` measures it alone and puts it into the results file; `make bench` does so with
everything else. The server is the one of `storefront workshop`, with its jobs and sandbox.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import sqlite3
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from bench.board import Board
from bench.figures import percentile, rounded
from bench.machine import commit, load
from bench.servers import DUE
from bench.table import RESULTS
from storefront.infra import migrate
from tests.class_learner import Asked, ClassLearner, NotServed, Phone
from tests.serving import Server

PROGRAM = ("-m", "storefront", "workshop")
LEARNERS, JOIN_SECONDS, THINKS = 30, 60.0, 4.0
"""How many, in how many seconds they come, and the seconds each thinks over a form."""
PATIENCE = 300.0
SIGN_IN = "giangvien@lop.local"
Step = tuple[Callable[[ClassLearner], object], tuple[str, ...]]


def _paid_by_gateway(learner: ClassLearner) -> None:
    learner.pay_by_gateway(learner.order("practice"))


def _paid_by_transfer(learner: ClassLearner) -> None:
    learner.pay_by_transfer(learner.order("bank_transfer"))


def _confirmed(learner: ClassLearner) -> None:
    learner.order("cod")
    learner.accept("cod")


STEPS: tuple[Step, ...] = (
    (ClassLearner.m01, ("M01",)),
    (ClassLearner.m02, ("M03", "M02")),
    (ClassLearner.m05, ("S01", "M05")),
    (ClassLearner.s02, ("S02",)),
    (ClassLearner.m04, ("M04",)),
    (ClassLearner.m09, ("M09",)),
    (ClassLearner.m07, ("M07",)),
    (ClassLearner.s03, ("S03",)),
    (ClassLearner.s04, ("S04",)),
    (ClassLearner.m08, ("M08", "M10")),
    (_confirmed, ("S05", "M11")),
    (_paid_by_transfer, ("M06",)),
    (lambda learner: learner.send_parcel("cod"), ("S06", "M13")),
    (_paid_by_gateway, ()),
    (lambda learner: learner.refund("practice"), ("S07",)),
    (ClassLearner.m14, ("M14",)),
)
"""What a learner does, and which missions are done by its last POST; M12 counts outside the class only."""
LAST = {codes[-1] for _step, codes in STEPS if codes}
"""Missions whose moment is that of the last POST of their step."""


@dataclass
class Walk:
    """One learner's way: when each mission was done by their last POST, and what went wrong."""

    name: str
    join_seconds: float = 0.0
    done: dict[str, float] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


@dataclass
class Load:
    """One run: the walks, what the board showed and when, and how many jobs were due each second."""

    walks: list[Walk]
    shown: dict[tuple[str, str], float]
    asked_by_board: list[Asked]
    due: list[int]
    seconds: float
    drained_seconds: float
    circumstances: dict[str, Any]

    def freshness(self) -> list[float]:
        """Seconds from a POST's answer until the board showed its mission, ordered."""
        return sorted(
            max(0.0, self.shown[walk.name, code] - at)
            for walk in self.walks
            for code, at in walk.done.items()
            if code in LAST and (walk.name, code) in self.shown
        )

    def missing(self) -> list[str]:
        """Missions that were done and that the board never showed."""
        return [
            f"{walk.name}: {code}"
            for walk in self.walks
            for code in walk.done
            if (walk.name, code) not in self.shown
        ]

    @property
    def failed(self) -> list[str]:
        """What went wrong, of requests and of missions."""
        return [f"{walk.name}: {words}" for walk in self.walks for words in walk.failures] + self.missing()

    def plain(self) -> dict[str, Any]:
        """For the results file."""
        fresh, joins = self.freshness(), sorted(walk.join_seconds for walk in self.walks)
        times = sorted(one.seconds for walk in self.walks for one in walk.asked)
        polls = sorted(one.seconds for one in self.asked_by_board)
        figures = {
            "learners": len(self.walks),
            "missions_done": sum(len(walk.done) for walk in self.walks),
            "seconds": self.seconds,
            "requests": len(times),
            "failed": len(self.failed),
            "request_ms": _times(times),
            "join_ms": _times(joins),
            "board_request_ms": _times(polls),
            "board_freshness_s": {
                "median": percentile(fresh, 50),
                "p99": percentile(fresh, 99),
                "most": percentile(fresh, 100),
                "seen": len(fresh),
            },
            "jobs_due": {"median": sorted(self.due)[len(self.due) // 2], "most": max(self.due)},
            "jobs_drained_after_s": self.drained_seconds,
        }
        return {**self.circumstances, **{name: rounded(value) for name, value in figures.items()}}

    def lines(self) -> Iterator[str]:
        """As people read it."""
        told = self.plain()
        fresh, times, joins = told["board_freshness_s"], told["request_ms"], told["join_ms"]
        yield (
            f"A class of {told['learners']}: {told['missions_done']} missions in {told['seconds']:.0f} s, "
            f"{told['requests']} requests, {told['failed']} failed"
        )
        yield (
            f"  board shows a mission after {fresh['median']:.2f} s (median), {fresh['p99']:.2f} s (p99), "
            f"{fresh['most']:.2f} s (most), of {fresh['seen']} seen; asked twice a second"
        )
        yield (
            f"  requests p50 {times['p50']:.0f} ms, p99 {times['p99']:.0f} ms; joining p50 "
            f"{joins['p50']:.0f} ms, most {joins['most']:.0f} ms; board p99 "
            f"{told['board_request_ms']['p99']:.0f} ms"
        )
        yield (
            f"  jobs due: {told['jobs_due']['median']} (median), {told['jobs_due']['most']} (most); all done "
            f"{told['jobs_drained_after_s']:.0f} s after the last learner"
        )
        yield from (f"  failed: {words}" for words in self.failed[:10])


def run(
    folder: Path, *, learners: int = LEARNERS, join_seconds: float = JOIN_SECONDS, thinks: float = THINKS
) -> Load:
    """Measure in an empty folder."""
    before = load()
    folder.mkdir(exist_ok=True)
    migrate.upgrade(f"sqlite:///{folder / 'storefront.sqlite3'}")
    server = Server(folder, program=PROGRAM).start("--address", "127.0.0.1", "--kit", "food")
    try:
        server.wait_ready()
        return _measure(server, learners, join_seconds, thinks, before)
    finally:
        server.kill_group()


def _measure(server: Server, learners: int, join_seconds: float, thinks: float, before: Any) -> Load:
    url, printed = f"http://127.0.0.1:{server.port}", server.log.read_text()
    code = re.findall(r"\b([34679ACDEFGHJKMNPRTUVWXY]{6})$", printed, re.M)[0]
    password = re.findall(r"\b(\w{4}-\w{4}-\w{4})$", printed, re.M)[0]
    trainer = Phone(url)
    trainer.send("/sign-in", "/sign-in", name=SIGN_IN, password=password)
    board = Board(trainer, re.findall(r"/trainer/workshops/\d+/board", printed)[0])
    jobs = Jobs(server.instance / "storefront.sqlite3")
    board.start()
    jobs.start()
    began = time.monotonic()
    with ThreadPoolExecutor(learners) as pool:
        pause = join_seconds / learners
        walks = list(
            pool.map(lambda number: _walk(url, code, number, pause * number, thinks), range(1, learners + 1))
        )
    seconds = time.monotonic() - began
    drained = jobs.stop()
    board.stop()
    return Load(
        walks,
        board.shown,
        trainer.asked,
        jobs.due,
        seconds,
        drained,
        {
            "at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            "commit": commit(),
            "load_before": before,
            "load_after": load(),
            "join_seconds": join_seconds,
            "seconds_a_form": thinks,
        },
    )


def _walk(url: str, code: str, number: int, pause: float, thinks: float) -> Walk:
    """Come in at one's own moment, and do the syllabus without a pause."""
    phone, shopper = Phone(url, thinks=thinks), Phone(url, thinks=thinks)
    learner = ClassLearner(phone, shopper, number)
    walk = Walk(learner.nickname)
    time.sleep(pause)
    if _do(walk, lambda: learner.join(code)):
        walk.join_seconds = next(one.seconds for one in phone.asked if one.what.startswith("POST"))
    for step, codes in STEPS:
        if _do(walk, lambda step=step: step(learner)):  # type: ignore[misc]
            at = max(one.at for one in (*phone.asked, *shopper.asked) if one.what.startswith("POST"))
            walk.done.update(dict.fromkeys(codes, at))
    walk.asked = [*phone.asked, *shopper.asked]
    phone.close()
    shopper.close()
    return walk


def _do(walk: Walk, work: Callable[[], object]) -> bool:
    try:
        work()
    except (NotServed, httpx.HTTPError, LookupError, AssertionError, StopIteration) as error:
        walk.failures.append(f"{type(error).__name__}: {error}"[:400])
        return False
    return True


class Jobs(threading.Thread):
    """Counts the jobs that are due, once a second."""

    def __init__(self, database: Path) -> None:
        super().__init__(daemon=True)
        self.due: list[int] = []
        self._database = database
        self._leaving = threading.Event()

    def run(self) -> None:
        while not self._leaving.wait(1.0):
            self.due.append(self.count())

    def stop(self) -> float:
        """Wait until none is due; the seconds that took."""
        began = time.monotonic()
        while self.count() and time.monotonic() < began + PATIENCE:
            time.sleep(0.2)
        self._leaving.set()
        self.join()
        return time.monotonic() - began

    def count(self) -> int:
        """How many are due now."""
        database = sqlite3.connect(self._database, timeout=20)
        found: int = database.execute(DUE).fetchone()[0]
        database.close()
        return found


def _times(ordered: list[float]) -> dict[str, float]:
    """Milliseconds."""
    return {
        "p50": 1000 * percentile(ordered, 50),
        "p99": 1000 * percentile(ordered, 99),
        "most": 1000 * percentile(ordered, 100),
    }


def main() -> int:
    """Measure, print, and replace this part of the results file; 1 when something failed."""
    with tempfile.TemporaryDirectory(prefix="storefront-bench-") as folder:
        measured = run(Path(folder) / "class")
    print(*measured.lines(), sep="\n")
    standing = json.loads(RESULTS.read_text(encoding="utf-8"))
    text = json.dumps({**standing, "workshop": measured.plain()}, ensure_ascii=False, indent=2)
    RESULTS.write_text(text + "\n", encoding="utf-8")
    return 1 if measured.failed else 0


if __name__ == "__main__":
    sys.exit(main())
