"""The real server, but at a chosen commit it kills its whole process group.

Run as `python -m tests.faults.failing_server serve …`. The product knows nothing of this: the driver's commit
is wrapped from outside. FAIL_AT is `SITE MOMENT COUNT`: the site is the endpoint (or thread) and the
function of ours that committed, the moment is `before` or `after`, and the count says at which commit of that
site. FAIL_LOG gets a line for each hit.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path
from typing import Any

from flask import has_request_context, request
from sqlalchemy.engine.default import DefaultDialect

from storefront.cli import run

SITE, MOMENT, COUNT = os.environ["FAIL_AT"].split(" ")
LOG = Path(os.environ["FAIL_LOG"])
PACKAGE = f"{os.sep}storefront{os.sep}"

_count = 0
_lock = threading.Lock()
_commit = DefaultDialect.do_commit


def commit(self: DefaultDialect, connection: Any) -> None:
    """Commit; at the chosen one, die just before or just after it."""
    site = _site()
    due = site == SITE and _wrote(connection) and _is_the_one()
    if due and MOMENT == "before":
        _die(site)
    _commit(self, connection)
    if due:
        _die(site)


def _wrote(connection: Any) -> bool:
    """SQLite reads without a transaction; PostgreSQL gives a number only to transactions that wrote."""
    if hasattr(connection, "in_transaction"):
        return bool(connection.in_transaction)
    (number,) = connection.execute("SELECT pg_current_xact_id_if_assigned()").fetchone()
    return number is not None


def _is_the_one() -> bool:
    global _count
    with _lock:
        _count += 1
        return _count == int(COUNT)


def _site() -> str:
    place = request.endpoint if has_request_context() else threading.current_thread().name.split("-")[0]
    return f"{place}/{_committer()}"


def _committer() -> str:
    frame = sys._getframe(2)
    while frame is not None and PACKAGE not in frame.f_code.co_filename:
        frame = frame.f_back  # type: ignore[assignment]
    return frame.f_code.co_name if frame is not None else ""


def _die(site: str) -> None:
    with LOG.open("a") as log:
        log.write(f"{site} {MOMENT}\n")
    os.killpg(os.getpgrp(), signal.SIGKILL)


if __name__ == "__main__":
    DefaultDialect.do_commit = commit  # type: ignore[method-assign]
    sys.exit(run(sys.argv[1:]))
