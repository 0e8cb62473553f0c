"""The measuring browser against a server of the standard library."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from bench.browser import NotServed, WireBrowser


class Echo(BaseHTTPRequestHandler):
    """Answers with the cookie it was sent; gives one away at /sit-down, and posts are sent on."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer(200, self.headers.get("Cookie", "none").encode() * 1000)

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(303, b"", Location=f"/cart?{sent.decode()}")

    def _answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", 'W/"1"')
        if self.path == "/sit-down":
            self.send_header("Set-Cookie", "cart-1=abc; Path=/; HttpOnly")
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def browser() -> Iterator[WireBrowser]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    Thread(target=server.serve_forever, daemon=True).start()
    wire = WireBrowser(server.server_address[1])
    yield wire
    wire.close()
    server.shutdown()
    server.server_close()


def test_a_whole_body_is_read_and_the_connection_is_kept(browser: WireBrowser):
    answers = [browser.get("/") for _ in range(3)]

    assert [answer.body for answer in answers] == [b"none" * 1000] * 3
    assert answers[0].etag == 'W/"1"'


def test_a_cookie_is_kept_until_another_shopper_sits_down(browser: WireBrowser):
    browser.get("/sit-down")

    kept = browser.get("/").body[:10]
    browser.forget()
    assert kept == b"cart-1=abc"
    assert browser.get("/").body[:4] == b"none"


def test_a_form_is_sent_and_where_it_leads_is_told(browser: WireBrowser):
    answer = browser.post("/cart/lines", {"quantity": "1"})

    assert (answer.status, answer.location) == (303, "/cart?quantity=1")


def test_another_status_than_the_due_one_is_an_error(browser: WireBrowser):
    with pytest.raises(NotServed, match="answered 200, not 304"):
        browser.get("/").due(304)


def test_a_browser_that_hung_up_calls_again(browser: WireBrowser):
    browser.get("/sit-down")
    browser.close()

    assert browser.get("/").body[:10] == b"cart-1=abc"
