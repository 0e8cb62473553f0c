"""Start and stop the servers behind tests/services.py, each in its own folder, on a port that was free."""

import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import redis

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


def start_postgres(binaries: Path, folder: Path, otherwise: Mapping[str, str] | None = None) -> int:
    """Make a cluster and start it, as a user that is not root (PostgreSQL refuses root); returns its port.

    `otherwise` are settings that differ from those of the tests.
    """
    folder.mkdir()
    owner = unprivileged_user()
    if owner:
        shutil.chown(folder, owner)
    data = folder / "data"
    init = [binaries / "initdb", "-D", data, "-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
    command([*init, "--no-sync"], folder, owner)
    port = free_port()
    where = {"port": str(port), "unix_socket_directories": str(folder)}
    settings = {**SERVER_SETTINGS, **(otherwise or {}), **where}
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    start = [binaries / "pg_ctl", "-D", data, "-l", folder / "log", "-w", "-t", str(ENOUGH_SECONDS)]
    command([*start, "-o", options, "start"], folder, owner)
    return port


def postgres_runs(folder: Path) -> bool:
    """The fourth line of the server's own note is its port; the note outlives a crash of the machine."""
    pid_file = folder / "data/postmaster.pid"
    return pid_file.exists() and answers(int(pid_file.read_text().splitlines()[3]))


def stop_postgres(binaries: Path, folder: Path) -> None:
    stop = [binaries / "pg_ctl", "-D", folder / "data", "-m", "immediate", "-w", "stop"]
    command(stop, folder, unprivileged_user())


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


def stop_redis(port: int) -> None:
    if answers(port):
        redis.Redis(port=port).shutdown(nosave=True)


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
