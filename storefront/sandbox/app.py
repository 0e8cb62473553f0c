"""The sandbox as one WSGI application."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from werkzeug import Request, Response
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound, RequestEntityTooLarge
from werkzeug.routing import EndpointPrefix, Map, Rule, RuleFactory, Submount

from storefront.sandbox import pages
from storefront.sandbox.api import Api
from storefront.sandbox.deliveries import Deliveries
from storefront.sandbox.errors import Refused
from storefront.sandbox.store import Store
from storefront.sandbox.wires import ALL, API_AT, WIRES
from storefront.sandbox.wires.base import Exchange, said

LARGEST_BODY = 64 * 1024


def create_sandbox(
    database_path: str | Path,
    public_base_path: str = "/sandbox",
    *,
    bootstrap_key: str = "",
    now: Callable[[], datetime] | None = None,
) -> "Sandbox":
    """Make the application over its own database file; its timers wait for `start_timers()`.

    `public_base_path` is where shoppers reach the hosted pages: a path on the shop's host or a whole address.
    Without a `bootstrap_key` no merchant can be registered.
    """
    clock = now or (lambda: datetime.now(UTC))
    return Sandbox(
        Store(database_path),
        public_base_path.rstrip("/"),
        bootstrap_key=bootstrap_key,
        now=lambda: clock().timestamp(),
    )


class Sandbox:
    """WSGI application: the companies' addresses at its root, the hosted pages there and at the base path.

    The sandbox's own desk and the practice gateway answer below /api, every other company below its code.
    Below a path (a dispatcher's, or the base path in the request) it shows pages only, never the API.
    """

    def __init__(self, store: Store, pages_at: str, *, bootstrap_key: str, now: Callable[[], float]) -> None:
        self._base = urlsplit(pages_at).path
        self._pages_at = pages_at
        self._store = store
        self._now = now
        self._deliveries = Deliveries(store, now)
        self._pages = pages.Pages(store, now, wake=self._deliveries.wake)
        self._answering: dict[str, object] = {**WIRES, "api": Api(bootstrap_key), "page": self._pages}
        self._page_urls = Map(_page_rules())
        self._all_urls = Map(_page_rules() + _api_rules())

    def start_timers(self) -> None:
        """Begin to send callbacks; harmless when begun already."""
        self._deliveries.start()

    @property
    def is_running(self) -> bool:
        """Whether callbacks are being sent."""
        return self._deliveries.is_running

    def close(self) -> None:
        """Stop the timers; what was not sent is sent after the next start."""
        self._deliveries.stop()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        request = Request(self._mounted(environ))
        request.max_content_length = LARGEST_BODY
        answer = self._answer(request)
        answer.headers.setdefault("Cache-Control", "no-store")
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["X-Robots-Tag"] = "noindex"
        answer.headers["Referrer-Policy"] = "same-origin"
        return answer(environ, start_response)

    def _answer(self, request: Request) -> Response:
        try:
            return self._matched(request)
        except NotFound:
            return self._pages.message(request, "not_found", 404)
        except RequestEntityTooLarge:
            return self._pages.message(request, "too_large", 413)
        except MethodNotAllowed as error:
            return Response(status=405, headers={"Allow": ", ".join(error.valid_methods or ())})
        except HTTPException as error:
            return Response(status=error.code)

    def _matched(self, request: Request) -> Response:
        urls = self._page_urls if request.script_root else self._all_urls
        endpoint, arguments = urls.bind_to_environ(request.environ).match()
        room, _, name = endpoint.partition(".")
        exchange = Exchange(request, self._store, self._now(), self._pages_at, self._deliveries.wake)
        try:
            answer: Response = getattr(self._answering[room], name)(exchange, **arguments)
        except Refused as error:
            if room == "page" or name.startswith("page_"):
                return self._pages.message(request, error.code, error.status)
            return said({"error": error.code}, error.status)
        self._deliveries.wake()
        return answer

    def _mounted(self, environ: dict[str, Any]) -> dict[str, Any]:
        """Move the base path from the path to the root, where a dispatcher has not done so already."""
        path = environ.get("PATH_INFO", "")
        if self._base and (path == self._base or path.startswith(self._base + "/")):
            root = environ.get("SCRIPT_NAME", "") + self._base
            return environ | {"SCRIPT_NAME": root, "PATH_INFO": path[len(self._base) :] or "/"}
        return environ


def _page_rules() -> list[RuleFactory]:
    own = EndpointPrefix("page.", [rule.empty() for rule in pages.RULES])
    return [own, *(_below(f"/{wire.code}", wire.code, wire.pages) for wire in ALL)]


def _api_rules() -> list[RuleFactory]:
    companies = (_below(f"/{API_AT.get(wire.code, wire.code)}", wire.code, wire.api) for wire in ALL)
    return [_below("/api", "api", Api.api), *companies]


def _below(path: str, room: str, rules: Sequence[Rule]) -> RuleFactory:
    return Submount(path, [EndpointPrefix(f"{room}.", [rule.empty() for rule in rules])])
