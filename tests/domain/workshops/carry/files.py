"""Carried files, changed."""

from __future__ import annotations

import io
import json
import zipfile


def from_elsewhere(file: bytes) -> bytes:
    """The same file as another installation would have made it."""
    with zipfile.ZipFile(io.BytesIO(file)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    facts = json.loads(parts["manifest.json"])
    parts["manifest.json"] = json.dumps({**facts, "installation": "e" * 32}).encode()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data)
    return target.getvalue()
