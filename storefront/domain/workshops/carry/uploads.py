"""Files that were carried here, kept in the store for the jobs that bring them in, forgotten after a week."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from typing import IO

from storefront.domain.workshops.carry.contents import read_contents
from storefront.domain.workshops.carry.package import Package
from storefront.infra import clock, storage
from storefront.infra.errors import NotFound
from storefront.models.user import User

FOLDER = "carried/"
KEPT = dt.timedelta(days=7)
BLOCK = 2**20
_DIGEST = re.compile(r"[0-9a-f]{64}")


class NoSuchUpload(NotFound):
    """This user uploaded no such file, or it was forgotten."""

    code = "no_such_upload"


def keep(user: User, file: IO[bytes]) -> str:
    """Read the whole file strictly and keep it; the name it has from now on. Raises BadFile."""
    package = Package(file)
    package.check()
    read_contents(package).check_shops()
    digest = _digest(file)
    file.seek(0)
    storage.put_file(_key(user, digest), file)
    return digest


def open_file(user: User, digest: str) -> Package:
    """One of this user's files; each part is compared when it is read. Raises NoSuchUpload, BadFile."""
    if not _DIGEST.fullmatch(digest):
        raise NoSuchUpload
    try:
        return Package(storage.open_file(_key(user, digest)))
    except storage.NoSuchFile as error:
        raise NoSuchUpload from error


def forget_old() -> None:
    """Delete the files of everybody that have been kept for their time: they hold names and orders."""
    for key in storage.keys_older_than(clock.now() - KEPT, under=FOLDER):
        storage.delete(key)


def _digest(file: IO[bytes]) -> str:
    file.seek(0)
    digest = hashlib.sha256()
    while block := file.read(BLOCK):
        digest.update(block)
    return digest.hexdigest()


def _key(user: User, digest: str) -> str:
    return f"{FOLDER}{user.id}/{digest}.zip"
