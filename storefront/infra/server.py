"""What must be right before a server starts: the folder, the lock, the port."""

from __future__ import annotations

import os
import socket
import sys
import time
from dataclasses import dataclass
from io import BufferedRandom
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: the port alone keeps a second server away
    fcntl = None  # type: ignore[assignment]

LOCK_NAME = "serve.lock"
LOCK_PATIENCE = 2.0
"""Seconds that the child of a killed server may need to notice and leave."""


class CannotStart(RuntimeError):
    """A server can't start here; the message is the one line that says why."""


@dataclass
class Lock:
    """The lock on an instance, held until the process ends or close()."""

    file: BufferedRandom

    def close(self) -> None:
        """Let another process have the instance."""
        self.file.close()


def usable_instance(folder: Path) -> None:
    """Make the instance folder. Raises CannotStart when nothing can be written there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".write-test-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        reason = error.strerror or error
        raise CannotStart(
            f"The folder {folder} can't be written to ({reason}). Set STOREFRONT_INSTANCE."
        ) from error


def lock_instance(folder: Path) -> Lock:
    """Keep a second server, or a restore, away from this instance. Raises CannotStart."""
    file = (folder / LOCK_NAME).open("a+b")
    deadline = time.monotonic() + LOCK_PATIENCE
    while not _try_lock(file):
        if time.monotonic() > deadline:
            file.close()
            raise CannotStart(f"Another server is running on the folder {folder}. Stop it first.")
        time.sleep(0.05)
    return Lock(file)


def can_share_instance() -> bool:
    """Whether several processes may write to one SQLite instance here: they take turns by `flock`."""
    return fcntl is not None


def _try_lock(file: BufferedRandom) -> bool:
    if not fcntl:
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def free_port(host: str, port: int) -> int:
    """The port to serve on, found free just now; 0 asks for any. Raises CannotStart.

    It is bound without sharing: the server's own socket shares its port, and would start beside another one.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if sys.platform != "win32":  # there this option would allow a port in use
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or error
            raise CannotStart(f"Port {port} on {host} can't be used ({reason}). Try PORT=9000.") from error
        return int(probe.getsockname()[1])


def answers(host: str, port: int) -> bool:
    """Whether somebody listens there."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.settimeout(1)
        return probe.connect_ex((host, port)) == 0
