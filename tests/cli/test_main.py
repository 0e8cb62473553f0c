"""The command line as a whole: what it lists, how light it is, how it refuses."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from storefront.cli import COMMANDS, run

ROOT = Path(__file__).parents[2]
HEAVY = ("flask", "sqlalchemy", "alembic", "granian", "PIL", "reportlab", "httpx")


def storefront(
    *arguments: str, python: str = sys.executable, **settings: str
) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("STOREFRONT_")}
    return subprocess.run(
        [python, "-m", "storefront", *arguments],
        cwd=ROOT,
        env={**clean, **settings},
        capture_output=True,
        text=True,
    )


def test_help_lists_every_command():
    listed = storefront("--help").stdout

    assert [name for name in COMMANDS if f"\n    {name} " not in listed] == []


def test_help_loads_nothing_heavy():
    script = "import sys; from storefront.cli import _parser; _parser(''); print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True
    ).stdout.split()

    assert "storefront.cli" in loaded
    assert set(HEAVY) & set(loaded) == set()


def test_the_supervisor_of_the_server_loads_no_application():
    script = "import sys, storefront.cli.serve; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True
    ).stdout.split()

    assert "granian" in loaded
    assert {"flask", "sqlalchemy", "storefront.app"} & set(loaded) == set()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_registers_itself(name: str, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as ended:
        run([name, "--help"])

    assert ended.value.code == 0
    assert f"storefront {name}" in capsys.readouterr().out
    assert callable(import_module(COMMANDS[name][1]).register)


@pytest.mark.parametrize(
    ("settings", "arguments", "said"),
    [
        ({"STOREFRONT_THREADS": "many"}, ("--demo",), "STOREFRONT_THREADS must be a number, not 'many'"),
        ({"PORT": "http"}, ("--demo",), "PORT must be a number, not 'http'"),
        ({}, (), "STOREFRONT_PUBLIC_URL is needed"),
        ({"STOREFRONT_INSTANCE": "/proc/none"}, ("--demo",), "/proc/none can't be written to"),
        ({}, ("--demo", "--workers", "2"), "--workers above 1 needs"),
    ],
)
def test_what_stops_serving_is_one_line_and_code_2(
    tmp_path: Path, settings: dict[str, str], arguments: tuple[str, ...], said: str
):
    done = storefront("serve", *arguments, **{"STOREFRONT_INSTANCE": str(tmp_path / "instance"), **settings})

    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_an_outdated_database_is_not_served(tmp_path: Path):
    settings = {"STOREFRONT_INSTANCE": str(tmp_path), "STOREFRONT_PUBLIC_URL": "https://cho.example"}

    done = storefront("serve", "--port", "0", **settings)

    assert done.returncode == 2
    assert done.stderr == "The database needs an upgrade first: python -m storefront db upgrade\n"


def test_doctor_says_what_is_wrong_and_fails_and_is_content_after_the_upgrade(tmp_path: Path):
    settings = {"STOREFRONT_INSTANCE": str(tmp_path)}

    before = storefront("doctor", **settings)
    storefront("db", "upgrade", **settings)
    after = storefront("doctor", **settings)

    assert (before.returncode, after.returncode) == (1, 0)
    assert "FAIL  database: its schema is empty" in before.stdout
    assert "ok    database: sqlite" in after.stdout
    assert "FAIL" not in after.stdout
