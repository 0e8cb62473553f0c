"""Files that were carried here, kept for the jobs that bring them in and forgotten after a week."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from pathlib import Path
from typing import IO

from flask import current_app

from storefront.domain.workshops.carry.package import BadFile, Package
from storefront.infra import clock
from storefront.infra.errors import NotFound
from storefront.models.user import User

FOLDER = "carried"
KEPT_SECONDS = 7 * 24 * 3600
BLOCK = 2**20
_DIGEST = re.compile(r"[0-9a-f]{64}")


class NoSuchUpload(NotFound):
    """This user uploaded no such file, or it was forgotten."""

    code = "no_such_upload"


def keep(user: User, file: IO[bytes]) -> str:
    """Check the file and keep it; the name it has from now on. Raises BadFile."""
    folder = _folder(user)
    folder.mkdir(parents=True, exist_ok=True)
    _forget_old(folder)
    digest = hashlib.sha256()
    with tempfile.NamedTemporaryFile(dir=folder, suffix=".part", delete=False) as kept:
        while block := file.read(BLOCK):
            digest.update(block)
            kept.write(block)
    try:
        Package(Path(kept.name))
    except BadFile:
        os.unlink(kept.name)
        raise
    os.replace(kept.name, folder / f"{digest.hexdigest()}.zip")
    return digest.hexdigest()


def open_file(user: User, digest: str) -> Package:
    """One of this user's files, checked whole again. Raises NoSuchUpload, BadFile."""
    path = _folder(user) / f"{digest}.zip"
    if not _DIGEST.fullmatch(digest) or not path.exists():
        raise NoSuchUpload
    return Package(path)


def _folder(user: User) -> Path:
    folder: Path = current_app.config["SETTINGS"].instance
    return folder / FOLDER / str(user.id)


def _forget_old(folder: Path) -> None:
    for path in folder.iterdir():
        if path.stat().st_mtime < clock.now().timestamp() - KEPT_SECONDS:
            path.unlink(missing_ok=True)
