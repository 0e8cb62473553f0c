"""What stops `workshop` before it begins is one line and code 2."""

from __future__ import annotations

import ipaddress

import pytest

from storefront.cli import run
from storefront.infra import lan


@pytest.mark.parametrize("address", ["http://192.168.1.10", "192.168.1.10:8000", ""])
def test_an_address_is_given_alone(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["workshop", "--address", address]) == 2

    told = capsys.readouterr().err
    assert told.count("\n") == 1 and "--address" in told


def test_addresses_on_the_network_are_never_loopback() -> None:
    assert [each for each in lan.addresses() if ipaddress.ip_address(each).is_loopback] == []
