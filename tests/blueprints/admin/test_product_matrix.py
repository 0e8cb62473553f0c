import pytest
from werkzeug.datastructures import MultiDict

from storefront.blueprints.admin.products.matrix import arrange, line_of, read_values, values_of
from storefront.blueprints.common import typed_rows


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Đỏ, Xanh", ("Đỏ", "Xanh")),
        ("0,5 kg, 1,5 kg", ("0,5 kg", "1,5 kg")),
        ("39, 40,S", ("39", "40", "S")),
        ("Đỏ; Xanh, vàng", ("Đỏ", "Xanh, vàng")),
        ("Đỏ, đỏ, ,", ("Đỏ",)),
        ("", ()),
    ],
)
def test_values_are_parted_by_commas_that_are_not_of_a_number(text: str, values: tuple[str, ...]) -> None:
    assert values_of(text) == values


@pytest.mark.parametrize("values", [("Đỏ",), ("0,5 kg", "1 kg"), ("Xanh, vàng",), ("Xanh, vàng", "Đỏ")])
def test_values_come_back_from_their_line(values: tuple[str, ...]) -> None:
    assert values_of(line_of(values)) == values


def test_a_first_option_leaves_the_product_its_variant_and_price() -> None:
    typed = MultiDict({"options-0-name": "Cỡ", "options-0-values": "S, M"})
    typed_rows.put(typed, "variants", [{"id": "7", "options": "[]", "price": "50k", "sku": "AO"}])

    changed = arrange(typed)

    first, second = typed_rows.rows(typed, "variants")
    assert changed
    assert (first["id"], first["price"], read_values(first["options"])) == ("7", "50k", ("S",))
    assert (second.get("id"), second["price"], second.get("sku")) == (None, "50k", None)


def test_rows_that_fit_stay_untouched() -> None:
    typed = MultiDict({"options-0-name": "Cỡ", "options-0-values": "S"})
    typed_rows.put(typed, "variants", [{"id": "7", "options": '["S"]', "price": "sai"}])

    assert not arrange(typed)


def test_too_many_combinations_make_no_rows() -> None:
    many = ", ".join(f"v{number}" for number in range(60))
    typed = MultiDict({"options-0-name": "A", "options-0-values": many, "options-1-name": "B"})
    typed["options-1-values"] = many
    typed_rows.put(typed, "variants", [{"id": "7", "options": "[]", "price": "1"}])

    assert not arrange(typed)


@pytest.mark.parametrize("text", ["", "{}", "not json", "null", None])
def test_a_damaged_row_carries_no_values(text: str | None) -> None:
    assert read_values(text) == ()
