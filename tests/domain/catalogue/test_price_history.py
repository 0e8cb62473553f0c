from datetime import UTC, datetime, timedelta

from storefront.domain.catalogue.price_history import PriceChange, allowed_compare_at

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
DAY = timedelta(days=1)
HISTORY = [PriceChange(150_000, NOW - 60 * DAY), PriceChange(120_000, NOW - 10 * DAY)]


def test_a_price_once_charged_may_be_struck_through():
    assert allowed_compare_at(HISTORY, 100_000, 150_000, NOW)


def test_the_price_of_until_now_may_be_struck_through():
    assert allowed_compare_at(HISTORY, 100_000, 120_000, NOW)


def test_a_price_never_charged_may_not():
    assert not allowed_compare_at(HISTORY, 100_000, 200_000, NOW)
    assert not allowed_compare_at([], 100_000, 150_000, NOW)


def test_a_lower_or_equal_price_is_no_reduction():
    assert not allowed_compare_at(HISTORY, 150_000, 150_000, NOW)
    assert not allowed_compare_at(HISTORY, 150_000, 120_000, NOW)


def test_a_price_replaced_at_the_same_moment_was_never_charged():
    history = [PriceChange(999_000, NOW - DAY), PriceChange(120_000, NOW - DAY)]

    assert not allowed_compare_at(history, 100_000, 999_000, NOW)


def test_a_price_of_this_moment_or_later_is_not_an_earlier_one():
    history = [PriceChange(150_000, NOW), PriceChange(160_000, NOW + DAY)]

    assert not allowed_compare_at(history, 100_000, 150_000, NOW)
    assert not allowed_compare_at(history, 100_000, 160_000, NOW)


def test_the_order_of_the_rows_does_not_matter():
    assert allowed_compare_at(list(reversed(HISTORY)), 100_000, 150_000, NOW)
