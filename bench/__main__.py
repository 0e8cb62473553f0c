"""Measure everything and leave the figures: `make bench`, or `python -m bench --quick`."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bench.ceilings.bare_sql import BareCheckout
from bench.figures import figures
from bench.goals import GOALS, cost_of_cards, reached
from bench.machine import commit, load, machine
from bench.measure import CLIENTS, Block, run_block
from bench.money import run as payment_layer
from bench.report import Report
from bench.servers import servers
from bench.shop import copy_instance, stock_shop
from bench.statements import count_statements
from bench.subjects import subjects
from bench.table import RESULTS
from bench.workshop import run as class_under_load


@dataclass(frozen=True)
class Size:
    """How long it may take: seconds of a block, rounds of all, goods, prepared orders, polls, learners
    and the seconds they think over a form."""

    seconds: float
    rounds: int
    goods: int
    orders: int
    polled: int
    learners: int
    thinks: float


WHOLE = Size(seconds=1.5, rounds=5, goods=240, orders=32, polled=1_000, learners=30, thinks=4.0)
QUICK = Size(seconds=0.5, rounds=3, goods=48, orders=16, polled=100, learners=3, thinks=0.5)


def main() -> int:
    """Run, print, write; 1 when an order or something of the class failed."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="coarse figures in a minute; writes no file")
    quick: bool = parser.parse_args().quick
    with tempfile.TemporaryDirectory(prefix="storefront-bench-") as folder:
        report = run(Path(folder), QUICK if quick else WHOLE)
    print(*report.lines(), sep="\n")
    if not quick:
        report.write()
        print(f"Written to {os.path.relpath(RESULTS)}")
    return 1 if report.failed_orders or report.school.failed else 0


def run(folder: Path, size: Size) -> Report:
    """Everything, in an empty folder."""
    began, load_before = time.monotonic(), load()
    say(f"stocking a shop with {size.goods} goods ...")
    warm = folder / "warm"
    shop = stock_shop(warm, size.goods)
    cold = copy_instance(warm, folder / "cold")
    counted = count_statements(warm, shop)
    bare = copy_instance(warm, folder / "bare")
    blocks: dict[str, list[Block]] = {}
    with servers(folder, cold, warm, body=counted.kept_bytes) as running:
        checkout = BareCheckout(bare / "storefront.sqlite3", shop.shop_id)
        measured = list(subjects(shop, running, checkout, size.orders))
        for subject in measured:
            run_block(subject, size.seconds / 3)
        for number in range(size.rounds):
            say(f"round {number + 1} of {size.rounds} ...")
            for subject in measured:
                blocks.setdefault(subject.name, []).append(run_block(subject, size.seconds))
        memory = running.warm.memory_mib()
    circumstances = {
        "at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "commit": commit(),
        "machine": machine(),
        "load_before": load_before,
        "load_after": load(),
        "rounds": size.rounds,
        "seconds_a_block": size.seconds,
        "clients": CLIENTS,
        "goods": size.goods,
        "memory_mib": round(memory, 1),
        "took_seconds": round(time.monotonic() - began),
    }
    rows = [figures(name, each, counted.statements.get(name)) for name, each in blocks.items()]
    say("the payment layer ...")
    money = payment_layer(folder, seconds=size.seconds, rounds=size.rounds, polled=size.polled)
    say(f"a class of {size.learners} ...")
    school = class_under_load(
        folder / "class", learners=size.learners, join_seconds=2.0 * size.learners, thinks=size.thinks
    )
    goals = [reached(goal, blocks) for goal in GOALS]
    return Report(rows, goals, cost_of_cards(blocks), money, school, circumstances)


def say(line: str) -> None:
    """Progress, apart from the table."""
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
