import re
from datetime import date
from importlib import resources

import pytest

from storefront.domain.places.register import all_provinces, all_units, bare_name, former_units
from storefront.domain.places.units import provinces, units
from storefront.infra.text import clean

TODAY = date(2026, 11, 22)


def test_the_country_has_34_provinces_and_3321_communes():
    counted = [len(units(province.code, TODAY)) for province in provinces(TODAY)]

    assert len(counted) == 34
    assert sum(counted) == 3321


def test_thanh_hoa_has_147_rural_communes_and_19_wards():
    kinds = [unit.kind for unit in units("38", TODAY)]

    assert (len(kinds), kinds.count("xa"), kinds.count("phuong")) == (166, 147, 19)


def test_codes_are_unique_strings_of_two_and_five_digits():
    province_codes = [province.code for province in provinces(TODAY)]
    unit_codes = [unit.code for unit in all_units()]

    assert len(set(province_codes)) == len(province_codes)
    assert len(set(unit_codes)) == len(unit_codes)
    assert all(re.fullmatch(r"\d{2}", code) for code in province_codes)
    assert all(re.fullmatch(r"\d{5}", code) for code in unit_codes)


def test_every_unit_lies_in_a_province_and_every_province_in_63_old_ones():
    today = provinces(TODAY)

    assert {unit.province_code for unit in all_units()} == {province.code for province in today}
    assert len({old for province in today for old in province.formed_from}) == 63


def test_every_unit_of_thanh_hoa_is_reached_from_an_old_commune():
    reached = {code for former in former_units() for code in former.new_codes}

    assert len(former_units()) == 547
    assert len({former.district for former in former_units()}) == 26
    assert reached == {unit.code for unit in units("38", TODAY)}


def test_names_are_clean_and_their_kind_is_known():
    everything = [*all_provinces(), *all_units()]

    assert {place.kind for place in everything} == {"tinh", "thanh_pho", "xa", "phuong", "dac_khu"}
    assert all(place.full_name == clean(place.full_name) for place in everything)
    assert all(place.english == clean(place.english) for place in everything)


def test_tone_marks_stand_in_the_common_place():
    names = [place.full_name for place in [*all_provinces(), *all_units()]]
    names += [name for former in former_units() for name in (former.district, former.commune)]

    old_style = re.compile(r"(?<![qQ])(o[áàảãạéèẻẽẹ]|u[ýỳỷỹỵ])\b")
    assert [name for name in names if old_style.search(name)] == []


@pytest.mark.parametrize(
    ("full_name", "name"),
    [("Xã Hà Vinh", "Hà Vinh"), ("Đặc khu Phú Quốc", "Phú Quốc"), ("Thị trấn Bút Sơn", "Bút Sơn")],
)
def test_a_bare_name_has_no_kind(full_name, name):
    assert bare_name(full_name) == name


def test_the_sources_and_their_licence_travel_with_the_data():
    notice = resources.files("storefront").joinpath("data/places/NOTICE").read_text(encoding="utf-8")

    assert "vietnamese-provinces-database" in notice
    assert "Permission is hereby granted" in notice
