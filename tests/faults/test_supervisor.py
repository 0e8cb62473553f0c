"""The supervisor of `serve` under ill treatment: nothing survives that should not, nothing hangs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from storefront.cli.serve import STOP_SECONDS
from tests import processes
from tests.faults.conftest import NewServer
from tests.serving import ROOT, Server

pytestmark = pytest.mark.faults

WORKSHOP = ("-m", "storefront", "workshop")


def test_one_supervisor_and_one_server_process_answer_and_ctrl_c_ends_them_cleanly_at_once(server: Server):
    assert len(server.children()) == 1
    assert httpx.get(f"{server.url}/healthz").text == "ok\n"

    began = time.monotonic()
    code = server.stop(signal.SIGINT)

    assert (code, server.members(), server.refuses_connections()) == (0, [], True)
    # not by being killed: Ctrl-C reached the server process twice, by the group and by its supervisor
    assert time.monotonic() - began < STOP_SECONDS


def test_sigterm_to_the_supervisor_alone_ends_it_cleanly(server: Server):
    server.running.terminate()

    assert server.running.wait(timeout=30) == 0
    assert (server.members(), server.refuses_connections()) == ([], True)


def test_the_server_process_leaves_when_its_supervisor_was_killed(server: Server):
    server.kill_main()

    processes.wait_until(lambda: not server.members(), "the orphan stays")
    assert server.refuses_connections()


def test_a_killed_server_process_ends_the_service(server: Server):
    os.kill(server.children()[0], signal.SIGKILL)

    assert server.running.wait(timeout=30) == 1
    assert (server.members(), server.refuses_connections()) == ([], True)
    assert "ended unexpectedly" in server.log.read_text()


def test_a_second_server_on_the_instance_or_the_port_is_refused_in_one_line(
    server: Server, new_server: NewServer
):
    on_the_instance = refusal(Server(server.instance))
    on_the_port = refusal(new_server(port=server.port))

    line = f"Another server is running on the folder {server.instance}. Stop it first."
    assert on_the_instance == (2, line)
    assert (on_the_port[0], on_the_port[1].count("\n")) == (2, 0)
    assert "Address already in use" in on_the_port[1]


def test_it_starts_again_at_once_after_the_whole_group_was_killed(server: Server):
    for _ in range(2):
        server.kill_group()
        assert server.refuses_connections()
        server.start().wait_ready()

    assert len(server.members()) == 2


def test_it_starts_again_at_once_after_the_supervisor_alone_was_killed(server: Server):
    server.kill_main()
    again = Server(server.instance, port=server.port).start()

    processes.wait_until(lambda: not server.members(), "the orphan stays")
    again.wait_ready()
    assert len(again.members()) == 2
    assert again.stop() == 0


def test_the_process_of_a_class_s_jobs_is_followed_by_another_and_never_stays(new_server: NewServer):
    server = new_server(program=WORKSHOP).start("--address", "127.0.0.1").wait_ready()
    (first,) = jobs_of(server)

    os.kill(first, signal.SIGKILL)
    processes.wait_until(lambda: jobs_of(server) not in ([], [first]), "nobody works on the jobs")
    server.kill_main()

    processes.wait_until(lambda: not server.members(), "an orphan stays")


def test_ctrl_c_ends_a_class_and_its_jobs_cleanly(new_server: NewServer):
    server = new_server(program=WORKSHOP).start("--address", "127.0.0.1").wait_ready()

    assert server.stop(signal.SIGINT) == 0

    processes.wait_until(lambda: not server.members(), "somebody stays")


def jobs_of(server: Server) -> list[int]:
    """The processes that the server process keeps, but Python's own that looks after semaphores."""
    living = server.children()
    return [pid for pid in living if parent(pid) in living and "spawn_main" in told(pid)]


def parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def told(pid: int) -> str:
    """The command line of a process."""
    return Path(f"/proc/{pid}/cmdline").read_text()


def refusal(server: Server) -> tuple[int, str]:
    """Exit code and the one line of a start that fails."""
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "storefront", "serve", "--port", str(server.port)],
        cwd=ROOT,
        env=server.environment(),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert time.monotonic() - began < 30
    return done.returncode, done.stderr.strip()
