"""A block: every unit is counted, failures stand apart, and processor time is the subject's."""

from __future__ import annotations

import itertools
import os
import time

from bench.browser import NotServed
from bench.cpu import process_seconds
from bench.measure import NoMoreWork, Subject, Work, run_block


def subject(work: Work, **fields: object) -> Subject:
    clock = itertools.count()
    return Subject("thing", lambda: work, lambda: float(next(clock)), **fields)  # type: ignore[arg-type]


def test_units_are_counted_until_the_work_is_used_up():
    left = iter(range(5))

    def work() -> None:
        if next(left, None) is None:
            raise NoMoreWork

    block = run_block(subject(work), 5.0, clients=2)

    assert (len(block.latencies), block.failures) == (5, [])
    assert block.cpu_ms == 200


def test_an_answer_that_was_not_due_is_a_failure_with_its_reason():
    rounds = iter([NotServed("answered 500, not 200"), NoMoreWork()])

    def work() -> None:
        raise next(rounds)

    block = run_block(subject(work), 5.0, clients=1)

    assert (block.latencies, block.failures) == ([], ["NotServed: answered 500, not 200"])


def test_what_follows_is_waited_for_before_the_clock_is_read():
    steps: list[str] = []

    def work() -> None:
        steps.append("work")
        raise NoMoreWork

    def cpu() -> float:
        steps.append("clock")
        return 0.0

    run_block(Subject("thing", lambda: work, cpu, settled=lambda: steps.append("settled")), 1.0, clients=1)

    assert steps == ["clock", "work", "settled", "clock"]


def test_processor_time_of_a_process_is_read_by_its_number():
    before, own_before = process_seconds(os.getpid()), time.process_time()

    sum(range(2_000_000))

    spent, own_spent = process_seconds(os.getpid()) - before, time.process_time() - own_before
    assert spent > 0
    assert abs(spent - own_spent) < 0.05
