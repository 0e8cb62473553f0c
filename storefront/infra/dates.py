"""Dates and times as people read them, always on a Vietnamese clock."""

from datetime import date, datetime

from babel import dates as babel_dates

from storefront.infra.clock import to_vn

_DATE = {"vi": "dd/MM/yyyy", "en": "d MMM yyyy"}
_TIME = "HH:mm"


def format_date(moment: date | datetime, locale: str = "vi") -> str:
    """`22/11/2026`, in English `22 Nov 2026`."""
    day = to_vn(moment).date() if isinstance(moment, datetime) else moment
    return babel_dates.format_date(day, _DATE[locale], locale=locale)


def format_time(moment: datetime, locale: str = "vi") -> str:
    """`14:05`."""
    return babel_dates.format_time(to_vn(moment).time(), _TIME, locale=locale)


def format_datetime(moment: datetime, locale: str = "vi") -> str:
    """`14:05 22/11/2026`, in English `22 Nov 2026, 14:05`."""
    day, time = format_date(moment, locale), format_time(moment, locale)
    return f"{day}, {time}" if locale == "en" else f"{time} {day}"
