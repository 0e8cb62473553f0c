import json
from dataclasses import replace

import pytest

from storefront.domain.places.address import Address, AddressSource, LegacyPlace
from storefront.domain.places.units import unit


@pytest.fixture
def address():
    return Address.in_unit(unit("14797"), recipient="Lê Thị Mận", phone="+84912345678", street="12 Lê Lợi")


def test_an_address_copies_the_names_of_its_day(address):
    assert (address.unit_code, address.province_code) == ("14797", "38")
    assert (address.unit_name, address.province_name) == ("Phường Hạc Thành", "Tỉnh Thanh Hóa")
    assert address.source is AddressSource.TYPED


def test_an_address_is_printed_in_lines(address):
    assert address.lines() == [
        "Lê Thị Mận",
        "0912 345 678",
        "12 Lê Lợi",
        "Phường Hạc Thành, Tỉnh Thanh Hóa",
    ]


def test_the_country_is_added_for_readers_of_english(address):
    assert address.lines("en") == [*address.lines("vi"), "Vietnam"]


def test_a_snapshot_in_json_gives_the_same_address_back(address):
    snapshot = json.dumps(address.to_dict())

    assert Address.from_dict(json.loads(snapshot)) == address


def test_a_snapshot_keeps_the_old_place_and_where_the_commune_came_from(address):
    converted = replace(
        address,
        source=AddressSource.CONVERTED,
        legacy=LegacyPlace("Thanh Hóa", "Thành phố Thanh Hóa", "Phường Lam Sơn"),
    )

    assert Address.from_dict(json.loads(json.dumps(converted.to_dict()))) == converted


def test_a_snapshot_s_names_win_over_today_s_map(address):
    stored = {**address.to_dict(), "unit_name": "Phường Lam Sơn"}

    assert "Phường Lam Sơn, Tỉnh Thanh Hóa" in Address.from_dict(stored).lines()
