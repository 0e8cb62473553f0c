"""Carried files, changed."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

ELSEWHERE = "e" * 32


def from_elsewhere(file: bytes) -> bytes:
    """The same file as another installation would have made it."""
    parts = _parts(file)
    here = json.loads(parts["manifest.json"])["installation"]
    parts["class.json"] = parts["class.json"].replace(here.encode(), ELSEWHERE.encode())
    return _written(parts, installation=ELSEWHERE)


def with_rows(file: bytes, change: Callable[[dict[str, Any]], Any], part: str = "class.json") -> bytes:
    """The same file with other rows in one of its parts, and a list that agrees."""
    parts = _parts(file)
    data = json.loads(parts[part])
    change(data)
    parts[part] = json.dumps(data).encode()
    return _written(parts)


def _parts(file: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(file)) as old:
        return {name: old.read(name) for name in old.namelist()}


def _written(parts: dict[str, bytes], **facts: str) -> bytes:
    listed = {
        name: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for name, data in parts.items()
        if name != "manifest.json"
    }
    manifest = {**json.loads(parts["manifest.json"]), **facts, "parts": listed}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as new:
        for name, data in {**parts, "manifest.json": json.dumps(manifest).encode()}.items():
            new.writestr(name, data)
    return target.getvalue()
