"""Who wants to hear of what: the one table from topics to handlers, and the one table of periodic work."""

from __future__ import annotations

import datetime as dt

from storefront.infra import queue
from storefront.jobs.registry import Handler, Periodic

TOPICS: dict[str, tuple[str, ...]] = {}
"""Topic of an event -> names of its handlers."""

HANDLERS: dict[str, Handler] = {}
"""Name of a handler -> the function. Names are kept in job rows: rename with care."""

PERIODIC: tuple[Periodic, ...] = (Periodic("jobs.clean_up", dt.timedelta(hours=6), queue.clean_up),)
