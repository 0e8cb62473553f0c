"""Jobs in a process beside the server's, so that forms and what follows from them use a processor each."""

from __future__ import annotations

import logging
import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from dataclasses import replace

from storefront.app import create_app
from storefront.cli.service import Service
from storefront.config import Settings
from storefront.infra import http, server
from storefront.infra import logging as lines

log = logging.getLogger(__name__)

STOP_SECONDS = 12.0
"""How long the jobs at hand may take to end before their process is killed."""
PAUSE_SECONDS = 1.0
_processes = multiprocessing.get_context("spawn")


def worthwhile() -> bool:
    """Whether two processes may share an instance here, and have more than one processor to share."""
    return server.can_share_instance() and (os.cpu_count() or 1) > 1


class JobsApart:
    """Keeps a process that works on jobs until `stop`; one that dies is followed by another."""

    def __init__(self, settings: Settings) -> None:
        """Begin it; it calls the sandbox of this process."""
        self._settings = replace(settings, sandbox_url=settings.sandbox_url or http.inner_base())
        self._leaving = threading.Event()
        self._process = self._begin()
        self._keeper = threading.Thread(target=self._keep, name="jobs-keeper", daemon=True)
        self._keeper.start()

    def stop(self) -> None:
        """Let the jobs at hand end."""
        self._leaving.set()
        self._process.terminate()
        self._process.join(STOP_SECONDS)
        if self._process.is_alive():
            self._process.kill()
        self._keeper.join()

    def _begin(self) -> multiprocessing.process.BaseProcess:
        process = _processes.Process(target=_work, args=(self._settings,), name="jobs")
        process.start()
        return process

    def _keep(self) -> None:
        while not self._leaving.is_set():
            self._process.join()
            if self._process.exitcode == 0 or self._leaving.wait(PAUSE_SECONDS):
                return
            log.error("the jobs' process ended with %s; another one begins", self._process.exitcode)
            self._process = self._begin()


def _work(settings: Settings) -> None:
    """The process itself. Ctrl-C is for the server to hear, which then says so."""
    leave = threading.Event()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: leave.set())
    threading.Thread(target=_watch_server, args=(leave,), daemon=True).start()
    lines.set_up(settings.log_level, for_people=True)
    service = Service(create_app(settings))
    service.start(jobs=True)
    leave.wait()
    service.stop()


def _watch_server(leave: threading.Event) -> None:
    """Whoever kept this process is gone: nobody would stop it."""
    server_process = multiprocessing.parent_process()
    if server_process is not None:
        multiprocessing.connection.wait([server_process.sentinel])
        leave.set()
