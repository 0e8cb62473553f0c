import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TOOLS = Path(__file__).resolve().parents[2] / "tools"
TOO_OLD = "sys.version_info = (3, 9, 2)"
NOT_ROOT = "os.geteuid = lambda: 1000"
ROOT = "os.geteuid = lambda: 0"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout whose virtual environment is ready."""
    (tmp_path / "tools").mkdir()
    (tmp_path / ".venv/bin").mkdir(parents=True)
    python = tmp_path / ".venv/bin/python"
    python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)
    for name in ("setup.py", "programs.py"):
        shutil.copy(TOOLS / name, tmp_path / "tools")
    for name in ("requirements.txt", "requirements-dev.txt"):
        (tmp_path / name).write_text("")
        (tmp_path / f".venv/{name}.installed").write_text(hashlib.sha256(b"").hexdigest())
    return tmp_path


def set_up(
    checkout: Path, *arguments: str, world: str = "", path: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run tools/setup.py in a world that `world` has changed, with only the programs in `path`."""
    script = checkout / "tools/setup.py"
    lines = ("import os, sys, runpy", f"sys.argv = {[str(script), *arguments]!r}", world)
    run = f"runpy.run_path({str(script)!r}, run_name='__main__')"
    return subprocess.run(
        [sys.executable, "-c", "\n".join((*lines, run))],
        capture_output=True,
        text=True,
        env={"PATH": path, "PYTHONPATH": str(checkout / "tools"), "HOME": os.environ["HOME"]},
    )


def test_a_ready_checkout_is_left_alone(checkout: Path):
    done = set_up(checkout, "--dev")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Set-up took 0.")


def test_a_too_old_python_is_told_so_in_one_line(checkout: Path):
    done = set_up(checkout, world=TOO_OLD)

    assert (done.returncode, done.stderr) == (2, "Python 3.11 or newer is needed, this is 3.9.\n")


def test_whoever_may_not_install_is_told_the_command(checkout: Path):
    programs = checkout / "programs"
    programs.mkdir()
    (programs / "apt-get").touch(mode=0o755)
    (programs / "initdb").touch(mode=0o755)

    done = set_up(checkout, "--services", world=NOT_ROOT, path=str(programs))

    assert done.returncode == 2
    assert "`sudo apt-get install -y chromium redis-server`" in done.stderr
    assert done.stderr.count("\n") == 1


def test_without_apt_the_missing_packages_are_named(checkout: Path):
    done = set_up(checkout, "--services", path=str(checkout))

    assert done.returncode == 2
    assert "chromium" in done.stderr
    assert "redis-server with your system's package manager" in done.stderr


def test_the_lighter_browser_is_tried_once(checkout: Path):
    programs = checkout / "programs"
    programs.mkdir()
    (programs / "apt-get").write_text(f'#!/bin/sh\necho "$@" >> {checkout}/asked\n')
    (programs / "apt-get").chmod(0o755)

    for _ in range(2):
        set_up(checkout, "--services", world=ROOT, path=str(programs))

    asked = (checkout / "asked").read_text()
    assert asked.count("chromium-headless-shell") == 1
    assert asked.count(" chromium ") == 2


def test_a_package_that_cannot_be_had_is_one_line_and_leaves_no_stamp(checkout: Path):
    (checkout / "requirements.txt").write_text("no-hash-given")

    done = set_up(checkout)

    assert done.returncode == 2
    assert done.stderr.endswith("Could not install requirements.txt.\n")
    assert (checkout / ".venv/requirements.txt.installed").read_text() == hashlib.sha256(b"").hexdigest()
