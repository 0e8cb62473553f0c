"""Class in a box: a laptop whose network is cut off serves a class from joining to a paid practice order."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.serving import ROOT

pytestmark = pytest.mark.faults

ALONE = ("unshare", "--net") if os.geteuid() == 0 else ("unshare", "--net", "--map-root-user")


def test_a_class_without_any_network_joins_opens_sells_and_is_paid(
    tmp_path: Path, migrated_sqlite: Path
) -> None:
    shutil.copy(migrated_sqlite, tmp_path / "storefront.sqlite3")

    done = subprocess.run(
        [*ALONE, sys.executable, "-m", "tests.faults.boxed", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["network"] == "Network is unreachable"
    assert "█▀▀▀" in told["printed"] or "▄▄▄▄▄" in told["printed"]
    assert "http://127.0.0.1:" in told["printed"] and "giangvien@lop.local" in told["printed"]
    assert (told["paid"], told["hosts"]) == (True, [])
