"""Where the programs outside Python are: the browser, PostgreSQL and Redis that the tests talk to.

Standard library only, and quoted types: tools/setup.py runs this on any Python, tests/services.py in the
full environment.
"""

import os
import shutil
from pathlib import Path

HEADLESS = "chromium-headless-shell"
CHROMIUM_NAMES = (HEADLESS, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> "str | None":
    """Path of the browser or None; CHROMIUM names another one."""
    return os.environ.get("CHROMIUM") or first_on_path(CHROMIUM_NAMES)


def postgres_bin() -> "Path | None":
    """Folder that holds initdb, pg_ctl and postgres, the newest first, or None."""
    return next((folder for folder in postgres_folders() if (folder / "initdb").is_file()), None)


def redis_server() -> "str | None":
    """Path of redis-server (or its twin valkey-server) or None."""
    return first_on_path(("redis-server", "valkey-server"))


def postgres_folders() -> "list[Path]":
    """Debian keeps the server's programs off PATH, one folder a major version."""
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    newest_first = sorted(debian, key=lambda folder: float(folder.parent.name), reverse=True)
    found = shutil.which("initdb")
    return newest_first + ([Path(found).resolve().parent] if found else [])


def first_on_path(names: "tuple[str, ...]") -> "str | None":
    return next(filter(None, map(shutil.which, names)), None)
