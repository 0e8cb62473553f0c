"""A browser for measuring: one kept connection, a cookie jar, and as little work of its own as can be."""

from __future__ import annotations

import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlencode

from flask import Flask

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.I)
COOKIE = re.compile(rb"\r\nset-cookie: *([^=\r]+)=([^;\r]*)", re.I)
LOCATION = re.compile(rb"\r\nlocation: *([^\r]+)", re.I)
ETAG = re.compile(rb"\r\netag: *([^\r]+)", re.I)
HEADERS = {"Sec-Fetch-Site": "same-origin", "Accept-Language": "vi"}
PATIENCE = 60.0


class NotServed(RuntimeError):
    """An answer was not the one that was due."""


class ConnectionEnded(OSError):
    """The server closed the connection in the middle of an answer."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer; `location` and `etag` are empty when not sent."""

    status: int
    body: bytes
    location: str = ""
    etag: str = ""

    def due(self, status: int) -> Answer:
        """This answer, if it has the status that was due. Raises NotServed."""
        if self.status != status:
            raise NotServed(f"answered {self.status}, not {status}")
        return self


class Browser(Protocol):
    """What a shopper's journey needs."""

    def get(self, path: str) -> Answer: ...

    def post(self, path: str, data: Mapping[str, str]) -> Answer: ...

    def forget(self) -> None:
        """Empty the cookie jar: another shopper sits down."""


class WireBrowser:
    """Over HTTP/1.1 to a port of this machine; extra headers go with every request."""

    def __init__(self, port: int, headers: Mapping[str, str] | None = None) -> None:
        self._fixed = "".join(
            f"{name}: {value}\r\n"
            for name, value in {"Host": f"localhost:{port}", **HEADERS, **(headers or {})}.items()
        )
        self._cookies: dict[str, str] = {}
        self._port = port
        self._socket: socket.socket | None = None

    def get(self, path: str) -> Answer:
        return self._send(f"GET {path} HTTP/1.1\r\n{self._fixed}{self._cookie()}\r\n".encode())

    def post(self, path: str, data: Mapping[str, str]) -> Answer:
        body = urlencode(data).encode()
        head = (
            f"POST {path} HTTP/1.1\r\n{self._fixed}{self._cookie()}"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return self._send(head.encode() + body)

    def forget(self) -> None:
        self._cookies.clear()

    def close(self) -> None:
        """Hang up; the next request calls again."""
        if self._socket:
            self._socket.close()
            self._socket = None

    def _cookie(self) -> str:
        jar = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        return f"Cookie: {jar}\r\n" if jar else ""

    def _send(self, request: bytes) -> Answer:
        connection = self._connected()
        connection.sendall(request)
        head, body = _head(connection)
        status = int(head[9:12])
        self._cookies.update((name.decode(), value.decode()) for name, value in COOKIE.findall(head))
        sent = LENGTH.search(head)
        length = int(sent[1]) if sent and status != 304 else 0
        while len(body) < length:
            body += _more(connection)
        return Answer(status, body, _text(LOCATION, head), _text(ETAG, head))

    def _connected(self) -> socket.socket:
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self._port), timeout=PATIENCE)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self._socket


class InProcessBrowser:
    """The same against an application of this process, to count its statements."""

    def __init__(self, app: Flask, headers: Mapping[str, str] | None = None) -> None:
        self.app = app
        self._headers = {**HEADERS, **(headers or {})}
        self.forget()

    def get(self, path: str) -> Answer:
        return self._send("GET", path, None)

    def post(self, path: str, data: Mapping[str, str]) -> Answer:
        return self._send("POST", path, dict(data))

    def forget(self) -> None:
        self._client = self.app.test_client()

    def _send(self, method: str, path: str, data: dict[str, str] | None) -> Answer:
        sent = self._client.open(path, method=method, data=data, headers=self._headers)
        return Answer(
            sent.status_code, sent.data, sent.headers.get("Location", ""), sent.headers.get("ETag", "")
        )


def _text(pattern: re.Pattern[bytes], head: bytes) -> str:
    found = pattern.search(head)
    return found[1].decode() if found else ""


def _head(connection: socket.socket) -> tuple[bytes, bytes]:
    """The answer's head, and what came of its body with it."""
    seen = b""
    while b"\r\n\r\n" not in seen:
        seen += _more(connection)
    head, _, body = seen.partition(b"\r\n\r\n")
    return head, body


def _more(connection: socket.socket) -> bytes:
    part = connection.recv(262_144)
    if not part:
        raise ConnectionEnded("the server hung up")
    return part
