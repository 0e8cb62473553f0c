from datetime import UTC, date, datetime

import pytest

from storefront.infra.dates import format_date, format_datetime, format_time

LATE_EVENING_UTC = datetime(2026, 11, 21, 18, 5, tzinfo=UTC)


def test_people_read_vietnamese_time():
    assert format_date(LATE_EVENING_UTC) == "22/11/2026"
    assert format_time(LATE_EVENING_UTC) == "01:05"
    assert format_datetime(LATE_EVENING_UTC) == "01:05 22/11/2026"


def test_english_names_the_month():
    assert format_date(LATE_EVENING_UTC, "en") == "22 Nov 2026"
    assert format_time(LATE_EVENING_UTC, "en") == "01:05"
    assert format_datetime(LATE_EVENING_UTC, "en") == "22 Nov 2026, 01:05"


def test_a_plain_date_is_written_as_it_is():
    assert format_date(date(2026, 1, 2)) == "02/01/2026"


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        format_date(datetime(2026, 11, 22))
