"""Counts below five are hidden, and nothing shown gives them away."""

from __future__ import annotations

from storefront.domain.workshops.disclosure import guarded


def people(*sizes: int) -> dict[str, dict[str, int]]:
    return {f"g{number}": {"n": size} for number, size in enumerate(sizes)}


def sizes(*wanted: int) -> list[int | None]:
    shown, _total = guarded(people(*wanted), "n")
    return [counts["n"] for counts in shown.values()]


def test_large_counts_are_shown() -> None:
    shown, total = guarded(people(5, 9), "n")

    assert (shown["g0"]["n"], shown["g1"]["n"], total["n"]) == (5, 9, 14)


def test_a_small_count_takes_the_next_smallest_with_it() -> None:
    assert sizes(3, 20, 7) == [None, 20, None]


def test_small_counts_that_come_to_five_together_hide_no_other() -> None:
    assert sizes(3, 4, 20) == [None, None, 20]


def test_a_small_group_is_hidden_whole() -> None:
    groups = {"few": {"n": 4, "done": 4}, "many": {"n": 30, "done": 20}, "some": {"n": 9, "done": 9}}

    shown, _total = guarded(groups, "n")

    assert shown["few"] == {"n": None, "done": None}


def test_nobody_is_a_figure_that_may_be_shown() -> None:
    shown, total = guarded({"a": {"n": 8, "done": 0}, "b": {"n": 9, "done": 0}}, "n")

    assert (shown["a"]["done"], total["done"]) == (0, 0)


def test_the_total_is_hidden_where_it_would_tell() -> None:
    _shown, total = guarded({"a": {"n": 8, "done": 2}, "b": {"n": 9, "done": 0}}, "n")

    assert total == {"n": 17, "done": None}
