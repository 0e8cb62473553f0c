"""The one door for calls to other machines: bounded in time and size, and closed to our own network.

The host is resolved once and the connection pinned to that address, so a name cannot change its mind between
the check and the call. One inner address may be let through: the practice gateways' own listener.
"""

import ipaddress
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx

TIMEOUT = 10.0
LARGEST_ANSWER = 1 << 20

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# Prefixes that carry an IPv4 address inside and so could smuggle a private one.
_TRANSLATED = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("2002::/16"))


class HttpError(Exception):
    """An outgoing call brought no answer."""


class HttpRefused(HttpError):
    """Nothing was sent: the address is not allowed, not found, or nobody listens there."""


class HttpTimeout(HttpError):
    """The call may have been received and acted on, but no whole answer came: the result is unknown."""


class HttpTooLarge(HttpError):
    """The answer was larger than the caller wanted; the call itself was received."""


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    status: int
    headers: Mapping[str, str]
    body: bytes


class _InnerDoor:
    """The one private base address that calls may reach, set once when the process starts."""

    base: str = ""


def allow_inner(base: str) -> None:
    """Let calls to this one base (`http://127.0.0.1:4321`) through the guard; an empty text closes it."""
    _InnerDoor.base = base.rstrip("/")


def inner_base() -> str:
    """The allowed inner base, empty when there is none."""
    return _InnerDoor.base


def request(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
    timeout: float = TIMEOUT,
    max_bytes: int = LARGEST_ANSWER,
) -> HttpAnswer:
    """Call once and return the answer whatever its status; redirects are not followed.

    `timeout` is seconds for the whole call. Raises HttpRefused, HttpTimeout, HttpTooLarge.
    """
    deadline = time.monotonic() + timeout
    pinned, host_headers, extensions = _pin(url)
    try:
        with (
            _client(timeout) as client,
            client.stream(
                method,
                pinned,
                headers={**(headers or {}), **host_headers},
                content=body,
                extensions=extensions,
            ) as answer,
        ):
            return HttpAnswer(answer.status_code, dict(answer.headers), _read(answer, deadline, max_bytes))
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol) as error:
        raise HttpRefused(f"no connection to {urlsplit(url).hostname}") from error
    except httpx.HTTPError as error:
        raise HttpTimeout(f"no answer from {urlsplit(url).hostname}") from error


def _client(timeout: float) -> httpx.Client:
    """No proxies from the environment, and no connection shared between two names at one address."""
    return httpx.Client(timeout=timeout, follow_redirects=False, trust_env=False)


def _read(answer: httpx.Response, deadline: float, max_bytes: int) -> bytes:
    body = bytearray()
    for part in answer.iter_bytes():
        body += part
        if len(body) > max_bytes:
            raise HttpTooLarge(f"more than {max_bytes} bytes")
        if time.monotonic() > deadline:
            raise HttpTimeout("the answer came too slowly")
    return bytes(body)


def _pin(url: str) -> tuple[httpx.URL, dict[str, str], dict[str, Any]]:
    """The same address with the host replaced by a checked IP; the name still goes into Host and TLS."""
    wanted = httpx.URL(url)
    if wanted.scheme not in ("http", "https") or not wanted.host or wanted.userinfo:
        raise HttpRefused("only plain http and https addresses are called")
    port = wanted.port or (443 if wanted.scheme == "https" else 80)
    addresses = _resolve(wanted.host, port)
    if not _is_inner(wanted, port) and not all(is_public(address) for address in addresses):
        raise HttpRefused(f"{wanted.host} is not a public address")
    pinned = wanted.copy_with(host=str(addresses[0]))
    return pinned, {"Host": wanted.netloc.decode("ascii")}, {"sni_hostname": wanted.raw_host.decode("ascii")}


def _is_inner(wanted: httpx.URL, port: int) -> bool:
    inner = urlsplit(_InnerDoor.base)
    return bool(_InnerDoor.base) and (wanted.scheme, wanted.host, port) == (
        inner.scheme,
        inner.hostname,
        inner.port,
    )


def _resolve(host: str, port: int) -> list[Address]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise HttpRefused(f"{host} was not found") from error
    return [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]


def is_public(address: Address) -> bool:
    """Whether an address is on the internet: not loopback, private, link-local, nor a disguise of one."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if any(address in network for network in _TRANSLATED):
            return False
    return address.is_global and not address.is_multicast
