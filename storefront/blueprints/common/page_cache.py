"""Whole public pages, packed, in front of Flask: asked for by the shop's version, so never stale.

The version is read first. A page may be newer than the version it is stored under, never older; once the
version has risen nobody asks for the old page again, and it falls out as the least recently used.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import brotli  # type: ignore[import-untyped]
from flask import Flask, request

from storefront.blueprints.common.addresses import MOUNT, PREVIEW
from storefront.domain.shops.resolve import versions_at
from storefront.infra.cache import ByteCache
from storefront.infra.i18n import DEFAULT, ENVIRON

CACHEABLE = "storefront.cacheable"
LISTING_QUERY = frozenset({"after", "sort", "price_min", "price_max", "stock", "ocop", "tag", "origin"})
"""What may change a public page; everything else in a query (campaign marks) is not looked at."""
LONGEST_QUERY = 600
ENTRY_OVERHEAD = 1200
_PACKED = ("br", "gzip")
_ACCEPTS = {name: re.compile(rf"(?:^|[,\s]){name}(?!\s*;\s*q=0(?:\.0+)?\s*(?:,|$))") for name in _PACKED}
_NOT_KEPT = frozenset(
    {
        "content-length",
        "content-encoding",
        "set-cookie",
        "date",
        "connection",
        "vary",
        "etag",
        "cache-control",
    }
)
_SMALL = 600

Headers = list[tuple[str, str]]


@dataclass(slots=True)
class CachedPage:
    """One page: its headers, ETag, and its body packed: with brotli, and as others have asked for it so far.

    Unpacked it would take six times the room; those few who want it so wait a tenth of a millisecond.
    """

    headers: Headers
    etag: str
    packed: dict[str, bytes]

    @property
    def size(self) -> int:
        """Bytes it costs to keep."""
        return sum(map(len, self.packed.values())) + ENTRY_OVERHEAD


class PageCache:
    """The middleware; it also packs the text that is not cached."""

    def __init__(self, application: WSGIApplication, app: Flask, limit: int) -> None:
        self.application = application
        self.app = app
        self.pages: ByteCache[CachedPage] = ByteCache(limit)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        key = self._key(environ)
        page = self.pages.get(key) if key else None
        if page is None:
            return self._draw(environ, start_response, key)
        return self._answer(environ, start_response, key, page)

    def _key(self, environ: WSGIEnvironment) -> Hashable | None:
        """Everything the page depends on; None for what is never kept."""
        path, query = environ["PATH_INFO"], environ.get("QUERY_STRING", "")
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or not path.startswith("/s/"):
            return None
        if PREVIEW in environ or len(query) > LONGEST_QUERY or not self.pages.limit:
            return None
        with self.app.app_context():
            versions = versions_at(path[3:].partition("/")[0])
        if versions is None:
            return None
        seen = tuple(sorted(pair for pair in parse_qsl(query) if pair[0] in LISTING_QUERY)) if query else ()
        return (
            versions,
            environ["wsgi.url_scheme"],
            environ.get("HTTP_HOST"),
            environ.get("SCRIPT_NAME"),
            environ.get(MOUNT),
            path,
            seen,
            environ.get(ENVIRON, DEFAULT),
            saves_data(environ),
        )

    def _draw(
        self, environ: WSGIEnvironment, start_response: StartResponse, key: Hashable | None
    ) -> Iterable[bytes]:
        started: list[Any] = []

        def hold(status: str, headers: Headers, exc_info: Any = None) -> Any:
            started[:] = [status, headers, exc_info]
            return _no_write

        chunks = self.application(environ, hold)
        status, headers, exc_info = started
        if key and environ.get(CACHEABLE) and status.startswith("200") and environ["REQUEST_METHOD"] == "GET":
            return self._answer(environ, start_response, key, _page(headers, _whole(chunks)))
        if not _is_text(headers) or environ["REQUEST_METHOD"] == "HEAD":
            start_response(status, headers, exc_info)
            return chunks
        body, headers = _pack(environ, headers, _whole(chunks))
        start_response(status, headers, exc_info)
        return [body]

    def _answer(
        self, environ: WSGIEnvironment, start_response: StartResponse, key: Hashable, page: CachedPage
    ) -> Iterable[bytes]:
        if environ.get(CACHEABLE):
            self.pages.put(key, page, page.size)
        if page.etag in environ.get("HTTP_IF_NONE_MATCH", ""):
            start_response("304 Not Modified", [*_kept_by_304(page.headers), ("ETag", page.etag)])
            return []
        encoding = _encoding(environ)
        body = self._body(key, page, encoding)
        headers = [*page.headers, ("ETag", page.etag)]
        if encoding:
            headers.append(("Content-Encoding", encoding))
        start_response("200 OK", [*headers, ("Content-Length", str(len(body)))])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def _body(self, key: Hashable, page: CachedPage, encoding: str | None) -> bytes:
        """As it is sent; two threads at once may pack the same bytes twice, which harms nothing."""
        if encoding in page.packed:
            return page.packed[encoding]
        plain: bytes = brotli.decompress(page.packed["br"])
        if not encoding:
            return plain
        page.packed[encoding] = gzip.compress(plain, 6)
        self.pages.put(key, page, page.size)
        return page.packed[encoding]


def init_app(app: Flask, limit: int) -> PageCache:
    """Stand before the app with a cache of so many bytes; none keeps nothing. Call before addresses."""
    cache = PageCache(app.wsgi_app, app, limit)
    app.wsgi_app = cache  # type: ignore[method-assign]
    app.extensions["page_cache"] = cache
    return cache


def mark_cacheable() -> None:
    """Say that the answer to this request is the same for every visitor."""
    request.environ[CACHEABLE] = True


def saves_data(environ: WSGIEnvironment) -> bool:
    """Whether the reader asked for little data."""
    return bool(environ.get("HTTP_SAVE_DATA", "").lower() == "on")


def _page(headers: Headers, body: bytes) -> CachedPage:
    kept = [(name, value) for name, value in headers if name.lower() not in _NOT_KEPT]
    stated = next((value for name, value in headers if name.lower() == "cache-control"), "public, no-cache")
    kept += [("Vary", "Accept-Encoding, Save-Data"), ("Cache-Control", stated)]
    etag = f'W/"{hashlib.sha256(body).hexdigest()[:20]}"'
    return CachedPage(kept, etag, {"br": brotli.compress(body, quality=5)})


def _pack(environ: WSGIEnvironment, headers: Headers, body: bytes) -> tuple[bytes, Headers]:
    if not _ACCEPTS["gzip"].search(environ.get("HTTP_ACCEPT_ENCODING", "")) or len(body) < _SMALL:
        return body, headers
    body = gzip.compress(body, 5)
    kept = [(name, value) for name, value in headers if name.lower() != "content-length"]
    return body, [
        *kept,
        ("Content-Encoding", "gzip"),
        ("Vary", "Accept-Encoding"),
        ("Content-Length", str(len(body))),
    ]


def _encoding(environ: WSGIEnvironment) -> str | None:
    accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
    return next((name for name in _PACKED if _ACCEPTS[name].search(accepted)), None)


def _is_text(headers: Headers) -> bool:
    known = {name.lower(): value for name, value in headers}
    kind = known.get("content-type", "")
    textual = kind.startswith("text/") or kind.startswith("application/json")
    # without a length it is a stream, which goes out as it comes
    return textual and "content-length" in known and "content-encoding" not in known


def _kept_by_304(headers: Headers) -> Headers:
    return [pair for pair in headers if pair[0].lower() != "content-type"]


def _whole(chunks: Iterable[bytes]) -> bytes:
    try:
        return b"".join(chunks)
    finally:
        close = getattr(chunks, "close", None)
        if close:
            close()


def _no_write(_data: bytes) -> None:
    raise RuntimeError("the old way of writing a WSGI answer is not supported")
