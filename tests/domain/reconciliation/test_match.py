from __future__ import annotations

import pytest

from storefront.domain.reconciliation.match import Result, match
from tests.domain.reconciliation.in_memory import values_of
from tests.domain.reconciliation.month_maker import KINDS, Answer, make_month

CLEAN_SEEDS = range(5)
SEEDS = range(100, 120)
AT_LEAST = 40


def answers_of(result: Result) -> list[Answer]:
    return sorted(Answer(one.cause, one.subject, one.amount) for one in result.findings)


def untied(result: Result) -> dict[str, int]:
    return {pair.value: sums.unexplained for pair, sums in result.sums.pairs.items() if sums.unexplained}


@pytest.mark.parametrize("seed", CLEAN_SEEDS)
def test_a_clean_month_has_no_findings_and_every_sum_is_equal(seed: int) -> None:
    result = match(values_of(make_month(seed)))

    assert answers_of(result) == []
    assert [pair for pair, sums in result.sums.pairs.items() if sums.ours != sums.theirs] == []


@pytest.mark.parametrize("place", range(10))
def test_a_few_faults_are_found_and_nothing_else(place: int) -> None:
    kinds = list(KINDS)[place::10]
    raw = make_month(7, kinds)

    result = match(values_of(raw))

    assert answers_of(result) == raw.answers
    assert sorted(answer.cause for answer in raw.answers) == sorted(kinds)
    assert untied(result) == {}


@pytest.mark.parametrize("seed", SEEDS)
def test_all_faults_of_a_month_are_found_none_is_invented_and_the_sums_tie(seed: int) -> None:
    raw = make_month(seed, KINDS, extra=25)

    result = match(values_of(raw))

    assert answers_of(result) == raw.answers
    assert len({answer.cause for answer in raw.answers}) >= AT_LEAST
    assert untied(result) == {}


def test_some_orders_bear_two_faults() -> None:
    subjects = [answer.subject for answer in make_month(SEEDS[0], KINDS, extra=25).answers]

    assert len(subjects) - len(set(subjects)) >= 10


def test_the_orders_total_is_what_was_kept_and_what_is_owed() -> None:
    raw = make_month(3, KINDS)

    sums = match(values_of(raw)).sums

    placed = [order for order in raw.orders if order["cancelled_at"] is None]
    assert sums.total == sum(int(str(order["total"])) for order in placed)
    assert sums.total == sums.paid - sums.refunded + sums.owed - sums.overpaid
