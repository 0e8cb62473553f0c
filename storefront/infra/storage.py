"""Files by key: a folder of the instance, or any S3-compatible store when STOREFRONT_MEDIA_URL names one.

Keys are content-addressed (`shop/<id>/<hash>/<name>.<ext>`), so what lies at a key never changes. Large files
that no page shows (`carried/<user>/<hash>.zip`) are written and read piece by piece.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator
from typing import IO

import obstore
from flask import current_app
from obstore.store import LocalStore, ObjectStore, from_url

from storefront.infra.errors import NotFound

EXTENSION = "storefront.storage"
MEDIA_TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg", "png": "image/png"}
KEY = re.compile(r"shop/\d{1,19}/[0-9a-f]{64}/[a-z0-9]{1,20}\.(?:avif|webp|jpg|png)")

FILE_KEY = re.compile(r"carried/\d{1,19}/[0-9a-f]{64}\.zip")


class NoSuchFile(NotFound):
    """Nothing lies at this key, or it is not a key of ours."""

    code = "no_such_file"


def put(key: str, data: bytes) -> None:
    """Write a file; the same key always gets the same bytes, so writing twice is harmless."""
    obstore.put(open_store(), _checked(key), data)


def get(key: str) -> bytes:
    """Read a file. Raises NoSuchFile."""
    try:
        return obstore.get(open_store(), _checked(key)).bytes().to_bytes()
    except FileNotFoundError as error:
        raise NoSuchFile from error


def exists(key: str) -> bool:
    """Whether a file lies at the key."""
    try:
        obstore.head(open_store(), _checked(key))
    except FileNotFoundError:
        return False
    return True


def delete(key: str) -> None:
    """Remove a file; nothing happens when it is gone already."""
    try:
        obstore.delete(open_store(), key if FILE_KEY.fullmatch(key) else _checked(key))
    except FileNotFoundError:
        return


def put_file(key: str, file: IO[bytes]) -> None:
    """Write a large file from its present place on."""
    obstore.put(open_store(), _checked_file(key), file)


def open_file(key: str) -> IO[bytes]:
    """A large file, to be read from any place of it. Raises NoSuchFile."""
    try:
        return io.BufferedReader(_Stored(obstore.open_reader(open_store(), _checked_file(key))))
    except FileNotFoundError as error:
        raise NoSuchFile from error


class _Stored(io.RawIOBase):
    """A stored file as Python's own readers want it."""

    def __init__(self, file: obstore.ReadableFile) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, target: memoryview) -> int:  # type: ignore[override]
        data = self._file.read(len(target))
        target[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._file.seek(offset, whence)


def media_type(key: str) -> str:
    """The media type by the key's ending."""
    return MEDIA_TYPES[_checked(key).rpartition(".")[2]]


def etag(key: str) -> str:
    """The ETag by the key alone, so that a 304 needs no look at the store."""
    _shop, _id, content_hash, name = _checked(key).split("/")
    return f'"{content_hash[:32]}-{name}"'


def keys_older_than(moment: dt.datetime, under: str = "shop/") -> Iterator[str]:
    """Every key last written before a moment, in no order."""
    for batch in obstore.list(open_store(), under):
        yield from (found["path"] for found in batch if found["last_modified"] < moment)


def _checked(key: str) -> str:
    if not KEY.fullmatch(key):
        raise NoSuchFile
    return key


def _checked_file(key: str) -> str:
    if not FILE_KEY.fullmatch(key):
        raise NoSuchFile
    return key


def open_store() -> ObjectStore:
    """The app's store, opened at first use."""
    held: ObjectStore | None = current_app.extensions.get(EXTENSION)
    if held is None:
        held = current_app.extensions[EXTENSION] = _open()
    return held


def _open() -> ObjectStore:
    settings = current_app.config["SETTINGS"]
    if settings.media_url:
        return from_url(settings.media_url)
    return LocalStore(settings.instance.resolve() / "media", mkdir=True)
