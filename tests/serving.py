"""The real `python -m storefront serve`, in a process group of its own, for tests that use or kill it."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests import processes

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 60.0
"""Seconds; the processors are shared with other tests."""

SERVE = ("-m", "storefront", "serve")


@dataclass
class Server:
    """One server on an instance. `start()` it, use `url`, and end it by `stop()` or `kill_group()`."""

    instance: Path
    settings: Mapping[str, str] = field(default_factory=dict)
    port: int = field(default_factory=processes.free_port)
    program: tuple[str, ...] = SERVE
    python: str = sys.executable
    folder: Path = ROOT
    extra: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def log(self) -> Path:
        """Everything it printed, over all its starts."""
        return self.instance / "serve.log"

    def start(self, *arguments: str) -> Server:
        """Start it and do not wait."""
        self.instance.mkdir(parents=True, exist_ok=True)
        with self.log.open("a") as output:
            self.process = subprocess.Popen(
                [self.python, *self.program, "--port", str(self.port), *arguments],
                cwd=self.folder,
                env=self.environment(),
                stdout=output,
                stderr=output,
                start_new_session=True,
                text=True,
            )
        return self

    def environment(self) -> dict[str, str]:
        """The settings as STOREFRONT_* variables; nothing of the caller's own leaks in.

        Compiled modules are kept, as everywhere in production, so that a start is as quick as there.
        """
        ours = ("STOREFRONT_", "PYTHONDONTWRITEBYTECODE")
        clean = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        values = {
            "instance": str(self.instance),
            "public_url": self.url,
            "argon2_fast": "1",
            "demo": "0",
            **self.settings,
        }
        ours_now = {f"STOREFRONT_{name.upper()}": value for name, value in values.items()}
        return {**clean, **ours_now, **self.extra}

    def wait_ready(self) -> Server:
        """Until /readyz says so; what it printed otherwise."""
        deadline = time.monotonic() + PATIENCE
        while not self._is_ready():
            assert self.running.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.05)
        return self

    def _is_ready(self) -> bool:
        try:
            # a TLS context for each question would take half a processor from the server that is starting
            return httpx.get(f"{self.url}/readyz", timeout=5, verify=False).status_code == 200
        except httpx.TransportError:
            return False

    @property
    def running(self) -> subprocess.Popen[str]:
        assert self.process is not None, "start() first"
        return self.process

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Ask the whole group to end, as Ctrl-C in a terminal does; the exit code."""
        if self.running.poll() is None:
            os.killpg(self.running.pid, number)
        return self.running.wait(timeout=PATIENCE)

    def kill_group(self) -> None:
        """SIGKILL to every process of it at once, and wait until all are gone."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.running.pid, signal.SIGKILL)
        self.running.wait(timeout=PATIENCE)
        processes.wait_until(lambda: not self.members(), "processes survived SIGKILL")

    def kill_main(self) -> None:
        """SIGKILL to the supervisor alone."""
        self.running.kill()
        self.running.wait(timeout=PATIENCE)

    def members(self) -> list[int]:
        """Living processes of its group: the supervisor and the server process."""
        return [pid for pid in _processes() if _group(pid) == self.running.pid]

    def children(self) -> list[int]:
        """Living processes of its group beside the supervisor."""
        return [pid for pid in self.members() if pid != self.running.pid]

    def refuses_connections(self) -> bool:
        """Whether nobody listens on its port."""
        return not processes.answers(self.port)


def _processes() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def _group(pid: int) -> int | None:
    """The process group of a living process; one that is dead to its last thread is none."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        threads = len(list(Path(f"/proc/{pid}/task").iterdir()))
    except (FileNotFoundError, ProcessLookupError):
        return None
    return None if state[0] == "Z" and threads == 1 else int(state[2])
