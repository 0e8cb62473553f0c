"""One block of one subject: several clients do the same thing for a while, and what that cost is noted."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bench.browser import NotServed

Work = Callable[[], object]
"""One unit of work of one client; raises NotServed or OSError when it fails."""
CLIENTS = 8


class NoMoreWork(Exception):
    """What was prepared for the block is used up."""


@dataclass(frozen=True)
class Subject:
    """What is measured: how a client comes to its work, and whose processor time counts (seconds so far).

    `settled` returns when nothing that the work caused is left to do; its processor time counts too.
    """

    name: str
    client: Callable[[], Work]
    cpu: Callable[[], float]
    requests: int = 1
    settled: Callable[[], None] = lambda: None
    prepare: Callable[[], None] = lambda: None


@dataclass
class Block:
    """What one block gave. Times in seconds; `latencies` one for each unit that ended well."""

    latencies: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    seconds: float = 0.0
    cpu: float = 0.0

    @property
    def per_second(self) -> float:
        """Units done in a second."""
        return len(self.latencies) / self.seconds

    @property
    def cpu_ms(self) -> float:
        """Milliseconds of processor time for each unit."""
        return 1000 * self.cpu / max(1, len(self.latencies) + len(self.failures))


def run_block(subject: Subject, seconds: float, clients: int = CLIENTS) -> Block:
    """Run all clients until the time is up; a unit that was begun is finished."""
    subject.prepare()
    works = [subject.client() for _ in range(clients)]
    block, begin = Block(), threading.Barrier(clients + 1)
    threads = [threading.Thread(target=_repeat, args=(work, block, begin, seconds)) for work in works]
    for thread in threads:
        thread.start()
    used = subject.cpu()
    begin.wait()
    started = time.perf_counter()
    for thread in threads:
        thread.join()
    block.seconds = time.perf_counter() - started
    subject.settled()
    block.cpu = subject.cpu() - used
    return block


def _repeat(work: Work, block: Block, begin: threading.Barrier, seconds: float) -> None:
    begin.wait()
    deadline = time.perf_counter() + seconds
    while (started := time.perf_counter()) < deadline:
        try:
            work()
        except NoMoreWork:
            return
        except (NotServed, OSError) as error:
            block.failures.append(f"{type(error).__name__}: {error}")
        else:
            block.latencies.append(time.perf_counter() - started)
