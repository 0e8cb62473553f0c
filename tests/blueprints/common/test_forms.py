from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import PasswordField, StringField, TextAreaField

from storefront.blueprints.common.forms import (
    CommuneField,
    MoneyField,
    PhoneField,
    PublicForm,
    QuantityField,
    between,
    optional,
    required,
)


class GoodsForm(PublicForm):
    """One field of each kind."""

    name = StringField("Tên", [required()])
    about = TextAreaField("Mô tả", [optional()])
    secret = PasswordField("Mật khẩu", [optional()])
    cost = MoneyField("Giá vốn", [required()])
    price = MoneyField("Giá", [optional(), between(1000, 9_000_000, "Giá từ 1.000 đến 9.000.000.")])
    weight = QuantityField("Nặng", [optional()])
    phone = PhoneField("Điện thoại", [optional()])
    commune = CommuneField("Xã", [optional()])


@pytest.fixture(autouse=True)
def request_context(small_app: Flask) -> Any:
    with small_app.test_request_context("/", method="POST"):
        yield


def typed(**values: str) -> GoodsForm:
    form = GoodsForm(MultiDict({"name": "Mật ong", "cost": "90.000", **values}))
    form.commune.offer([("15001", "Xã Xuân Lam")])
    form.validate()
    return form


def test_strings_come_out_clean_and_composed() -> None:
    form = typed(name="  Ma\u0323\u0302t   ong\u200b ", about="một\r\n\r\n\r\n\r\nhai ")

    assert form.name.data == "Mật ong"
    assert form.about.data == "một\n\nhai"


def test_a_password_stays_as_typed() -> None:
    form = typed(secret="  two  spaces ")

    assert form.secret.data == "  two  spaces "


@pytest.mark.parametrize("text", ["125.000", "125000", "125.000 ₫", "125k"])
def test_money_is_read_in_the_ways_people_type_it(text: str) -> None:
    form = typed(price=text)

    assert form.price.data == 125_000


def test_a_quantity_is_kept_in_thousandths() -> None:
    form = typed(weight="1,5")

    assert form.weight.data == 1500


def test_a_phone_number_is_kept_in_its_international_form() -> None:
    form = typed(phone="0912 345 678")

    assert form.phone.data == "+84912345678"


@pytest.mark.parametrize(
    ("name", "text"), [("price", "một trăm"), ("cost", "rẻ"), ("weight", "nhiều"), ("phone", "0912")]
)
def test_what_was_typed_is_kept_beside_its_error(name: str, text: str) -> None:
    form = typed(**{name: text})

    assert text in str(form[name]())
    assert len(form[name].errors) == 1
    assert form[name].errors != ["Please fill this in."]


def test_stored_values_are_shown_the_way_people_write_them() -> None:
    form = GoodsForm(None, data={"price": 125_000, "weight": 1500, "phone": "+84912345678"})

    assert 'value="125.000"' in str(form.price())
    assert 'value="1,5"' in str(form.weight())
    assert 'value="0912 345 678"' in str(form.phone())


def test_bounds_are_explained_in_the_forms_own_words() -> None:
    form = typed(price="500")

    assert form.price.errors == ["Giá từ 1.000 đến 9.000.000."]


def test_a_commune_must_be_one_of_those_offered() -> None:
    assert typed(commune="15001").errors == {}
    assert "commune" in typed(commune="99999").errors


def test_errors_of_the_domain_stand_beside_their_fields() -> None:
    form = typed()

    form.add_errors({"price": ["Giá thấp quá."], "elsewhere": ["Cửa hàng đang tạm nghỉ."]})

    assert form.price.errors == ["Giá thấp quá."]
    assert form.form_errors == ["Cửa hàng đang tạm nghỉ."]


def test_a_required_field_of_spaces_is_empty() -> None:
    form = typed(name="   ")

    assert len(form.name.errors) == 1
