"""Real PostgreSQL, Redis and Chromium for the tests: one of each a run, shared by all parallel workers.

A pytest plugin (`pytest_plugins = ["tests.services"]` in conftest.py). The controller makes a folder for the
run and names it in the environment; the first worker that asks for a service starts it under a file lock, the
others read where it listens. The controller stops everything at the end, and what a killed run left behind at
the start of the next. A missing program ends the run with one line and exit code 2; nothing is ever skipped.
"""

import fcntl
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

import psycopg
import pytest
import redis
from psycopg import sql

from tools import programs

Found = TypeVar("Found")

RUN_FOLDER = "STOREFRONT_TEST_RUN"
PREFIX = "storefront-tests-"
OWNER_ROLE = "storefront_owner"
APP_ROLE = "storefront_app"
SUPERUSER = "postgres"
ENOUGH_SECONDS = 30
SERVER_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
}


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
            port.write_text(str(start_postgres(binaries, run_folder() / "postgres")))
        return PostgresServer(int(port.read_text()))


@cache
def redis_server() -> RedisServer:
    """The run's Redis, started by whoever asks first; keeps nothing on disk."""
    with once("redis.port") as port:
        if not port.exists():
            program = need(programs.redis_server(), "redis-server")
            port.write_text(str(start_redis(program, run_folder() / "redis")))
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


def start_postgres(binaries: Path, folder: Path) -> int:
    """Make a cluster and start it, as a user that is not root (PostgreSQL refuses root); returns its port."""
    folder.mkdir()
    owner = unprivileged_user()
    if owner:
        shutil.chown(folder, owner)
    data = folder / "data"
    init = [binaries / "initdb", "-D", data, "-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
    command([*init, "--no-sync"], folder, owner)
    port = free_port()
    settings = SERVER_SETTINGS | {"port": str(port), "unix_socket_directories": str(folder)}
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    start = [binaries / "pg_ctl", "-D", data, "-l", folder / "log", "-w", "-t", str(ENOUGH_SECONDS)]
    command([*start, "-o", options, "start"], folder, owner)
    make_roles(PostgresServer(port))
    return port


def make_roles(server: PostgresServer) -> None:
    for role in (OWNER_ROLE, APP_ROLE):
        server.run(sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS").format(sql.Identifier(role)))


def start_redis(program: str, folder: Path) -> int:
    folder.mkdir()
    port = free_port()
    options = {
        "port": port,
        "bind": "127.0.0.1",
        "dir": folder,
        "pidfile": folder / "pid",
        "appendonly": "no",
    }
    arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
    command([program, *arguments, "--save", "", "--daemonize", "yes"], folder, None)
    wait_until(lambda: answers(port), f"redis-server does not answer on port {port}")
    return port


def command(arguments: list[object], folder: Path, user: str | None) -> None:
    """Run a program to its end; what it says goes into the run's folder and, if it fails, into the error."""
    log = folder / "command.log"
    with log.open("a") as output:
        status = subprocess.run(
            [str(argument) for argument in arguments],
            cwd=folder,
            user=user,
            group=user,
            stdout=output,
            stderr=output,
        )
    if status.returncode:
        raise RuntimeError(f"{arguments[0]} failed: {log.read_text()[-2000:]}")


def unprivileged_user() -> str | None:
    """Whom to become when we are root; None when we are not."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return SUPERUSER if SUPERUSER in names else "nobody"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_until(condition: Callable[[], bool], what_failed: str) -> None:
    deadline = time.monotonic() + ENOUGH_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise RuntimeError(what_failed)
        time.sleep(0.05)


def stop_services(folder: Path) -> None:
    """Stop what runs in one run's folder and remove the folder."""
    if postgres_runs(folder / "postgres/data/postmaster.pid"):
        binaries = need(programs.postgres_bin(), "postgresql")
        stop = [binaries / "pg_ctl", "-D", folder / "postgres/data", "-m", "immediate", "-w", "stop"]
        command(stop, folder / "postgres", unprivileged_user())
    if (folder / "redis.port").exists():
        stop_redis(int((folder / "redis.port").read_text()))
    shutil.rmtree(folder)


def postgres_runs(pid_file: Path) -> bool:
    """The fourth line of the server's own note is its port; the note outlives a crash of the machine."""
    return pid_file.exists() and answers(int(pid_file.read_text().splitlines()[3]))


def stop_redis(port: int) -> None:
    if answers(port):
        redis.Redis(port=port).shutdown(nosave=True)


def remove_leftovers() -> None:
    """Stop the services of earlier runs whose controller was killed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        if not is_alive(int(folder.name.removeprefix(PREFIX).split("-")[0])) and folder.owner() == me():
            stop_services(folder)


def me() -> str:
    return pwd.getpwuid(os.geteuid()).pw_name


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


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
