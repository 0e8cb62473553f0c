"""The processes of a run: the product twice, and the two served ceilings; all end with the run."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench.cpu import group_seconds
from tests.serving import Server

CEILING = ("-m", "bench.ceilings.serve")
PATIENCE = 60.0
DUE = """
SELECT count(*) FROM job
WHERE done_at IS NULL AND parked_at IS NULL AND run_at <= strftime('%Y-%m-%d %H:%M:%f', 'now')
"""


@dataclass(frozen=True)
class Running:
    """A server that answers, and the processes whose time it takes."""

    server: Server
    members: tuple[int, ...]

    @property
    def port(self) -> int:
        return self.server.port

    def cpu(self) -> float:
        """Seconds of processor time used so far."""
        return group_seconds(self.members)

    def memory_mib(self) -> float:
        """Memory its processes hold, shared pages divided among them."""
        return sum(psutil.Process(each).memory_full_info().pss for each in self.members) / 2**20

    def settled(self) -> None:
        """Wait until no job is due."""
        database = sqlite3.connect(self.server.instance / "storefront.sqlite3")
        deadline = time.monotonic() + PATIENCE
        while database.execute(DUE).fetchone()[0]:
            if time.monotonic() > deadline:
                raise RuntimeError("the jobs do not come to an end")
            time.sleep(0.05)
        database.close()


@dataclass(frozen=True)
class Servers:
    """`cold` keeps no page, `warm` is the default; `constant` is ceiling (a), `cards` ceiling (b)."""

    cold: Running
    warm: Running
    constant: Running
    cards: Running


@contextmanager
def servers(folder: Path, cold: Path, warm: Path, *, body: int) -> Iterator[Servers]:
    """Start all four; `body` is how many bytes ceiling (a) answers with."""
    constant, cards = Server(folder / "constant", program=CEILING), Server(folder / "cards", program=CEILING)
    with ExitStack() as stack:
        yield Servers(
            cold=_run(stack, Server(cold, settings={"cache_bytes": "0"})),
            warm=_run(stack, Server(warm)),
            constant=_run(stack, constant, "--body", str(body)),
            cards=_run(stack, cards, "--database", str(cold / "storefront.sqlite3")),
        )


def _run(stack: ExitStack, server: Server, *arguments: str) -> Running:
    server.start(*arguments)
    stack.callback(server.kill_group)
    server.wait_ready()
    return Running(server, tuple(server.members()))
