from importlib.metadata import EntryPoint

import pytest

from storefront.sandbox import wires


def test_an_installed_package_adds_a_company_but_replaces_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wires, "BUILT_IN", tuple(one for one in wires.BUILT_IN if one.code != "momo"))
    added = EntryPoint("wave", "storefront.sandbox.wires.momo:Momo", wires.GROUP)
    thief = EntryPoint("thief", "storefront.sandbox.wires.vnpay:Vnpay", wires.GROUP)
    monkeypatch.setattr(wires, "entry_points", lambda group: [added, thief])

    found = wires.installed()

    assert [wire.code for wire in found] == ["momo"]
