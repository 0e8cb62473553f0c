import subprocess
import sys
from importlib.metadata import EntryPoint

import pytest

from storefront.adapters import gateways
from storefront.adapters.gateways import UnknownGateway, gateway, gateway_codes


def test_an_unknown_code_is_named() -> None:
    with pytest.raises(UnknownGateway, match="no_such_gateway"):
        gateway("no_such_gateway")


def test_built_in_gateways_come_first() -> None:
    assert gateway_codes()[: len(gateways.BUILT_IN)] == tuple(gateways.BUILT_IN)


def test_asking_for_codes_loads_no_gateway() -> None:
    program = (
        "import sys; from storefront.adapters.gateways import gateway_codes; gateway_codes();"
        "print(sorted(name for name in sys.modules if name.startswith('storefront.adapters.gateways.')))"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert (
        done.stdout.strip() == "['storefront.adapters.gateways.base', 'storefront.adapters.gateways.terms']"
    )


def test_an_installed_package_adds_a_gateway_but_replaces_none(monkeypatch: pytest.MonkeyPatch) -> None:
    added = EntryPoint("wave", "storefront.adapters.gateways.cod:CashOnDelivery", gateways.GROUP)
    thief = EntryPoint("practice", "storefront.adapters.gateways.cod:CashOnDelivery", gateways.GROUP)
    monkeypatch.setattr(gateways, "entry_points", lambda group: [added, thief])
    gateways._entries.cache_clear()
    gateway.cache_clear()

    found, practice = gateway("wave"), gateway("practice")
    gateways._entries.cache_clear()
    gateway.cache_clear()

    assert found.code == "cod"
    assert practice.code == "practice"
