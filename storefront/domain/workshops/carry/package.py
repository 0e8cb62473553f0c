"""The file that is carried: a ZIP with JSON, pictures named by their hash, and a list of every part.

`manifest.json` names format, installation, schema, and size and SHA-256 of each part; `class.json` has the
rows of the class, `shops/<learner>.json` a practice shop, `media/<sha256>` a picture.
"""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from flask_babel import lazy_gettext

from storefront.infra import schema
from storefront.infra.errors import Invalid, Sentence

FORMAT, VERSION = "storefront-class", 1
MANIFEST, CLASS = "manifest.json", "class.json"
PART = re.compile(r"class\.json|shops/\d{1,19}\.json|media/[0-9a-f]{64}")
MOST_PARTS = 20_000
LARGEST_MANIFEST = 8 * 2**20
LARGEST_PICTURE = 64 * 2**20
LARGEST_ROWS = 32 * 2**20
LARGEST_WHOLE = 2**30
"""Bytes unpacked: what is larger was not made by us."""
OURS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    RuntimeError,
    OSError,
    ValueError,
)


class BadFile(Invalid):
    """The file is not one that can be brought in; the sentence says why."""

    code = "bad_carried_file"

    def __init__(self, sentence: Sentence | None = None) -> None:
        told = sentence or lazy_gettext("This file is damaged or not complete. Save it on the laptop again.")
        super().__init__({"file": [told]}, told)


@dataclass(frozen=True, slots=True)
class Part:
    """Size and SHA-256 of one part."""

    bytes: int
    sha256: str


class Writer:
    """Writes a file part by part; the list comes last."""

    def __init__(self, target: IO[bytes], **facts: Any) -> None:
        self._zip = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED)
        self._facts = facts
        self._parts: dict[str, dict[str, Any]] = {}

    def add_rows(self, name: str, data: object) -> None:
        """Add a part of rows."""
        self.add(name, json.dumps(data, ensure_ascii=False, sort_keys=True).encode())

    def add(self, name: str, data: bytes) -> None:
        """Add a part; one that is there already is left alone, as pictures are named by their hash."""
        if name in self._parts:
            return
        self._parts[name] = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        self._put(name, data)

    def close(self) -> None:
        """Write the list, and end."""
        facts = {"format": FORMAT, "version": VERSION, "schema": schema.newest(), **self._facts}
        self._put(MANIFEST, json.dumps({**facts, "parts": self._parts}, sort_keys=True).encode())
        self._zip.close()

    def _put(self, name: str, data: bytes) -> None:
        # one moment for all, so that the same rows give the same file
        info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
        info.compress_type = zipfile.ZIP_STORED if name.startswith("media/") else zipfile.ZIP_DEFLATED
        self._zip.writestr(info, data)


class Package:
    """A file whose parts are read one by one, each only as it is listed; none is unpacked onto the disk."""

    def __init__(self, file: IO[bytes] | Path) -> None:
        """Open it and read its list. Raises BadFile."""
        try:
            self._zip = zipfile.ZipFile(file)
            self.facts = self._read_manifest()
            self.parts = self._listed(self.facts)
        except UNREADABLE as error:
            raise BadFile from error

    def check(self) -> None:
        """Read every part once, as it is listed. Raises BadFile."""
        for name, part in self.parts.items():
            self.read(name)
            if name.startswith("media/") and name != f"media/{part.sha256}":
                raise BadFile

    def rows(self, name: str) -> Any:
        """A part of rows. Raises BadFile."""
        try:
            return json.loads(self.read(name))
        except UNREADABLE as error:
            raise BadFile from error

    def read(self, name: str) -> bytes:
        """A part's bytes, their hash compared. Raises BadFile."""
        part = self.parts.get(name)
        if part is None:
            raise BadFile
        try:
            data = self._read(name, part.bytes)
        except UNREADABLE as error:
            raise BadFile from error
        if hashlib.sha256(data).hexdigest() != part.sha256:
            raise BadFile
        return data

    @property
    def installation(self) -> str:
        """Where it was made."""
        return str(self.facts["installation"])

    @property
    def shops(self) -> list[str]:
        """The ids of the learners whose practice shops are inside."""
        return sorted(name[6:-5] for name in self.parts if name.startswith("shops/"))

    def _read_manifest(self) -> dict[str, Any]:
        infos = self._zip.infolist()
        names = [info.filename for info in infos]
        if len(names) > MOST_PARTS or len(set(names)) != len(names) or MANIFEST not in names:
            raise BadFile(lazy_gettext("This is not a file of a class. Choose the one saved on the laptop."))
        if any(info.compress_type not in OURS for info in infos):
            # others are unpacked without a bound by Python's reader
            raise BadFile
        if sum(info.file_size for info in infos) > LARGEST_WHOLE:
            raise BadFile(lazy_gettext("This file unpacks to more than a class can hold."))
        facts = json.loads(self._read(MANIFEST, LARGEST_MANIFEST, exactly=False))
        if not isinstance(facts, dict) or facts.get("format") != FORMAT:
            raise BadFile(lazy_gettext("This is not a file of a class. Choose the one saved on the laptop."))
        if facts.get("version") != VERSION or facts.get("schema") != schema.newest():
            raise BadFile(
                lazy_gettext(
                    "The laptop has another release of the program. Bring both to the same one first."
                )
            )
        return facts

    def _listed(self, facts: Mapping[str, Any]) -> dict[str, Part]:
        listed = facts.get("parts")
        if not isinstance(listed, dict) or not re.fullmatch(r"[0-9a-f]{32}", str(facts.get("installation"))):
            raise BadFile
        parts = {name: _part(name, told) for name, told in listed.items()}
        present = {info.filename for info in self._zip.infolist()} - {MANIFEST}
        if parts.keys() != present or CLASS not in parts or not all(map(PART.fullmatch, parts)):
            raise BadFile
        return parts

    def _read(self, name: str, size: int, *, exactly: bool = True) -> bytes:
        """At most so many bytes, whatever the part says of itself."""
        with self._zip.open(name) as file:
            data = file.read(size + 1)
        if len(data) > size or (exactly and len(data) != size):
            raise BadFile
        return data


def _part(name: str, told: object) -> Part:
    largest = LARGEST_ROWS if name.endswith(".json") else LARGEST_PICTURE
    if not isinstance(told, dict) or not isinstance(told.get("bytes"), int):
        raise BadFile
    if not 0 <= told["bytes"] <= largest:
        raise BadFile
    return Part(told["bytes"], str(told.get("sha256")))
