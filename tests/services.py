"""Real PostgreSQL, Redis and Chromium for the tests: one of each a run, shared by all parallel workers.

A pytest plugin (`pytest_plugins = ["tests.services"]` in conftest.py). The controller makes a folder for the
run and names it in the environment; the first worker that asks for a service starts it under a file lock, the
others read where it listens. The controller stops everything at the end, and what a killed run left behind at
the start of the next. A missing program ends the run with one line and exit code 2; nothing is ever skipped.
"""

import fcntl
import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

import psycopg
import pytest
from psycopg import sql

from tests import processes
from tools import programs

Found = TypeVar("Found")

RUN_FOLDER = "STOREFRONT_TEST_RUN"
PREFIX = "storefront-tests-"
OWNER_ROLE = "storefront_owner"
APP_ROLE = "storefront_app"
SUPERUSER = processes.SUPERUSER


@dataclass(frozen=True)
class PostgresServer:
    """A private cluster on loopback. Its two roles are those of production (trusted, no passwords).

    `storefront_owner` owns databases and tables; `storefront_app` owns nothing; neither is superuser or
    passes row-level security by.
    """

    port: int

    def url(self, database: str, role: str = APP_ROLE) -> str:
        return f"postgresql://{role}@127.0.0.1:{self.port}/{database}"

    def create_database(self, name: str, template: str = "template0") -> None:
        """An empty database, or a copy of `template`, owned by `storefront_owner`; replaces an old one."""
        self.drop_database(name)
        create = "CREATE DATABASE {} TEMPLATE {} OWNER {} ENCODING 'UTF8'"
        self.run(sql.SQL(create).format(*map(sql.Identifier, (name, template, OWNER_ROLE))))

    def drop_database(self, name: str) -> None:
        """Close whoever is connected, then drop it, if it is there."""
        self.run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def template(self, name: str, build: Callable[[str], None]) -> str:
        """Name of a database that `build(owner's url)` filled, once a run; pass it to `create_database`.

        `build` must close its connections: a database in use cannot be copied.
        """
        with once(f"template-{name}") as done:
            if not done.exists():
                self.create_database(name)
                build(self.url(name, OWNER_ROLE))
                done.write_text(name)
        return name

    def run(self, statement: sql.SQL | sql.Composed, database: str = "postgres") -> None:
        """Run one statement as superuser, outside a transaction."""
        with psycopg.connect(self.url(database, SUPERUSER), autocommit=True) as connection:
            connection.execute(statement)


@dataclass(frozen=True)
class RedisServer:
    port: int

    def url(self, database: int = 0) -> str:
        """Sixteen databases, so that each worker can have its own."""
        return f"redis://127.0.0.1:{self.port}/{database}"


@cache
def postgres_server() -> PostgresServer:
    """The run's PostgreSQL, started by whoever asks first."""
    with once("postgres.port") as port:
        if not port.exists():
            binaries = need(programs.postgres_bin(), "postgresql")
            listening = processes.start_postgres(binaries, run_folder() / "postgres")
            make_roles(PostgresServer(listening))
            port.write_text(str(listening))
        return PostgresServer(int(port.read_text()))


@cache
def redis_server() -> RedisServer:
    """The run's Redis, started by whoever asks first; keeps nothing on disk."""
    with once("redis.port") as port:
        if not port.exists():
            program = need(programs.redis_server(), "redis-server")
            port.write_text(str(processes.start_redis(program, run_folder() / "redis")))
        return RedisServer(int(port.read_text()))


@cache
def chromium_path() -> str:
    """The distribution's browser, for Playwright's `executable_path`."""
    return need(programs.chromium(), "chromium")


def need(found: Found | None, package: str) -> Found:
    if found is None:
        (run_folder() / "missing").write_text(package)
        pytest.exit(missing_line(package), returncode=2)
    return found


def missing_line(package: str) -> str:
    return f"The tests need {package}: run `make test`, or `apt-get install {package}` as root."


@contextmanager
def once(name: str) -> Iterator[Path]:
    """Hold the lock of one piece of the run; yields the file that says it is done."""
    done = run_folder() / name
    with done.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield done


def run_folder() -> Path:
    return Path(os.environ[RUN_FOLDER])


def make_roles(server: PostgresServer) -> None:
    for role in (OWNER_ROLE, APP_ROLE):
        server.run(sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS").format(sql.Identifier(role)))


def stop_services(folder: Path) -> None:
    """Stop what runs in one run's folder and remove the folder."""
    if processes.postgres_runs(folder / "postgres"):
        processes.stop_postgres(need(programs.postgres_bin(), "postgresql"), folder / "postgres")
    if (folder / "redis.port").exists():
        processes.stop_redis(int((folder / "redis.port").read_text()))
    shutil.rmtree(folder)


def remove_leftovers() -> None:
    """Stop the services of earlier runs whose controller was killed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        controller = int(folder.name.removeprefix(PREFIX).split("-")[0])
        if folder.owner() == processes.me() and not processes.is_alive(controller):
            stop_services(folder)


def is_controller(config: pytest.Config) -> bool:
    return not hasattr(config, "workerinput")


def pytest_configure(config: pytest.Config) -> None:
    if not is_controller(config):
        return
    signal.signal(signal.SIGTERM, lambda *_: pytest.exit("stopped by SIGTERM", returncode=143))
    remove_leftovers()
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    folder.chmod(0o711)
    os.environ[RUN_FOLDER] = str(folder)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A worker that ends the run cannot say why; the controller says it."""
    missing = run_folder() / "missing"
    if missing.exists():
        terminalreporter.write_line(missing_line(missing.read_text()), red=True)


def pytest_unconfigure(config: pytest.Config) -> None:
    if is_controller(config) and RUN_FOLDER in os.environ:
        stop_services(Path(os.environ.pop(RUN_FOLDER)))
