import time
from datetime import date

import pytest

from storefront.domain.places.units import UnknownPlace, find_units, province, provinces, unit, units

BEFORE_THE_REFORM = date(2025, 6, 30)


def names(found):
    return [one.unit.full_name for one in found]


def test_a_unit_is_known_by_its_code():
    hac_thanh = unit("14797")

    assert (hac_thanh.full_name, hac_thanh.name) == ("Phường Hạc Thành", "Hạc Thành")
    assert (hac_thanh.kind, hac_thanh.province_code) == ("phuong", "38")
    assert (hac_thanh.label(), hac_thanh.label("en")) == ("Phường Hạc Thành", "Hac Thanh Ward")


@pytest.mark.parametrize("code", ["00000", "", "1479", "38"])
def test_an_unknown_code_is_not_found(code):
    with pytest.raises(UnknownPlace):
        unit(code)


def test_before_the_reform_these_units_did_not_exist():
    with pytest.raises(UnknownPlace):
        unit("14797", on=BEFORE_THE_REFORM)
    assert units("38", on=BEFORE_THE_REFORM) == []
    assert provinces(on=BEFORE_THE_REFORM) == []


def test_dong_nai_became_a_city_on_the_last_day_of_april_2026():
    assert province("75", on=date(2026, 4, 29)).full_name == "Tỉnh Đồng Nai"
    assert province("75", on=date(2026, 4, 30)).full_name == "Thành phố Đồng Nai"


def test_a_province_has_names_in_both_languages():
    thanh_hoa = province("38")

    assert (thanh_hoa.name, thanh_hoa.kind) == ("Thanh Hóa", "tinh")
    assert (thanh_hoa.label(), thanh_hoa.label("en")) == ("Tỉnh Thanh Hóa", "Thanh Hoa")


def test_an_unknown_province_is_not_found():
    with pytest.raises(UnknownPlace):
        province("99")
    assert units("99") == []


@pytest.mark.parametrize(
    "typed",
    [
        "hac thanh",
        "Hạc Thành",
        "HẠC THÀNH",
        "p. hạc thành",
        "P.Hac Thanh",
        "phường hạc thành",
        "hac thanh thanh hoa",
        "Phường Hạc Thành, tỉnh Thanh Hóa",
    ],
)
def test_a_commune_is_found_however_it_is_typed(typed):
    assert names(find_units(typed, "38"))[0] == "Phường Hạc Thành"


@pytest.mark.parametrize("typed", ["Hoằng Hoá", "Hoằng Hóa", "hoang hoa", "xã Hoằng Hoá"])
def test_both_places_of_the_tone_mark_find_the_same(typed):
    assert names(find_units(typed, "38")) == ["Xã Hoằng Hóa"]


def test_a_name_that_looks_like_a_kind_is_read_as_typed():
    assert names(find_units("quan son", "38")) == ["Xã Quan Sơn"]


@pytest.mark.parametrize("typed", ["Đông Tiến", "Đồng Tiến"])
def test_exact_tones_come_before_other_tones(typed):
    found = find_units(typed, "38")

    assert found[0].unit.name == typed
    assert {"Đông Tiến", "Đồng Tiến"} <= {one.unit.name for one in found}


def test_an_old_name_leads_to_the_new_commune_and_says_so():
    (found,) = find_units("xã hà vinh, huyện hà trung", "38")

    assert found.unit.full_name == "Phường Bỉm Sơn"
    assert str(found.formerly) == "formerly: xã Hà Vinh, huyện Hà Trung"


def test_a_district_after_the_name_needs_no_comma():
    assert names(find_units("ha vinh huyen ha trung", "38")) == ["Phường Bỉm Sơn"]


def test_a_present_name_comes_before_old_ones_alike():
    found = find_units("Đông Sơn", "38")

    assert names(found) == ["Phường Đông Sơn", "Phường Bỉm Sơn", "Phường Hạc Thành"]
    assert [one.formerly is None for one in found] == [True, False, False]


def test_each_commune_is_listed_once():
    found = names(find_units("son", "38", limit=200))

    assert len(found) == len(set(found)) > 20


def test_whole_names_come_before_beginnings_and_those_before_parts():
    found = names(find_units("sầm sơn", "38"))

    assert found == ["Phường Sầm Sơn", "Phường Nam Sầm Sơn"]


def test_without_a_province_the_whole_country_is_searched():
    assert names(find_units("bến thành, hồ chí minh")) == ["Phường Bến Thành"]
    assert len({one.unit.province_code for one in find_units("tan phu")}) > 1


def test_the_list_ends_at_the_limit():
    assert len(find_units("an")) == 20
    assert len(find_units("an", limit=3)) == 3


@pytest.mark.parametrize("typed", ["", " ", "h", ",", "không có nơi nào như thế", "x" * 5000])
def test_what_names_nothing_finds_nothing(typed):
    assert find_units(typed, "38") == []


def test_another_province_is_not_searched():
    assert find_units("hạc thành", "01") == []
    assert find_units("hạc thành", "99") == []


def test_a_query_takes_under_five_milliseconds_of_work():
    find_units("warm up")
    started = time.process_time()

    [find_units(query) for query in ["hac thanh", "thi tran ngoc lac", "x " * 40, "xa " * 9999] * 25]

    assert (time.process_time() - started) / 100 < 0.005
