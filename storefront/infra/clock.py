"""The one source of time: aware UTC inside, Vietnam's days outside, movable for tests and the demo."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

VN = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True, slots=True)
class Clock:
    """Real time plus a shift, or one stopped moment."""

    shift: timedelta = timedelta()
    stopped_at: datetime | None = None

    def now(self) -> datetime:
        """This clock's moment, aware and in UTC."""
        return self.stopped_at or datetime.now(UTC) + self.shift


# One immutable value for the whole process: replacing it is atomic, so threads never see half a change.
_clock = Clock()


def now() -> datetime:
    """The present moment, aware and in UTC."""
    return _clock.now()


def today_vn() -> date:
    """Today's date as a calendar in Vietnam shows it."""
    return to_vn(now()).date()


def to_vn(moment: datetime) -> datetime:
    """The same moment on a Vietnamese clock. Raises ValueError for a time without a zone."""
    return _aware(moment).astimezone(VN)


def vn_day_bounds(day: date) -> tuple[datetime, datetime]:
    """First moment of a Vietnamese day and first moment of the next one, both in UTC."""
    start = datetime.combine(day, time(), VN).astimezone(UTC)
    return start, start + timedelta(days=1)


def freeze(moment: datetime) -> None:
    """Stop the clock at this moment, for the whole process."""
    _set(Clock(stopped_at=_aware(moment).astimezone(UTC)))


def travel(moment: datetime) -> None:
    """Move the clock to this moment and let it run on from there, for the whole process."""
    _set(Clock(shift=_aware(moment) - datetime.now(UTC)))


def reset() -> None:
    """Back to real time."""
    _set(Clock())


@contextmanager
def moved_to(moment: datetime) -> Iterator[None]:
    """Stop the clock at this moment for the length of a block, then restore what was before."""
    before = _clock
    freeze(moment)
    try:
        yield
    finally:
        _set(before)


def _set(clock: Clock) -> None:
    global _clock
    _clock = clock


def _aware(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise ValueError("a moment needs a time zone")
    return moment
