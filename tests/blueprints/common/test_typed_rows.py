import pytest
from werkzeug.datastructures import MultiDict

from storefront.blueprints.common import typed_rows

ONE, TWO = {"alt": "một"}, {"alt": "hai"}


def typed() -> typed_rows.Typed:
    form: typed_rows.Typed = MultiDict({"name": "Nem", "other-0-alt": "khác"})
    typed_rows.put(form, "images", [ONE, TWO])
    return form


def test_rows_are_read_in_order_even_with_gaps() -> None:
    form: typed_rows.Typed = MultiDict({"images-7-alt": "hai", "images-2-alt": "một"})

    assert typed_rows.rows(form, "images") == [ONE, TWO]


@pytest.mark.parametrize(
    ("do", "left"),
    [
        ("images-up-1", [TWO, ONE]),
        ("images-down-0", [TWO, ONE]),
        ("images-up-0", [ONE, TWO]),
        ("images-drop-0", [TWO]),
        ("images-drop-9", [ONE, TWO]),
        ("save", [ONE, TWO]),
    ],
)
def test_buttons_move_and_drop_rows(do: str, left: list[typed_rows.Row]) -> None:
    form = typed()

    typed_rows.change(form, "images", do)

    assert typed_rows.rows(form, "images") == left


def test_the_rest_of_the_form_stays() -> None:
    form = typed()

    typed_rows.change(form, "images", "images-drop-1")

    assert form["name"] == "Nem"
    assert typed_rows.rows(form, "other") == [{"alt": "khác"}]
