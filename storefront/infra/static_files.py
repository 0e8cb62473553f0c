"""Static files under names that carry their content's hash, so that a browser may keep them for ever."""

import gzip
import hashlib
import posixpath
import re
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import brotli  # type: ignore[import-untyped]
from flask import Flask, current_app
from whitenoise import WhiteNoise  # type: ignore[import-untyped]

URL = "/static/"
FOREVER = "max-age=31536000, immutable"
_TEXT = {".css", ".js", ".svg", ".json", ".txt", ".webmanifest"}
_REFERENCE = re.compile(r"url\(\s*[\"']?(?![a-z]+:|/|#)([^\"')?#]+)([^\"')]*)[\"']?\s*\)")


class StaticFiles:
    """The names of all static files and, made at first use, the bodies behind them.

    A style sheet's relative `url(...)` is rewritten to the hashed name, so a new font renames its sheet.
    """

    def __init__(self, cache: Path) -> None:
        self.cache = cache
        self._folders: list[tuple[str, Path]] = []
        self._urls: dict[str, str] = {}
        self._sources: dict[str, Path] = {}
        self._lock = threading.RLock()

    def add_folder(self, prefix: str, path: Path) -> None:
        """Serve everything under `path` as `<prefix>/<name>`; an empty prefix is the root of /static/."""
        with self._lock:
            self._folders.append((prefix.strip("/"), path))
            self._sources = {}
            self._urls = {}

    def url(self, name: str) -> str:
        """The address of a file by its plain name. Raises KeyError when there is no such file."""
        with self._lock:
            known = self._urls.get(name)
            return known or self._publish(name)

    def names(self) -> list[str]:
        """Every plain name, sorted."""
        return sorted(self._scan())

    def file_at(self, url: str) -> Path | None:
        """The file to send for a hashed address, or None when the name or the hash is not ours."""
        name = plain_name(url)
        if name is None or name not in self._scan() or self.url(name) != url:
            return None
        return self.cache / url.removeprefix(URL)

    def _scan(self) -> dict[str, Path]:
        with self._lock:
            if not self._sources:
                self._sources = {
                    name: path for prefix, root in self._folders for name, path in _walk(prefix, root)
                }
            return self._sources

    def _publish(self, name: str) -> str:
        body = self._scan()[name].read_bytes()
        if name.endswith(".css"):
            body = self._rewrite(name, body.decode()).encode()
        stem, suffix = posixpath.splitext(name)
        url = f"{URL}{stem}.{hashlib.sha256(body).hexdigest()[:12]}{suffix}"
        _store(self.cache / url.removeprefix(URL), body)
        self._urls[name] = url
        return url

    def _rewrite(self, name: str, sheet: str) -> str:
        def hashed(match: re.Match[str]) -> str:
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), match[1]))
            return f'url("{self.url(target)}{match[2]}")'

        return _REFERENCE.sub(hashed, sheet)


class StaticMiddleware(WhiteNoise):  # type: ignore[misc]
    """Answers /static/ in front of the application, with ETag, Range and packed bodies."""

    def __init__(self, application: WSGIApplication, files: StaticFiles) -> None:
        super().__init__(application, max_age=None, allow_all_origins=False, add_headers_function=_headers)
        self._static = files

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path.startswith(URL) and path not in self.files:
            file = self._static.file_at(path)
            if file is not None:
                self.add_file_to_dictionary(path, str(file))
        answer: Iterable[bytes] = super().__call__(environ, start_response)
        return answer


def init_app(app: Flask, *, cache: Path) -> StaticFiles:
    """Serve the package's static folder and give templates `asset(name)`.

    Call it last: the middleware stands in front of all others. The app itself has `static_folder=None`.
    """
    files = StaticFiles(cache)
    files.add_folder("", Path(__file__).parent.parent / "static")
    app.extensions["static_files"] = files
    app.jinja_env.globals["asset"] = files.url
    app.wsgi_app = StaticMiddleware(app.wsgi_app, files)  # type: ignore[method-assign]
    return files


def add_folder(prefix: str, path: Path) -> None:
    """Add a folder (a theme's assets) to the running application's static files."""
    _current().add_folder(prefix, path)


def asset_url(name: str) -> str:
    """The immutable address of a static file: `css/desk.css` -> `/static/css/desk.<hash>.css`."""
    return _current().url(name)


def plain_name(url: str) -> str | None:
    """The plain name in a hashed address, or None when the address carries no hash."""
    stem, suffix = posixpath.splitext(url.removeprefix(URL))
    name, dot, digest = stem.rpartition(".")
    return name + suffix if dot and re.fullmatch("[0-9a-f]{12}", digest) else None


def _current() -> StaticFiles:
    files: StaticFiles = current_app.extensions["static_files"]
    return files


def _walk(prefix: str, root: Path) -> Iterable[tuple[str, Path]]:
    for path in root.rglob("*"):
        if path.is_file() and not path.name.startswith("."):
            yield posixpath.join(prefix, path.relative_to(root).as_posix()), path


def _store(target: Path, body: bytes) -> None:
    """Write the body and its packed forms once; the name carries the hash, so what is there is right."""
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.suffix in _TEXT:
        _write(target.with_name(target.name + ".gz"), gzip.compress(body, 9, mtime=0))
        _write(target.with_name(target.name + ".br"), brotli.compress(body))
    _write(target, body)


def _write(target: Path, body: bytes) -> None:
    draft = target.with_name(f"{target.name}.{threading.get_ident()}.part")
    draft.write_bytes(body)
    draft.replace(target)


def _headers(headers: Any, path: str, url: str) -> None:
    headers["Cache-Control"] = FOREVER
    headers["X-Content-Type-Options"] = "nosniff"
    headers["ETag"] = f'"{posixpath.splitext(url)[0].rpartition(".")[2]}"'
    if url.endswith(".webmanifest"):
        headers["Content-Type"] = "application/manifest+json"
