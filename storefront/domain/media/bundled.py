"""The pictures that come with the program, for samples and kits."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files


@cache
def bundled() -> frozenset[str]:
    """The content hashes of their masters."""
    folder = files("storefront").joinpath("demo", "images")
    pictures = (file for file in folder.iterdir() if file.name.endswith(".webp"))
    return frozenset(hashlib.sha256(file.read_bytes()).hexdigest() for file in pictures)
