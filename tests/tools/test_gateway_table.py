from storefront.adapters.gateways import BUILT_IN
from tools import gateway_table


def test_the_table_of_gateways_is_what_they_declare() -> None:
    """Mend by `python tools/gateway_table.py`."""
    assert gateway_table.PAGE.read_text(encoding="utf-8") == gateway_table.page()


def test_every_built_in_gateway_has_a_line() -> None:
    found = list(gateway_table.lines())

    assert [line.split("|")[1].strip(" `") for line in found[2:]] == list(BUILT_IN)
