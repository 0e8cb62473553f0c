"""The only filters a theme may use, beside Jinja's harmless ones."""

from datetime import date
from urllib.parse import urlsplit

HARMLESS = (
    "truncate",
    "default",
    "length",
    "join",
    "sort",
    "first",
    "last",
    "batch",
    "tojson",
    "escape",
    "e",
    "lower",
)
_SCHEMES = frozenset({"", "http", "https", "tel", "mailto", "geo"})


def money(amount: int) -> str:
    """Whole đồng as people write them: 125000 -> "125.000 ₫"."""
    return f"{amount:,}".replace(",", ".") + "\u00a0₫"


def date_vi(day: date) -> str:
    """Day, month, year: "22/11/2026"."""
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def link(url: str) -> str:
    """The address if a browser may follow it, else `#`: an owner's setting never becomes `javascript:`."""
    url = url.strip()
    try:
        return url if urlsplit(url).scheme.lower() in _SCHEMES else "#"
    except ValueError:
        return "#"
