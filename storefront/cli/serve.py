"""`serve`: the supervisor. It checks what can be checked, then keeps one server process and ends with it."""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
from dataclasses import replace
from functools import partial
from typing import NoReturn

from granian import Granian
from granian.constants import Interfaces

from storefront.cli.serving import Serving, run_child
from storefront.config import BadSetting, Settings, read_settings
from storefront.infra import server

STOP_SECONDS = 20
"""How long jobs and requests at hand may take to end before the process is killed."""


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("serve", help="serve the shops, with jobs and practice gateways inside")
    parser.add_argument("--demo", action="store_true", help="with demo data, sign-ins and the message box")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, help="0: any free port (default: $PORT or 8000)")
    parser.add_argument("--workers", type=int, default=1, help="server processes, needs PostgreSQL and Redis")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Serve until a signal comes or the server process ends; 2 when it could not start."""
    settings = _settings(arguments)
    _refuse_workers(settings, arguments.workers)
    server.usable_instance(settings.instance)
    lock = server.lock_instance(settings.instance)
    port = server.free_port(arguments.host, asked_port(arguments.port))
    failed = multiprocessing.Value("i", 0)
    serving = Serving(_with_address(settings, arguments.host, port), arguments.host, port, failed)
    return keep(serving, lock, workers=arguments.workers)


def keep(serving: Serving, lock: server.Lock, *, workers: int = 1) -> int:
    """Keep the server process until a signal comes or it ends; the exit code."""
    granian = Granian(
        "storefront",
        address=serving.host,
        port=serving.port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=serving.settings.threads,
        log_enabled=False,
        websockets=False,
        workers_kill_timeout=STOP_SECONDS,
    )
    try:
        granian.serve(spawn_target=partial(run_child, serving), target_loader=_never, wrap_loader=False)
    except SystemExit:
        if not serving.failed.value:
            print("The server process ended unexpectedly.", file=sys.stderr)
        return serving.failed.value or 1
    finally:
        lock.close()
    return 0


def _never(*_: object) -> NoReturn:
    """The application is loaded by run_child, which has settings to give it."""
    raise AssertionError("granian's loader is not used")


def _settings(arguments: argparse.Namespace) -> Settings:
    settings = read_settings(demo=True) if arguments.demo else read_settings()
    if settings.production and not settings.public_url:
        raise BadSetting("STOREFRONT_PUBLIC_URL is needed: the address people type (or use serve --demo).")
    return settings


def _with_address(settings: Settings, host: str, port: int) -> Settings:
    """In the demo, messages and callbacks use the address it serves on, unless another is set."""
    if settings.public_url:
        return settings
    name = "localhost" if host in ("127.0.0.1", "0.0.0.0", "::", "::1") else host
    return replace(settings, public_url=f"http://{name}:{port}")


def asked_port(asked: int | None) -> int:
    """The port of the command line, else of $PORT, else 8000. Raises BadSetting."""
    if asked is not None:
        return asked
    given = os.environ.get("PORT", "8000")
    if not given.isdigit():
        raise BadSetting(f"PORT must be a number, not {given!r}")
    return int(given)


def _refuse_workers(settings: Settings, workers: int) -> None:
    if workers > 1 and (settings.sqlite or settings.jobs or not settings.redis_url):
        raise BadSetting(
            "--workers above 1 needs STOREFRONT_DATABASE_URL (PostgreSQL), STOREFRONT_REDIS_URL and"
            " STOREFRONT_JOBS=0 with `worker` processes apart."
        )
