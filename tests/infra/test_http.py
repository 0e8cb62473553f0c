import ipaddress
import socket
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from storefront.infra import http


class Handler(BaseHTTPRequestHandler):
    """Echoes, redirects, dawdles or floods, by path."""

    def do_GET(self) -> None:
        getattr(self, "answer_" + self.path.strip("/"))()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self._say(201, body, {"X-Seen-Host": self.headers["Host"]})

    def answer_moved(self) -> None:
        self._say(302, b"", {"Location": "/host"})

    def answer_host(self) -> None:
        self._say(200, self.headers["Host"].encode())

    def answer_flood(self) -> None:
        self._say(200, b"x" * 5000)

    def answer_mute(self) -> None:
        time.sleep(1)

    def answer_hangup(self) -> None:
        self.close_connection = True

    def answer_drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"x")
        self.wfile.flush()
        time.sleep(0.3)
        self.wfile.write(b"x")

    def log_message(self, format: str, *arguments: object) -> None:
        """Tests speak for themselves."""

    def _say(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield server.server_port
    http.allow_inner("")
    server.shutdown()
    server.server_close()


@pytest.fixture
def base(port: int) -> str:
    """The server's address, allowed."""
    http.allow_inner(f"http://127.0.0.1:{port}")
    return http.inner_base()


def test_the_allowed_inner_address_answers(base: str) -> None:
    answer = http.request("POST", base + "/anything", body="chào".encode())

    assert (answer.status, answer.body.decode()) == (201, "chào")


def test_the_same_address_is_refused_when_not_allowed(port: int) -> None:
    with pytest.raises(http.HttpRefused):
        http.request("GET", f"http://127.0.0.1:{port}/host")


def test_another_port_of_the_allowed_host_is_refused(base: str) -> None:
    http.allow_inner("http://127.0.0.1:9")

    with pytest.raises(http.HttpRefused):
        http.request("GET", base + "/host")


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost/",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://2130706433/",
        "http://0.0.0.0/",
        "ftp://example.com/",
        "file:///etc/passwd",
        "http:///x",
        "http://user:secret@example.com/",
        "http://no-such-name.invalid/",
    ],
)
def test_addresses_of_our_own_network_are_refused(url: str) -> None:
    with pytest.raises(http.HttpRefused):
        http.request("GET", url)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("127.0.0.1", False),
        ("100.64.0.1", False),
        ("172.16.0.1", False),
        ("224.0.0.1", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("::ffff:10.0.0.1", False),
    ],
)
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert http.is_public(ipaddress.ip_address(address)) is public


def test_the_name_is_resolved_once_and_the_connection_pinned(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    real = socket.getaddrinfo

    def resolve(host: str, *arguments: object, **options: object) -> object:
        asked.append(host)
        return real("127.0.0.1", *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    http.allow_inner(f"http://shop.example:{port}")

    answer = http.request("GET", f"http://shop.example:{port}/host")

    assert answer.body.decode() == f"shop.example:{port}"
    assert asked.count("shop.example") == 1


def test_one_private_address_among_public_ones_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("8.8.8.8", 80)),
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.8", 80)),
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)

    with pytest.raises(http.HttpRefused):
        http.request("GET", "http://two-faced.example/")


def test_redirects_are_shown_not_followed(base: str) -> None:
    assert http.request("GET", base + "/moved").status == 302


def test_an_answer_too_large_is_cut_off(base: str) -> None:
    with pytest.raises(http.HttpTooLarge):
        http.request("GET", base + "/flood", max_bytes=1000)


@pytest.mark.parametrize("path", ["/mute", "/hangup", "/drip"])
def test_no_whole_answer_in_time_is_unknown(base: str, path: str) -> None:
    with pytest.raises(http.HttpTimeout):
        http.request("GET", base + path, timeout=0.2)


def test_nobody_listening_means_nothing_was_sent() -> None:
    http.allow_inner("http://127.0.0.1:9")

    with pytest.raises(http.HttpRefused):
        http.request("GET", "http://127.0.0.1:9/")
    http.allow_inner("")
