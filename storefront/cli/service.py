"""What runs in a process beside requests: node lease, sandbox, jobs; begun and ended in order."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from storefront.config import Settings
from storefront.domain.workshops import presence
from storefront.infra import http, installation, schema, trail
from storefront.infra.db import db
from storefront.infra.server import CannotStart
from storefront.jobs.worker import Worker
from storefront.sandbox import Sandbox, create_sandbox, start_api_listener

log = logging.getLogger(__name__)

RENEW_SECONDS = 120.0


class Service:
    """One process's own threads. Begin them after the fork, never at import."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.sandbox: Sandbox | None = None
        self._settings: Settings = app.config["SETTINGS"]
        self._endings: list[Callable[[], None]] = []

    def start(self, *, jobs: bool) -> None:
        """Lease a node for ids, write the trail of its requests, open the sandbox, work on jobs."""
        self._hold_node()
        self._write_trail()
        self._open_sandbox()
        if jobs:
            worker = Worker(self.app)
            worker.start(self._settings.job_threads)
            self._endings.append(worker.stop)

    def end_with(self, ending: Callable[[], None]) -> None:
        """Have `stop` call this first."""
        self._endings.append(ending)

    def stop(self) -> None:
        """Finish the jobs at hand, close the sandbox, give the node back."""
        while self._endings:
            self._endings.pop()()

    def _hold_node(self) -> None:
        with self.app.app_context():
            keeper = _NodeKeeper(self.app, installation.lease_node())
        keeper.start()
        self._endings.append(keeper.stop)

    def _write_trail(self) -> None:
        writer = trail.Writer(self.app, presence.write)
        writer.start()
        self._endings.append(writer.stop)

    def _open_sandbox(self) -> None:
        settings = self._settings
        if not settings.sandbox:
            return
        if settings.sandbox_url:
            http.allow_inner(settings.sandbox_url)
            return
        key = self.app.config["SANDBOX_KEY"]
        self.sandbox = create_sandbox(settings.instance / "sandbox.sqlite3", "/sandbox", bootstrap_key=key)
        server, port = start_api_listener(self.sandbox)
        http.allow_inner(f"http://127.0.0.1:{port}")
        self._endings += [server.server_close, server.shutdown]


class _NodeKeeper(threading.Thread):
    """Keeps this process's node number; every process has its own, so periodic work can't do it."""

    def __init__(self, app: Flask, lease: installation.NodeLease) -> None:
        super().__init__(name="node-lease", daemon=True)
        self._app = app
        self._lease = lease
        self._leaving = threading.Event()

    def run(self) -> None:
        while not self._leaving.wait(RENEW_SECONDS):
            try:
                with self._app.app_context():
                    if not self._lease.renew():
                        self._lease = installation.lease_node()
            except SQLAlchemyError:
                log.exception("the node lease could not be renewed; trying again")

    def stop(self) -> None:
        self._leaving.set()
        self.join()
        with self._app.app_context():
            self._lease.release()


def check_schema(app: Flask) -> bool:
    """Whether the database is at this release's schema. Raises CannotStart when it does not answer."""
    try:
        with app.app_context(), db.engine.connect() as connection:
            return schema.is_current(connection)
    except SQLAlchemyError as error:
        raise CannotStart(f"The database does not answer: {str(error).splitlines()[0]}") from error


def need_schema(app: Flask) -> None:
    """Raises CannotStart when the database waits for `db upgrade`."""
    if not check_schema(app):
        raise CannotStart("The database needs an upgrade first: python -m storefront db upgrade")
