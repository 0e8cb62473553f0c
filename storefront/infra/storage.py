"""Files by key: a folder of the instance, or any S3-compatible store when STOREFRONT_MEDIA_URL names one.

Keys are content-addressed (`shop/<id>/<hash>/<name>.<ext>`), so what lies at a key never changes.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import obstore
from flask import current_app
from obstore.store import LocalStore, ObjectStore, from_url

from storefront.infra.errors import NotFound

EXTENSION = "storefront.storage"
MEDIA_TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg", "png": "image/png"}
KEY = re.compile(r"shop/\d{1,19}/[0-9a-f]{64}/[a-z0-9]{1,20}\.(?:avif|webp|jpg|png)")


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
        obstore.delete(open_store(), _checked(key))
    except FileNotFoundError:
        return


def media_type(key: str) -> str:
    """The media type by the key's ending."""
    return MEDIA_TYPES[_checked(key).rpartition(".")[2]]


def etag(key: str) -> str:
    """The ETag by the key alone, so that a 304 needs no look at the store."""
    _shop, _id, content_hash, name = _checked(key).split("/")
    return f'"{content_hash[:32]}-{name}"'


def keys_older_than(moment: dt.datetime) -> Iterator[str]:
    """Every key last written before a moment, in no order."""
    for batch in obstore.list(open_store(), "shop/"):
        yield from (found["path"] for found in batch if found["last_modified"] < moment)


def _checked(key: str) -> str:
    if not KEY.fullmatch(key):
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
