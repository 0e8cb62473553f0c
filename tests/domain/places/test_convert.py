import pytest

from storefront.domain.places.convert import convert
from storefront.domain.places.register import FormerUnit

MADE_UP = [
    FormerUnit("38", "Huyện Giả Định", "Xã Chia Đôi", ("14797", "14758")),
    FormerUnit("38", "Huyện Giả Định", "Xã Hà Lĩnh", ("14812",)),
    FormerUnit("38", "Huyện Giả Định", "Xã Hạ Linh", ("14818",)),
]


def names(conversion):
    return [unit.full_name for unit in conversion.proposals]


@pytest.mark.parametrize(
    ("district", "commune"),
    [("Huyện Hà Trung", "Xã Hà Vinh"), ("Hà Trung", "Hà Vinh"), ("huyen ha trung", "ha vinh")],
)
def test_an_old_commune_is_proposed_its_new_one(district, commune):
    conversion = convert(district, commune, "38")

    assert (conversion.status, names(conversion)) == ("one", ["Phường Bỉm Sơn"])


def test_a_split_commune_is_asked_about():
    conversion = convert("Huyện Giả Định", "Xã Chia Đôi", "38", table=MADE_UP)

    assert conversion.status == "split"
    assert names(conversion) == ["Phường Hạc Thành", "Phường Hàm Rồng"]


def test_a_name_of_several_districts_is_asked_about_when_no_district_is_given():
    conversion = convert("", "Phường Đông Sơn", "38")

    assert conversion.status == "split"
    assert set(names(conversion)) == {"Phường Bỉm Sơn", "Phường Hạc Thành"}


def test_with_its_district_the_same_name_is_clear():
    conversion = convert("Thị xã Bỉm Sơn", "Phường Đông Sơn", "38")

    assert (conversion.status, names(conversion)) == ("one", ["Phường Bỉm Sơn"])


def test_marks_as_typed_decide_between_names_alike():
    conversion = convert("Giả Định", "Hạ Linh", "38", table=MADE_UP)

    assert (conversion.status, names(conversion)) == ("one", ["Phường Quang Trung"])


def test_without_marks_names_alike_are_asked_about():
    assert convert("Giả Định", "ha linh", "38", table=MADE_UP).status == "split"


@pytest.mark.parametrize(
    ("district", "commune", "province_code"),
    [
        ("Hà Trung", "Không Có", "38"),
        ("Không Có", "Hà Vinh", "38"),
        ("Hà Trung", "Hà Vinh", "01"),
        ("", "", "38"),
    ],
)
def test_what_the_table_does_not_hold_is_unknown(district, commune, province_code):
    conversion = convert(district, commune, province_code)

    assert (conversion.status, conversion.proposals) == ("unknown", ())
