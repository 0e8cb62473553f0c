"""Make this checkout ready: a virtual environment with pinned and hashed packages, and what the tests need.

Runs on a bare Python with nothing installed, so it uses the standard library only, and its syntax stays old
enough for a too-old Python to reach the line that says so.

    python3 tools/setup.py              what `make run` needs
    python3 tools/setup.py --dev        also linters and test tools
    python3 tools/setup.py --services   also a browser, PostgreSQL and Redis, by apt where they are missing
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import programs

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
APT_INSTALL = ["apt-get", "install", "-y", "-qq", "-o=Dpkg::Use-Pty=0", "--no-install-recommends"]
WITHOUT_QUESTIONS = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}


def main(arguments):
    started = time.monotonic()
    if sys.version_info < OLDEST:
        stop("Python {}.{} or newer is needed, this is {}.{}.".format(*OLDEST, *sys.version_info[:2]))
    make_venv()
    install("requirements.txt")
    if "--dev" in arguments:
        install("requirements-dev.txt")
    if "--services" in arguments:
        find_services()
    seconds = time.monotonic() - started
    if arguments or seconds > 1:
        say(f"Set-up took {seconds:.1f} s.")


def make_venv():
    """Create .venv, or make it anew when its Python is gone or too old, or a first try was cut short."""
    if is_usable(PYTHON):
        return
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        version = "{}.{}".format(*sys.version_info[:2])
        apt_install([f"python{version}-venv"], "Python's venv module")
    say("Making .venv ...")
    run([sys.executable, "-m", "venv", "--clear", str(VENV)], "Could not create .venv.")


def is_usable(python):
    check = (
        f"import sys, importlib.util as i; sys.exit(sys.version_info < {OLDEST} or not i.find_spec('pip'))"
    )
    return python.exists() and subprocess.call([str(python), "-c", check], stderr=subprocess.DEVNULL) == 0


def install(requirements):
    """Install one locked file, unless exactly this file is installed already."""
    wanted = hashlib.sha256((ROOT / requirements).read_bytes()).hexdigest()
    stamp = VENV / f"{requirements}.installed"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say(f"Installing {requirements} ...")
    pip = [str(PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--require-hashes"]
    run([*pip, "-r", str(ROOT / requirements)], f"Could not install {requirements}.")
    stamp.write_text(wanted)


def find_services():
    """A browser, PostgreSQL and Redis: found, or installed from the distribution."""
    prefer_headless()
    missing = missing_services()
    if not missing:
        return
    apt_install(missing, "What the tests talk to")
    still_missing = missing_services()
    if still_missing:
        stop(f"Still not found after installing: {' '.join(still_missing)}.")


def prefer_headless():
    """Debian's Chromium without a window needs half the processor time; tried once, else Chromium does."""
    tried = VENV / "headless.tried"
    found = programs.first_on_path((programs.HEADLESS,)) or os.environ.get("CHROMIUM")
    if found or tried.exists() or not shutil.which("apt-get") or os.geteuid() != 0:
        return
    tried.touch()
    say(f"Trying to install {programs.HEADLESS} ...")
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    for command in (["apt-get", "update", "-qq"], [*APT_INSTALL, programs.HEADLESS]):
        if subprocess.call(command, env=WITHOUT_QUESTIONS, **quiet) != 0:
            return


def missing_services():
    found = {
        "chromium": programs.chromium(),
        "postgresql": programs.postgres_bin(),
        "redis-server": programs.redis_server(),
    }
    return [package for package, place in found.items() if place is None]


def apt_install(packages, what):
    """Install Debian packages as root; anyone else is told the command."""
    command = "apt-get install -y " + " ".join(packages)
    if not shutil.which("apt-get"):
        stop(f"{what} is missing: install {' '.join(packages)} with your system's package manager.")
    if os.geteuid() != 0:
        stop(f"{what} is missing: run `sudo {command}`, then try again.")
    say(f"Installing {' '.join(packages)} ...")
    run(["apt-get", "update", "-qq"], "`apt-get update` failed.", WITHOUT_QUESTIONS)
    run([*APT_INSTALL, *packages], f"`{command}` failed.", WITHOUT_QUESTIONS)


def run(command, on_failure, environment=None):
    if subprocess.call(command, env=environment, cwd=str(ROOT), stdout=sys.stderr) != 0:
        stop(on_failure)


def say(line):
    print(line, flush=True)


def stop(line):
    print(line, file=sys.stderr)
    sys.exit(2)


if __name__ == "__main__":
    main(sys.argv[1:])
