"""Medians, spreads and goals, from blocks made by hand."""

from __future__ import annotations

import pytest

from bench.figures import Spread, figures, percentile, ratios, rounded, short
from bench.goals import Goal, cost_of_cards, reached
from bench.measure import Block


def block(cpu_ms: float, done: int = 10, seconds: float = 1.0) -> Block:
    return Block(latencies=[0.001] * done, seconds=seconds, cpu=cpu_ms * done / 1000)


def test_a_row_shows_the_median_with_least_and_most_beside_it():
    row = figures("page", [block(2), block(9), block(4)], statements=7)

    assert (row.cpu_ms.median, row.cpu_ms.least, row.cpu_ms.most) == pytest.approx((4, 2, 9))
    assert (row.done, row.failed, row.statements) == (30, 0, 7)


def test_what_failed_is_counted_and_its_reasons_are_named_once():
    failing = Block(latencies=[0.1], failures=["gone", "gone"], seconds=1.0, cpu=0.3)

    row = figures("order", [failing])

    assert (row.failed, row.reasons) == (2, ("gone",))
    assert row.cpu_ms.median == pytest.approx(100)


@pytest.mark.parametrize(("share", "value"), [(50, 2), (95, 4), (100, 4), (1, 1)])
def test_a_percentile_is_a_value_that_was_measured(share: int, value: float):
    assert percentile([1, 2, 3, 4], share) == value


def test_no_values_have_no_percentile():
    assert percentile([], 50) == 0


def test_ratios_compare_round_by_round():
    assert ratios([1, 8], [2, 4]) == Spread(1.25, 0.5, 2)


def test_a_goal_at_least_is_met_when_the_ceiling_costs_little_more():
    blocks = {"page": [block(2)], "bare": [block(1)]}

    assert reached(Goal("page", "bare", 0.5), blocks).is_met
    assert not reached(Goal("page", "bare", 0.51), blocks).is_met


def test_a_goal_of_cost_is_met_when_it_costs_at_most_so_many_times_as_much():
    blocks = {"search": [block(4)], "page": [block(2)]}

    assert reached(Goal("search", "page", 2.01, cost=True), blocks).is_met
    assert not reached(Goal("search", "page", 1.9, cost=True), blocks).is_met


def test_the_cost_of_cards_is_what_they_add_to_the_empty_page():
    blocks = {"collection, cold": [block(9), block(8)], "empty page, cold": [block(5), block(5)]}

    assert cost_of_cards(blocks).median == pytest.approx(3.5)


@pytest.mark.parametrize(
    ("value", "words"), [(1234.5, "1234"), (12.34, "12.3"), (1.234, "1.23"), (0.0484, "0.048")]
)
def test_figures_are_short_to_read(value: float, words: str):
    assert short(value) == words


def test_the_file_keeps_four_digits_also_inside():
    assert rounded({"a": {"b": 1.23456}, "n": 7}) == {"a": {"b": 1.235}, "n": 7}
