"""Files at the root of every host: pictures by key and the themes' own assets, all immutable."""

from __future__ import annotations

from flask import Blueprint, Response, request

from storefront.blueprints.common.guards import open_to_all
from storefront.domain.theming.packages import get_theme, theme_folders
from storefront.infra import storage
from storefront.infra.errors import NotFound
from storefront.infra.static_files import FOREVER

bp = Blueprint("media", __name__)
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}


@bp.get("/media/<path:key>")
@open_to_all
def picture(key: str) -> Response:
    """A picture of any shop, for the platform's own host."""
    return picture_answer(key)


@bp.get("/_t/assets/<theme_id>/<name>")
@open_to_all
def asset(theme_id: str, name: str) -> Response:
    """A theme's script or icons under its hashed name."""
    file = get_theme(theme_id).asset_file(name) if theme_id in theme_folders() else None
    if file is None:
        raise NotFound
    return immutable(file.read_bytes(), TYPES.get(file.suffix, "application/octet-stream"), name)


def picture_answer(key: str) -> Response:
    """A stored file, or 304. Raises NoSuchFile."""
    tag = storage.etag(key).strip('"')
    if request.if_none_match.contains_weak(tag):
        return immutable(b"", storage.media_type(key), tag, status=304)
    return immutable(storage.get(key), storage.media_type(key), tag)


def immutable(body: bytes, content_type: str, tag: str, *, status: int = 200) -> Response:
    """An answer that a browser may keep for ever."""
    answer = Response(body, status=status, content_type=content_type)
    answer.headers["Cache-Control"] = f"public, {FOREVER}"
    answer.set_etag(tag)
    return answer
