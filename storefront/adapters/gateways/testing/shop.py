"""A shop that is called, and a line that breaks after the request."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition, Thread
from urllib.parse import parse_qsl, urlsplit

import httpx

from storefront.adapters.gateways.base import Answer, Callback

RECEIVED = Answer(200, {"Content-Type": "application/json"}, b'{"received": true}')


class Shop:
    """An address on this machine that keeps every call it gets.

    It answers what it is told to, first `answers` in their order, then what is `usual`.
    """

    def __init__(self) -> None:
        self.usual = RECEIVED
        self.answers: list[Answer] = []
        self.calls: list[Callback] = []
        self._arrived = Condition()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        self.base = f"http://127.0.0.1:{self._server.server_port}"

    def wait_for(self, count: int, seconds: float = 15) -> list[Callback]:
        """The calls, once there are so many; fails when they do not come."""
        with self._arrived:
            assert self._arrived.wait_for(lambda: len(self.calls) >= count, seconds), self.calls
            return list(self.calls)

    def take(self, callback: Callback) -> Answer:
        with self._arrived:
            self.calls.append(callback)
            self._arrived.notify_all()
            return self.answers.pop(0) if self.answers else self.usual

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        shop = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer("GET", b"")

            def do_POST(self) -> None:
                self._answer("POST", self.rfile.read(int(self.headers["Content-Length"])))

            def _answer(self, method: str, body: bytes) -> None:
                query = dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))
                answer = shop.take(Callback(method, dict(self.headers.items()), query, body))
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(answer.body)

            def log_message(self, format: str, *arguments: object) -> None:
                """Tests speak for themselves."""

        return Handler


class DeafProxy:
    """Hands each request on to the sandbox and then hangs up: what a time-out looks like from our side."""

    def __init__(self, target: str) -> None:
        proxy_target = target

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                httpx.post(proxy_target + self.path, content=body, headers=dict(self.headers.items()))
                self.close_connection = True

            def log_message(self, format: str, *arguments: object) -> None:
                """Tests speak for themselves."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        self.base = f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
