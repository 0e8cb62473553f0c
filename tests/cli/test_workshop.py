"""What stops `workshop` before it begins is one line and code 2."""

from __future__ import annotations

import ipaddress
import socket
from pathlib import Path

import pytest

from storefront.cli import run
from storefront.infra import lan


@pytest.mark.parametrize("address", ["http://192.168.1.10", "192.168.1.10:8000", ""])
def test_an_address_is_given_alone(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["workshop", "--address", address]) == 2

    told = capsys.readouterr().err
    assert told.count("\n") == 1 and "--address" in told


@pytest.mark.parametrize("home", ["cho.example.vn", "ftp://cho.example.vn", "https://"])
def test_the_programmes_site_is_a_whole_address(home: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["workshop", "--address", "192.168.1.10", "--home", home]) == 2

    assert "--home" in capsys.readouterr().err


def test_where_interfaces_are_not_listed_a_hotspot_is_found_by_the_computers_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = ["127.0.1.1", "169.254.3.4", "192.168.137.1"]
    monkeypatch.setattr(lan, "INTERFACES", tmp_path / "net")
    monkeypatch.setattr(socket, "gethostbyname_ex", lambda _name: ("laptop", [], known))

    found = lan.addresses()

    assert [each for each in found if each in known] == ["192.168.137.1", "169.254.3.4"]


def test_addresses_on_the_network_are_never_loopback() -> None:
    assert [each for each in lan.addresses() if ipaddress.ip_address(each).is_loopback] == []
