"""What is to be reached: each goal compares two subjects of the same run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bench.figures import Spread, ratios, rounded, short, spread
from bench.measure import Block

Blocks = Mapping[str, Sequence[Block]]


@dataclass(frozen=True)
class Goal:
    """`subject` against `against`: at least (or, for costs, at most) `bound` times as good."""

    subject: str
    against: str
    bound: float
    cost: bool = False


@dataclass(frozen=True)
class Reached:
    """A goal, and what the run gave: by processor time and by rate."""

    goal: Goal
    by_cpu: Spread
    by_rate: Spread

    @property
    def is_met(self) -> bool:
        """By processor time, as rates of a shared machine swing."""
        if self.goal.cost:
            return self.by_cpu.median <= self.goal.bound
        return self.by_cpu.median >= self.goal.bound

    def plain(self) -> dict[str, Any]:
        """For the results file."""
        goal = self.goal
        return {
            "subject": goal.subject,
            "against": goal.against,
            ("at_most" if goal.cost else "at_least"): goal.bound,
            "ratio_by_cpu": rounded(vars(self.by_cpu)),
            "ratio_by_rate": rounded(vars(self.by_rate)),
            "met": self.is_met,
        }

    def __str__(self) -> str:
        goal, sign = self.goal, "at most" if self.goal.cost else "at least"
        return (
            f"{goal.subject:26}{sign:>9} {goal.bound:<4g} of {goal.against:22}"
            f"{short(self.by_cpu.median):>8}{short(self.by_rate.median):>9}"
            f"   {'yes' if self.is_met else 'NO'}"
        )


GOALS = (
    Goal("collection, kept", "(a) constant body", 0.8),
    Goal("collection, 304", "(a) constant body", 0.9),
    Goal("home, cold", "(b) Flask, 24 cards", 0.5),
    Goal("collection, cold", "(b) Flask, 24 cards", 0.5),
    Goal("product, cold", "(b) Flask, 24 cards", 0.5),
    Goal("search with marks", "collection, cold", 2, cost=True),
    Goal("search without marks", "collection, cold", 2, cost=True),
    Goal("placing the order", "(c) bare SQL order", 0.3),
    Goal("guest checkout, whole", "(c) bare SQL order", 0.3),
)
CARDS_MS = 5.0
"""Processor milliseconds that 24 goods may add to the theme's empty page."""


def reached(goal: Goal, blocks: Blocks) -> Reached:
    """How a goal fared, compared round by round."""
    ours, others = blocks[goal.subject], blocks[goal.against]
    by_cpu = ratios([block.cpu_ms for block in others], [block.cpu_ms for block in ours])
    by_rate = ratios([block.per_second for block in ours], [block.per_second for block in others])
    return Reached(goal, _turned(by_cpu) if goal.cost else by_cpu, _turned(by_rate) if goal.cost else by_rate)


def cost_of_cards(blocks: Blocks) -> Spread:
    """Processor milliseconds that a collection page takes beyond the same theme's empty one."""
    pairs = zip(blocks["collection, cold"], blocks["empty page, cold"], strict=True)
    return spread([full.cpu_ms - empty.cpu_ms for full, empty in pairs])


def _turned(ratio: Spread) -> Spread:
    return Spread(1 / ratio.median, 1 / ratio.most, 1 / ratio.least)
