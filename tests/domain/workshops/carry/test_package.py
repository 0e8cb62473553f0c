"""What is refused before anything of a carried file is used."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from storefront.domain.workshops.carry import package
from storefront.domain.workshops.carry.package import BadFile, Package, Writer

HASH = "ab" * 32


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A small file as we write it."""
    path = tmp_path / "class.zip"
    with path.open("wb") as target:
        writer = Writer(target, installation="0" * 32)
        writer.add_rows("class.json", {"tables": {}})
        writer.close()
    return path


def rewritten(
    path: Path, change: Callable[[dict[str, bytes]], Any], packing: int = zipfile.ZIP_DEFLATED
) -> Path:
    """The same file with other parts in it."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    change(parts)
    with zipfile.ZipFile(path, "w", packing) as new:
        for name, data in parts.items():
            new.writestr(name, data)
    return path


def told(held: dict[str, bytes], /, **changes: Any) -> None:
    """Other words in the list of parts."""
    held["manifest.json"] = json.dumps({**json.loads(held["manifest.json"]), **changes}).encode()


def listed(parts: dict[str, bytes], name: str, data: bytes, digest: str = HASH) -> None:
    """One part more, also in the list."""
    known = json.loads(parts["manifest.json"])["parts"]
    parts[name] = data
    told(parts, parts={**known, name: {"bytes": len(data), "sha256": digest}})


BROKEN: dict[str, Callable[[dict[str, bytes]], Any]] = {
    "a part was changed": lambda parts: parts.update({"class.json": b"{}"}),
    "a part is gone": lambda parts: parts.pop("class.json"),
    "a part is not listed": lambda parts: parts.update({"media/" + HASH: b"x"}),
    "no list": lambda parts: parts.pop("manifest.json"),
    "another format": lambda parts: told(parts, format="backup"),
    "another version": lambda parts: told(parts, version=2),
    "another schema": lambda parts: told(parts, schema="0001"),
    "no installation": lambda parts: told(parts, installation=None),
    "no parts": lambda parts: told(parts, parts=[]),
    "a path that climbs": lambda parts: listed(parts, "../keys/seal.keys", b"x"),
    "a path from the root": lambda parts: listed(parts, "/etc/passwd", b"x"),
    "a wrong hash": lambda parts: listed(parts, "shops/1.json", b"{}"),
    "a picture under another name": lambda parts: listed(
        parts, "media/" + HASH, b"x", "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
    ),
}


@pytest.mark.parametrize("change", BROKEN.values(), ids=BROKEN.keys())
def test_a_file_that_we_did_not_make_is_refused(
    good: Path, change: Callable[[dict[str, bytes]], Any]
) -> None:
    path = rewritten(good, change)

    with pytest.raises(BadFile):
        Package(path).check()


def test_what_we_made_is_read_back(good: Path) -> None:
    assert Package(good).rows("class.json") == {"tables": {}}


def test_no_zip_at_all_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "class.zip"
    path.write_bytes(b"PK\x03\x04 and so on")

    with pytest.raises(BadFile):
        Package(path)


def test_a_part_that_unpacks_to_more_than_is_said_is_never_read_whole(good: Path) -> None:
    path = rewritten(good, lambda parts: parts.update({"class.json": bytes(2**20)}))

    with pytest.raises(BadFile):
        Package(path).check()


def test_too_much_in_all_is_refused(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "LARGEST_WHOLE", 10)

    with pytest.raises(BadFile, match="unpacks"):
        Package(good)


def test_another_way_of_packing_is_refused(good: Path) -> None:
    path = rewritten(good, lambda parts: None, zipfile.ZIP_BZIP2)

    with pytest.raises(BadFile):
        Package(path)


def test_two_parts_of_one_name_are_refused(good: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(good.read_bytes())) as old:
        data = old.read("class.json")
    with zipfile.ZipFile(good, "a") as file, pytest.warns(UserWarning, match="Duplicate"):
        file.writestr("class.json", data)

    with pytest.raises(BadFile):
        Package(good)
