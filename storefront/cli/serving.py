"""The server process itself: the application, what runs beside it, and when it leaves."""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import os
import signal
import sys
import threading
import time
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.sharedctypes import Synchronized
from typing import TYPE_CHECKING, Any

from granian import Granian

from storefront.config import BadSetting, Settings
from storefront.infra import server
from storefront.infra.server import CannotStart

if TYPE_CHECKING:
    from storefront.cli.running import Running


@dataclass(frozen=True)
class Serving:
    """What the server process is told by its supervisor; `failed` takes the exit code back.

    `program` is the module whose `start(settings, *told)` makes what is served.
    """

    settings: Settings
    host: str
    port: int
    failed: Synchronized[int]
    program: str = "storefront.cli.running"
    told: tuple[Any, ...] = ()


def run_child(serving: Serving, worker_id: int, name: str, _loader: object, *rest: Any) -> None:
    """Load the application and serve until told to stop, or until the supervisor is gone."""
    signal.signal(signal.SIGTERM, _leave)
    _leave_ctrl_c_to_supervisor()
    try:
        running: Running = import_module(serving.program).start(serving.settings, *serving.told)
    except (BadSetting, CannotStart) as error:
        print(error, file=sys.stderr, flush=True)
        serving.failed.value = 2
        sys.exit(2)
    threading.Thread(target=_watch_supervisor, args=(running,), daemon=True).start()
    threading.Thread(target=_announce, args=(serving, running), daemon=True).start()
    try:
        Granian._spawn_wsgi_worker(worker_id, name, lambda: running.application, *rest)
    finally:
        running.service.stop()


def _leave_ctrl_c_to_supervisor() -> None:
    """Ctrl-C is told to the whole group, and the supervisor tells this process again.

    At two signals at once granian's worker may miss both and stay until it is killed, twenty seconds later.
    Threads that are begun from here on inherit what is blocked.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):  # granian listens for it again
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def _leave(number: int, _frame: object) -> None:
    sys.exit(128 + number)


def _watch_supervisor(running: Running) -> None:
    """Nobody would stop this process once its supervisor is gone, and the next server needs its place."""
    supervisor = multiprocessing.parent_process()
    if supervisor is None:
        return
    multiprocessing.connection.wait([supervisor.sentinel])
    running.service.stop()
    os._exit(1)


def _announce(serving: Serving, running: Running) -> None:
    """Say where it is, once it really answers."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(serving.host, serving.host)
    while not server.answers(host, serving.port):
        time.sleep(0.02)
    print(*running.lines(), sep="\n", flush=True)
