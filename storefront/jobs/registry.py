"""What a handler is: a function of (event or payload), by name, and whether it talks to the outside world."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Work:
    """What a handler is given: its shop (0: the platform), the event behind it if any, and its payload."""

    shop_id: int
    topic: str | None = None
    subject_id: int | None = None
    event_id: int | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    payload: Mapping[str, Any] = field(default_factory=dict)
    tries: int = 1


Handler = Callable[[Work], None]


@dataclass(frozen=True)
class Periodic:
    """Work that comes round by the clock; one process at a time takes the turn."""

    name: str
    every: dt.timedelta
    run: Callable[[], None]
