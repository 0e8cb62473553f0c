"""The demo province's firms, goods and pictures are complete and agree with each other."""

import json
import re
import unicodedata
from importlib.resources import files
from typing import Any

import pytest
from PIL import Image

DEMO = files("storefront") / "demo"
SHOP_FILES = sorted(file.name for file in (DEMO / "data" / "shops").iterdir() if file.name.endswith(".json"))
MST_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


def load(*parts: str) -> Any:
    return json.loads(files("storefront").joinpath(*parts).read_text("utf-8"))


def shop(name: str) -> dict[str, Any]:
    return load("demo", "data", "shops", name)


SHOPS = [shop(name) for name in SHOP_FILES]
PRODUCTS = [product for each in SHOPS for product in each["products"]]
PEOPLE = load("demo", "data", "people.json")
UNITS = {row[0]: row[2] for row in load("data", "places", "units.json")["rows"]}


def strings(value: Any) -> list[str]:
    children = {dict: lambda v: list(v.values()), list: list}.get(type(value), lambda _: [])(value)
    return [value] * isinstance(value, str) + [text for child in children for text in strings(child)]


def image_names() -> set[str]:
    names = {name for product in PRODUCTS for name in product["images"]}
    return names | {name for each in SHOPS for name in each["images"].values()}


def test_there_are_enough_firms_communes_goods_and_people() -> None:
    communes = {each["unit_code"] for each in SHOPS}

    assert len(SHOPS) >= 12
    assert len(communes) >= 10
    assert len(PRODUCTS) >= 60
    assert len({person["phone"] for person in PEOPLE}) == 60


def test_the_pictures_referred_to_are_exactly_those_committed() -> None:
    committed = {file.name.removesuffix(".webp") for file in (DEMO / "images").iterdir()}

    assert image_names() == committed


def test_the_pictures_weigh_at_most_six_mebibytes() -> None:
    weight = sum(len(file.read_bytes()) for file in (DEMO / "images").iterdir())

    assert 1024**2 < weight <= 6 * 1024**2


@pytest.mark.parametrize("each", SHOPS, ids=SHOP_FILES)
def test_a_shops_pictures_have_their_sizes(each: dict[str, Any]) -> None:
    names = [each["images"]["hero"], each["images"]["portrait"], each["images"]["logo"]]
    names += [product["images"][0] for product in each["products"]]

    sizes = [Image.open((DEMO / "images" / f"{name}.webp").open("rb")).size for name in names]

    assert sizes == [(1600, 1000), (600, 600), (512, 512)] + [(1200, 1200)] * len(each["products"])


def test_a_third_of_the_goods_have_more_than_one_picture() -> None:
    several = [product for product in PRODUCTS if len(product["images"]) > 1]

    assert len(several) * 3 >= len(PRODUCTS)


def test_every_commune_is_one_of_the_official_list_and_bears_its_name() -> None:
    placed = [(each["unit_code"], each["unit_name"]) for each in [*SHOPS, *PEOPLE]]
    zones = {code for each in SHOPS for zone in each["delivery"]["zones"] for code in zone["unit_codes"]}

    assert [(code, UNITS[code]) for code, _ in placed] == placed
    assert zones <= UNITS.keys()


def test_slugs_and_stock_codes_are_unique() -> None:
    slugs = [each["slug"] for each in SHOPS]
    goods = [(each["slug"], product["slug"]) for each in SHOPS for product in each["products"]]
    codes = [variant["sku"] for product in PRODUCTS for variant in product["variants"] or [product]]

    assert len(set(slugs)) == len(slugs)
    assert len(set(goods)) == len(goods)
    assert len(set(codes)) == len(codes)
    assert all(
        re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) for slug in [*slugs, *(slug for _, slug in goods)]
    )


def test_prices_are_whole_dong_and_steps_whole_thousandths() -> None:
    numbers = [product[key] for product in PRODUCTS for key in ("price", "step", "minimum")]
    numbers += [variant["price"] for product in PRODUCTS for variant in product["variants"]]

    assert {type(number) for number in numbers} == {int}
    assert min(numbers) > 0
    assert all(product["minimum"] % product["step"] == 0 for product in PRODUCTS)


def test_a_reference_price_is_above_the_price() -> None:
    reduced = [product for product in PRODUCTS if product["compare_at"] is not None]

    assert reduced
    assert all(product["compare_at"] > product["price"] for product in reduced)


def test_tax_classes_are_known() -> None:
    assert {product["tax_class"] for product in PRODUCTS} <= {"vat5", "vat8", "vat10", "none"}


def test_tax_codes_pass_their_check_digit_and_differ() -> None:
    codes = [each["tax_id"] for each in SHOPS]
    sums = [sum(int(d) * w for d, w in zip(code, MST_WEIGHTS, strict=False)) for code in codes]

    assert len(set(codes)) == len(codes)
    assert [10 - total % 11 for total in sums] == [int(code[9]) for code in codes]


def test_every_product_belongs_to_one_collection() -> None:
    listed = [slug for each in SHOPS for group in each["collections"] for slug in group["products"]]

    assert sorted(listed) == sorted(product["slug"] for product in PRODUCTS)


def test_banks_are_real_ones() -> None:
    known = {bank["bin"] for bank in load("data", "banks.json")["banks"]}

    assert {each["bank"]["bin"] for each in SHOPS} <= known


@pytest.mark.parametrize("each", SHOPS, ids=SHOP_FILES)
def test_texts_are_composed_and_carry_their_marks(each: dict[str, Any]) -> None:
    texts = strings(each) + strings(PEOPLE)
    prose = [*each["story"], *(product["description"] for product in each["products"])]

    assert [text for text in texts if unicodedata.normalize("NFC", text) != text] == []
    assert [text for text in prose if text.isascii() or len(text.split()) < 12] == []


def test_food_says_what_is_in_it_how_to_keep_it_and_until_when() -> None:
    packed = [p for p in PRODUCTS if "ingredients" in p["attributes"] and "warning" not in p["attributes"]]

    assert len(packed) >= 20
    assert [p["sku"] for p in packed if {"storage", "expiry"} - p["attributes"].keys()] == []


def test_addresses_for_mail_lead_nowhere() -> None:
    mails = [person["email"] for person in PEOPLE if person["email"]] + [each["email"] for each in SHOPS]

    assert all(mail.endswith("@example.com") for mail in mails)


def test_goods_say_where_they_come_from_and_how_much_is_in_them() -> None:
    weighed = [product for product in PRODUCTS if product["kind"] == "goods" and product["weight_g"]]

    assert len(weighed) >= 45
    assert [product["sku"] for product in weighed if not (product["origin"] and product["net_content"])] == []
    assert [product["sku"] for product in PRODUCTS if not product["maker"]] == []
