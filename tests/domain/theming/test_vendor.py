"""Third-party files are the ones vendor.json says, with their licences beside them."""

import hashlib
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
VENDORED = [
    (root / entry["folder"], entry["sha256"])
    for root in (ROOT / "storefront/static/vendor", ROOT / "tests/vendor")
    for entry in json.loads((root / "vendor.json").read_text()).values()
]


@pytest.mark.parametrize(("folder", "expected"), VENDORED, ids=[folder.name for folder, _ in VENDORED])
def test_vendored_files_are_unchanged(folder: Path, expected: dict[str, str]) -> None:
    found = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.iterdir()}

    assert found == expected
    assert "LICENSE" in found
