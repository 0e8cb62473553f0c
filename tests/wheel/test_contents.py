import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

from tests.wheel.conftest import ROOT

pytestmark = pytest.mark.wheel


def test_everything_the_program_needs_at_run_time_is_inside(wheel: Path):
    package = (path for path in (ROOT / "storefront").rglob("*") if path.is_file())
    needed = {
        p.relative_to(ROOT).as_posix() for p in package if p.suffix != ".po" and "__pycache__" not in p.parts
    }

    inside = set(zipfile.ZipFile(wheel).namelist())

    assert sorted(needed - inside) == []


def test_nothing_but_the_program_is_inside(wheel: Path):
    roots = {name.partition("/")[0] for name in zipfile.ZipFile(wheel).namelist()}

    assert sorted(root.partition("-")[0] for root in roots) == ["storefront", "storefront"]


def test_the_database_servers_drivers_are_an_extra(wheel: Path):
    with zipfile.ZipFile(wheel) as archive:
        metadata = next(name for name in archive.namelist() if name.endswith("METADATA"))
        needs = Parser().parsestr(archive.read(metadata).decode()).get_all("Requires-Dist")

    assert sorted(need for need in needs if need.startswith(("psycopg", "redis"))) == [
        'psycopg[binary,pool]~=3.3.9; extra == "scale"',
        'redis~=8.1; extra == "scale"',
    ]
