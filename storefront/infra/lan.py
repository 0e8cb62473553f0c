"""Where this computer is found on a local network, without asking anybody on it."""

from __future__ import annotations

import ipaddress
import socket
import struct
from collections.abc import Iterator
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: there the routing table and the computer's own name are asked
    fcntl = None  # type: ignore[assignment]

INTERFACES = Path("/sys/class/net")
INNER = ("docker", "br-", "veth", "virbr", "vbox", "vmnet", "lxc", "tun", "tap", "wg", "tailscale", "zt")
"""Names of interfaces that lead to no room full of phones."""
ASK_ADDRESS = 0x8915
PRIVATE = ("192.168.255.254", "10.255.255.254", "172.31.255.254")


def addresses() -> list[str]:
    """This computer's IPv4 addresses on its networks, Wi-Fi first; none when it is on no network."""
    found = dict.fromkeys((*_of_interfaces(), *_of_routes(), *_of_name()))
    return sorted(filter(_is_reachable, found), key=_gave_itself)


def _of_interfaces() -> Iterator[str]:
    if not fcntl or not INTERFACES.exists():
        return
    names = sorted((name for _index, name in socket.if_nameindex()), key=_rank)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        for name in names:
            try:
                answer = fcntl.ioctl(asking, ASK_ADDRESS, struct.pack("256s", name.encode()[:15]))
            except OSError:  # this interface has no address
                continue
            yield socket.inet_ntoa(answer[20:24])


def _rank(name: str) -> tuple[bool, bool, str]:
    return name.startswith(INNER), not (INTERFACES / name / "wireless").exists(), name


def _of_routes() -> Iterator[str]:
    """The address that would be sent from; connecting a datagram socket sends nothing."""
    for target in PRIVATE:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
            try:
                asking.connect((target, 9))
            except OSError:  # no way leads there
                continue
            yield str(asking.getsockname()[0])


def _of_name() -> Iterator[str]:
    """What the computer knows of itself where interfaces aren't listed: a hotspot has no route out."""
    if INTERFACES.exists():
        return
    try:
        yield from socket.gethostbyname_ex(socket.gethostname())[2]
    except OSError:  # it does not know its own name
        return


def _gave_itself(address: str) -> bool:
    """Whether nobody on the network gave it, so that phones there hardly have one of its kind: last."""
    return ipaddress.ip_address(address).is_link_local


def _is_reachable(address: str) -> bool:
    parsed = ipaddress.ip_address(address)
    return not (parsed.is_loopback or parsed.is_unspecified)
