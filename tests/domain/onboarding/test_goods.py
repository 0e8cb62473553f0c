import pytest

from storefront.domain.onboarding.goods import Good, add_goods, count_own, own_goods, read_list
from storefront.infra.errors import Invalid
from storefront.infra.events import SYSTEM
from storefront.models.product import ProductState
from storefront.models.shop import Shop
from tests.sqlcount import counted_sql


@pytest.mark.parametrize(
    ("line", "good"),
    [
        ("Mật ong | 190.000 | chai", Good("Mật ong", 190_000, "chai")),
        ("Mật ong\t190k\tchai", Good("Mật ong", 190_000, "chai")),
        ("  Mật ong ;1,2tr;  thùng ; ", Good("Mật ong", 1_200_000, "thùng")),
        ("Mật ong|190000", Good("Mật ong", 190_000, "cái")),
    ],
)
def test_a_line_is_read_as_people_write_it(context: object, line: str, good: Good) -> None:
    assert read_list(line)[0].good == good


@pytest.mark.parametrize(
    "line",
    ["Mật ong", "Mật ong | | chai", "| 190.000", "Mật ong | rẻ | chai", "Mật ong | 0", "a | 1 | b | c"],
)
def test_a_wrong_line_says_what_is_wrong_with_it(context: object, line: str) -> None:
    read = read_list(f"Cam | 35.000 | kg\n\n{line}")

    assert read[0].good == Good("Cam", 35_000, "kg")
    assert (read[1].number, read[1].good) == (3, None)
    assert read[1].problem


@pytest.mark.parametrize("text", ["", "  \n \n", "a | 1000\n" * 201])
def test_an_empty_or_endless_list_is_refused(context: object, text: str) -> None:
    with pytest.raises(Invalid):
        read_list(text)


def test_added_goods_are_on_sale_in_the_order_they_were_given(draft: Shop) -> None:
    add_goods([Good("Cam", 35_000, "kg"), Good("Bưởi", 40_000, "quả")], by=SYSTEM)

    buoi, cam = own_goods()
    assert (cam.name, buoi.name) == ("Cam", "Bưởi")
    assert cam.position < buoi.position
    assert {cam.state, buoi.state} == {ProductState.ACTIVE}
    assert (cam.from_price, cam.variants[0].unit) == (35_000, "kg")


def test_a_large_shop_is_counted_and_only_the_newest_are_read(draft: Shop) -> None:
    add_goods([Good("Cam", 35_000, "kg"), Good("Bưởi", 40_000, "quả")], by=SYSTEM)

    with counted_sql() as asked:
        count, newest = count_own(), own_goods(1)

    assert (count, [product.name for product in newest]) == (2, ["Bưởi"])
    assert "LIMIT" in asked.sql[-1]
