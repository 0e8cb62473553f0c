"""`worker`: jobs in a process of its own; any number of them, on any number of machines with PostgreSQL."""

from __future__ import annotations

import argparse
import signal
import threading

from storefront.app import create_app
from storefront.cli.service import Service, need_schema
from storefront.config import read_settings
from storefront.infra import logging, server


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("worker", help="run jobs in a process of its own")
    parser.set_defaults(run=run)


def run(_arguments: argparse.Namespace) -> int:
    """Work until SIGINT or SIGTERM; the jobs at hand are finished first."""
    settings = read_settings()
    server.usable_instance(settings.instance)
    leave = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: leave.set())
    logging.set_up(settings.log_level, for_people=settings.demo)
    app = create_app(settings)
    need_schema(app)
    service = Service(app)
    service.start(jobs=True)
    print("Working on jobs. Ctrl-C stops it.", flush=True)
    leave.wait()
    service.stop()
    return 0
