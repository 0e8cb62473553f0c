"""Pictures taken in for the desk: by the uploader one at a time, or with a form."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from storefront.blueprints.common.guards import need_permission
from storefront.domain.media.pictures import picture
from storefront.domain.media.upload import store_picture, store_pictures
from storefront.infra.db import record_first
from storefront.infra.errors import Invalid

bp = Blueprint("pictures", __name__, url_prefix="/pictures")


@bp.post("/")
@need_permission("products.edit")
def create() -> ResponseReturnValue:
    """Take one file named `file` in; answers its id and address as JSON."""
    file = request.files.get("file")
    if file is None:
        raise Invalid.field("file", _("Choose a picture."))
    asset = store_picture(file.read(), file.filename or "")
    return jsonify(id=str(asset.id), url=picture(asset).url, alt=asset.alt), 201


def taken_in(files: Iterable[FileStorage]) -> tuple[list[str], list[str]]:
    """Keep the files even if the form they came with is not good yet: a browser cannot send them twice.

    Returns the ids of the pictures, and a sentence for each file that is none.
    """
    sent = [file for file in files if file.filename]
    return record_first(lambda: _keep(sent)) if sent else ([], [])


def _keep(files: Iterable[FileStorage]) -> tuple[list[str], list[str]]:
    assets, refused = store_pictures((file.read(), file.filename or "") for file in files)
    return [str(asset.id) for asset in assets], refused
