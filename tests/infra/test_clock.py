from datetime import UTC, date, datetime, timedelta

import pytest

from storefront.infra import clock

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def real_time_afterwards():
    yield
    clock.reset()


def test_now_is_aware_and_in_utc():
    assert clock.now().tzinfo is UTC


def test_a_frozen_clock_stands_still():
    clock.freeze(NOON)

    assert clock.now() == clock.now() == NOON


def test_a_travelled_clock_runs_on():
    clock.travel(NOON)

    assert timedelta() <= clock.now() - NOON < timedelta(minutes=1)


def test_reset_returns_to_real_time():
    clock.freeze(NOON)

    clock.reset()

    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_block_moved_inside_another_gives_the_outer_time_back():
    with clock.moved_to(NOON):
        with clock.moved_to(NOON + timedelta(days=1)):
            inner = clock.now()
        outer = clock.now()

    assert (inner, outer) == (NOON + timedelta(days=1), NOON)


def test_the_time_comes_back_when_the_block_fails():
    clock.freeze(NOON)

    with pytest.raises(RuntimeError), clock.moved_to(NOON + timedelta(days=1)):
        raise RuntimeError

    assert clock.now() == NOON


def test_a_zone_ahead_is_kept_as_utc():
    clock.freeze(NOON.astimezone(clock.VN))

    assert clock.now().tzinfo is UTC
    assert clock.now() == NOON


def test_the_day_in_vietnam_begins_at_five_in_the_evening_utc():
    clock.freeze(datetime(2026, 11, 22, 17, tzinfo=UTC))

    assert clock.today_vn() == date(2026, 11, 23)


def test_the_bounds_of_a_day_take_in_its_first_moment_and_not_the_next():
    start, end = clock.vn_day_bounds(date(2026, 11, 22))

    assert start == datetime(2026, 11, 21, 17, tzinfo=UTC)
    assert end == datetime(2026, 11, 22, 17, tzinfo=UTC)


@pytest.mark.parametrize("use", [clock.freeze, clock.travel, clock.to_vn])
def test_a_time_without_a_zone_is_refused(use):
    with pytest.raises(ValueError, match="zone"):
        use(datetime(2026, 11, 22, 12))
