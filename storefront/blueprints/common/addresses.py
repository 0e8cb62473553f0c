"""Which shop and which language an address means, worked out before Flask sees the request.

`/en/…` speaks English, `<slug>.<host>` and proved domains stand for `/s/<slug>/…`, `/_preview/<token>/…`
shows a shop before it opens. The language goes into SCRIPT_NAME, so that links made from it keep it.
"""

from __future__ import annotations

import ipaddress
import re
import threading
import time
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.utils import redirect

from storefront.blueprints.common import incoming
from storefront.config import Settings
from storefront.domain.shops.resolve import slug_by_host
from storefront.infra.i18n import DEFAULT, ENVIRON, LOCALES

MOUNT = "storefront.mount"
"""Where the shop's paths begin after the language: `/s/<slug>`, `/_preview/<token>`, "" on its own host."""
ROOT = "storefront.root"
"""SCRIPT_NAME without the language."""
OWN_HOST = "storefront.own_host"
"""True where the whole host is one shop."""
PREVIEW = "storefront.preview"
"""The slug whose draft may be seen by this address."""

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
SHARED = ("/_t/assets/", "/static/")
"""Files of the program itself, the same on every host."""
PREVIEW_SECONDS = 30 * 60
_HOST_SECONDS = 5.0
_HOSTS_KEPT = 4096
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_HOST = re.compile(r"[a-z0-9.-]{1,253}|\[[0-9a-f:.]{2,45}\]")


class KnownHosts:
    """Custom hosts and the shops behind them, asked once in a few seconds each."""

    def __init__(self, ask: Callable[[str], str | None]) -> None:
        self._ask = ask
        self._answers: dict[str, tuple[str | None, float]] = {}
        self._lock = threading.Lock()

    def slug(self, host: str) -> str | None:
        """The slug of the shop that proved this host, or None."""
        known = self._answers.get(host)
        if known and known[1] > time.monotonic():
            return known[0]
        slug = self._ask(host)
        with self._lock:
            if len(self._answers) >= _HOSTS_KEPT:
                self._answers.clear()
            self._answers[host] = (slug, time.monotonic() + _HOST_SECONDS)
        return slug


class Addresses:
    """The middleware: rewrites the environment, redirects, or hands an unknown host to the 404 page."""

    def __init__(self, application: WSGIApplication, app: Flask, settings: Settings) -> None:
        self.application = application
        self.app = app
        self.settings = settings
        self.platform = _host_of(settings.public_url)
        self.hosts = KnownHosts(self._ask_for_host)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        incoming.clean_address(environ)
        environ[ROOT] = environ.get("SCRIPT_NAME", "")
        host = bare_host(environ.get("HTTP_HOST", ""))
        if environ["PATH_INFO"].startswith(SHARED):
            return self.application(environ, start_response)
        _take_language(environ)
        if self._is_platform(host):
            return self._platform(environ, start_response, host)
        slug = self._slug_of(host)
        if slug is None:
            environ["PATH_INFO"] = "/_unknown-host"
        else:
            _mount(environ, slug)
        return self.application(environ, start_response)

    def _platform(
        self, environ: WSGIEnvironment, start_response: StartResponse, host: str
    ) -> Iterable[bytes]:
        _take_preview(environ, self.app)
        slug, rest = _shop_path(environ["PATH_INFO"])
        if slug:
            environ.setdefault(MOUNT, f"/s/{slug}")
        if slug and self.settings.wildcard_dns and host == self.platform and PREVIEW not in environ:
            return redirect(self._subdomain(environ, slug, rest), 308)(environ, start_response)
        return self.application(environ, start_response)

    def _subdomain(self, environ: WSGIEnvironment, slug: str, rest: str) -> str:
        port = urlsplit(f"//{environ.get('HTTP_HOST', '')}").port
        host = f"{slug}.{self.platform}" + (f":{port}" if port else "")
        query = f"?{environ['QUERY_STRING']}" if environ.get("QUERY_STRING") else ""
        return f"{environ['wsgi.url_scheme']}://{host}{environ['SCRIPT_NAME']}{rest}{query}"

    def _is_platform(self, host: str) -> bool:
        if host in LOOPBACK or (host and host == self.platform):
            return True
        return self.settings.lan and _is_address(host)

    def _slug_of(self, host: str) -> str | None:
        if not host or _is_address(host):
            return None
        for base in (self.platform, "localhost"):
            label = host.removesuffix(f".{base}") if base else host
            if label != host and _LABEL.fullmatch(label):
                return label
        return self.hosts.slug(host)

    def _ask_for_host(self, host: str) -> str | None:
        with self.app.app_context():
            return slug_by_host(host)


def init_app(app: Flask, settings: Settings) -> None:
    """Stand in front of the app, behind as many proxies as the operator trusts."""
    app.wsgi_app = Addresses(app.wsgi_app, app, settings)  # type: ignore[method-assign]
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]


def bare_host(header: str) -> str:
    """The host in a Host header: lower case, without port, brackets and a final dot; "" for nonsense."""
    host = header.strip().lower()
    host = re.sub(r":\d{1,5}$", "", host) if not host.endswith("]") else host
    return host.strip("[]").rstrip(".") if _HOST.fullmatch(host) else ""


def preview_signer(app: Flask) -> URLSafeTimedSerializer:
    """Makes and reads the tokens of preview addresses."""
    return URLSafeTimedSerializer(str(app.secret_key), salt="shop-preview")


def _host_of(url: str) -> str:
    return (urlsplit(url).hostname or "").lower()


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _take_language(environ: WSGIEnvironment) -> None:
    head, _, rest = environ["PATH_INFO"].lstrip("/").partition("/")
    if head in LOCALES and head != DEFAULT and environ["PATH_INFO"].startswith("/"):
        environ[ENVIRON] = head
        environ["SCRIPT_NAME"] = f"{environ['SCRIPT_NAME']}/{head}"
        environ["PATH_INFO"] = f"/{rest}"


def _take_preview(environ: WSGIEnvironment, app: Flask) -> None:
    if not environ["PATH_INFO"].startswith("/_preview/"):
        return
    _, _, token, rest = (environ["PATH_INFO"] + "/").split("/", 3)
    try:
        slug = preview_signer(app).loads(token, max_age=PREVIEW_SECONDS)
    except BadSignature:
        return
    environ[PREVIEW] = slug
    environ[MOUNT] = f"/_preview/{token}"
    environ["PATH_INFO"] = f"/s/{slug}/{rest.removesuffix('/')}"


def _shop_path(path: str) -> tuple[str, str]:
    """The slug and the rest of `/s/<slug>/…`; no slug for a path of the platform."""
    if not path.startswith("/s/"):
        return "", path
    slug, slash, rest = path[3:].partition("/")
    return (slug, f"{slash}{rest}" or "/") if _LABEL.fullmatch(slug) else ("", path)


def _mount(environ: WSGIEnvironment, slug: str) -> None:
    environ[MOUNT] = ""
    environ[OWN_HOST] = True
    environ["PATH_INFO"] = f"/s/{slug}{environ['PATH_INFO'] or '/'}"
