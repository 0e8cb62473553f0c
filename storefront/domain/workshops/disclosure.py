"""Figures that tell nothing of one person: counts below five are hidden, and none can be worked out again."""

from __future__ import annotations

from collections.abc import Mapping

SMALLEST = 5
"""Legal reference 4: what trainers and officials take away is aggregated, five people or more."""

Counts = Mapping[str, int]
Shown = dict[str, int | None]
"""None stands for a hidden count."""


def guarded(groups: Mapping[str, Counts], size: str) -> tuple[dict[str, Shown], Shown]:
    """The groups with small counts hidden, and the total; `size` names the count of people in a group.

    A group of fewer than five people is hidden whole. Where what is hidden in a column comes to less than
    five, the next smallest count is hidden too, so that the total does not give it away.
    """
    shown: dict[str, Shown] = {name: dict.fromkeys(counts) for name, counts in groups.items()}
    total: Shown = {}
    columns = dict.fromkeys(key for counts in groups.values() for key in counts)
    for column in columns:
        values = {name: counts[column] for name, counts in groups.items()}
        small = {name for name, counts in groups.items() if 0 < counts[size] < SMALLEST}
        hidden = _enough({name for name, value in values.items() if 0 < value < SMALLEST} | small, values)
        for name, value in values.items():
            shown[name][column] = None if name in hidden else value
        whole = sum(values.values())
        left = sum(values[name] for name in hidden)
        total[column] = None if 0 < whole < SMALLEST or 0 < left < SMALLEST else whole
    return shown, total


def _enough(hidden: set[str], values: Mapping[str, int]) -> set[str]:
    """These and so many of the smallest others that together they hide five or more."""
    others = sorted((name for name in values if name not in hidden and values[name]), key=lambda n: values[n])
    for name in others:
        if not 0 < sum(values[each] for each in hidden) < SMALLEST:
            break
        hidden = hidden | {name}
    return hidden
